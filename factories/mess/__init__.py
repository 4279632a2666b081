"""Delivered data that is wrong on purpose, and the answer key that says where.

It spoils CSV files that were written from a database, never the database. A defect is a function of
the seed and of the cell's address, so more days, rows or columns move no earlier one.
"""

from factories.mess import key
from factories.mess.asked import Mess
from factories.mess.batch import Defect
from factories.mess.feed import spoil_day
from factories.mess.kinds import KINDS
from factories.mess.seeds import spoil_seeds
from factories.mess.spoil import Spoiled

__all__ = ["KINDS", "Defect", "Mess", "Spoiled", "key", "spoil_day", "spoil_seeds"]
