"""Delivered data that is wrong on purpose, and the answer key that says where.

It spoils CSV files that were written from a database, never the database. A defect is a function of
the seed and of the cell's address, so more days, rows or columns move no earlier one.

The modules behind the names are imported when one is first used: `options` is for the commands, of
which few spoil anything.
"""

from typing import TYPE_CHECKING

from factories.lazy import lazily

if TYPE_CHECKING:
    from factories.mess import key
    from factories.mess.asked import Mess
    from factories.mess.batch import Defect
    from factories.mess.feed import spoil_day
    from factories.mess.folder import spoil_seeds
    from factories.mess.kinds import KINDS
    from factories.mess.spoil import Spoiled

__all__ = ["KINDS", "Defect", "Mess", "Spoiled", "key", "spoil_day", "spoil_seeds"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazily(
        globals(),
        {
            "KINDS": "kinds",
            "Defect": "batch",
            "Mess": "asked",
            "Spoiled": "spoil",
            "key": "key",
            "spoil_day": "feed",
            "spoil_seeds": "folder",
        },
    )
