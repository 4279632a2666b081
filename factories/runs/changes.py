"""The change feed: what a day added and changed, one folder a day, one CSV file a table.

    changes/2026-07-01/service_calls.csv    op, and the row as it was at the end of that day
    changes/2026-07-01/manifest.json        whose changes they are, rows and SHA-256 of each file

Every table has its file, if only with a header. `op` comes first: insert or update.
"""

from __future__ import annotations

import filecmp
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from factories.errors import UserError
from factories.sinks import csv
from factories.storage import files, hidden, manifest
from factories.storage.paths import check_beside, check_parent, reading, resolved, shown
from hvac_models import SCHEMA

CHANGES: Final = "--changes"
OP: Final = "op"
INSERT, UPDATE = "insert", "update"
_IDENTITY: Final = ("made_by", "seed", "history_days", "scale", "locale", "rows")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

Keys = Mapping[str, Iterable[int]]
"""Primary keys by table."""


def identity(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What tells one company from another, whatever the day."""
    told = {name: facts[name] for name in _IDENTITY}
    return told | {manifest.POPULATED_TO: facts.get(manifest.POPULATED_TO, facts["as_of"])}


@dataclass
class Feed:
    """A folder of days of one company, and the days that are being written for it."""

    folder: Path
    company: Mapping[str, Any]
    keeps_ready: bool = False
    """What could not take its place is left to the next run."""
    _new: Path = field(init=False)
    _ready: Path = field(init=False)

    def __post_init__(self) -> None:
        self._new, self._ready = hidden.scratch_name(self.folder), hidden.ready_name(self.folder)

    def check(self, first: date, last: date) -> list[str]:
        """Refuse what cannot be: a day that is there, another company's days.

        Gives the days before ``first`` that the feed lacks since its own last day.
        """
        with files.writing(CHANGES, self.folder):
            names, days = self._names(), list(self._days())
        # A file or a broken link of a day's name would be in its way, too.
        for name in names:
            if first.isoformat() <= name <= last.isoformat():
                raise _in_the_way(self.folder / name)
        if days:
            self._check_company(days[-1])
        earlier = [day for day in days if day < first.isoformat()]
        return _between(earlier[-1], first) if earlier else []

    def _check_company(self, day: str) -> None:
        with reading(CHANGES, self.folder / day / manifest.FILE):
            about = manifest.of_folder(self.folder / day)
        if not about or identity_of_day(about) != self.company:
            raise UserError(
                CHANGES,
                f"{self.folder / day} is not of this company; choose another folder",
            )

    def _names(self) -> list[str]:
        """Whatever bears a day's name."""
        if not self.folder.exists():
            return []
        found = (entry.name for entry in self.folder.iterdir())
        return sorted(name for name in found if _DAY.fullmatch(name))

    def _days(self) -> Iterator[str]:
        return (name for name in self._names() if (self.folder / name).is_dir())

    @contextmanager
    def being_written(self) -> Iterator[Feed]:
        """A hidden folder beside the feed, gone afterwards unless it has taken its place."""
        with ExitStack() as claims:
            with files.writing(CHANGES, self.folder):
                claims.enter_context(hidden.claimed(self.folder))
                self._new.mkdir()
            try:
                yield self
            finally:
                with files.undisturbed():
                    hidden.remove(self._new)
                    if not self.keeps_ready:
                        hidden.remove(self._ready)

    def write(self, connection: sqlite3.Connection, day: date, added: Keys, changed: Keys) -> None:
        """A day's folder, from the rows as they are now."""
        with files.writing(CHANGES, self.folder):
            folder = self._new / day.isoformat()
            folder.mkdir()
            tables = {}
            for table in SCHEMA.sorted_tables:
                ops = dict.fromkeys(changed.get(table.name, ()), UPDATE)
                ops |= dict.fromkeys(added.get(table.name, ()), INSERT)
                written = csv.write_rows(connection, table, folder / f"{table.name}.csv", OP, ops)
                tables[table.name] = {"rows": written.rows, "sha256": written.sha256}
            about = {**self.company, "as_of": day.isoformat(), "form": "changes", "tables": tables}
            text = manifest.as_json(about)
            (folder / manifest.FILE).write_text(text, encoding="utf-8")

    def make_ready(self) -> None:
        """From here on a later run can finish what this one has begun."""
        with files.writing(CHANGES, self.folder):
            self._new.rename(self._ready)

    def take_place(self) -> None:
        with files.writing(CHANGES, self.folder):
            _move_days(self._ready, self.folder)

    def finish_earlier(self, as_of: date) -> list[str]:
        """Put in place the days that a killed run had ready, as far as the database has come.

        A day is a function of the company and the date: days of this company that the database has
        behind it are what happened, whichever run had worked them out.
        """
        done: list[str] = []
        with files.writing(CHANGES, self.folder):
            for left in list(hidden.left_ready(self.folder)):
                days = sorted(path.name for path in left.iterdir())
                behind = [day for day in days if self._has_lived(left / day, as_of)]
                for day in set(days) - set(behind):
                    hidden.remove(left / day)
                done += [day for day in behind if not os.path.lexists(self.folder / day)]
                if behind:
                    _move_days(left, self.folder)
                hidden.remove(left)
        return done

    def _has_lived(self, folder: Path, as_of: date) -> bool:
        about = manifest.of_folder(folder)
        lived = bool(about) and identity_of_day(about) == self.company
        return lived and folder.name <= as_of.isoformat()


def identity_of_day(about: Mapping[str, Any]) -> dict[str, Any]:
    """As :func:`identity` gives it, of a day's manifest."""
    return {name: about.get(name) for name in (*_IDENTITY, manifest.POPULATED_TO)}


def _move_days(source: Path, feed: Path) -> None:
    """Each day by one rename, the earliest first; the whole folder at once where there is none.

    A day whose place somebody has taken stays where it is, and is refused.
    """
    if not feed.exists():
        source.rename(feed)
        return
    for day in sorted(source.iterdir()):
        place = feed / day.name
        if not os.path.lexists(place):
            day.rename(place)
        elif not _are_the_same(day, place):
            raise _in_the_way(place)
    hidden.remove(source)


def _are_the_same(one: Path, other: Path) -> bool:
    """Two days of the same files, to the last byte."""
    if other.is_symlink() or not other.is_dir():
        return False
    names, others = ({entry.name for entry in day.iterdir()} for day in (one, other))
    _, differ, unreadable = filecmp.cmpfiles(one, other, names, shallow=False)
    return names == others and not (differ or unreadable)


def _in_the_way(place: Path) -> UserError:
    return UserError(
        CHANGES,
        f"{shown(place)} is there already, and days are never overwritten; move it away or choose"
        " another folder",
    )


def _between(last: str, first: date) -> list[str]:
    """The days after one and before another."""
    day, missing = date.fromisoformat(last) + timedelta(days=1), []
    while day < first:
        missing.append(day.isoformat())
        day += timedelta(days=1)
    return missing


def feed_in(
    folder: str | Path, facts: Mapping[str, Any], database: Path, seeds: Path | None
) -> Feed:
    """The feed that ``--changes`` names: it shares no folder with the database or the seeds."""
    path = resolved(CHANGES, str(folder))
    check_parent(CHANGES, path)
    if path.exists() and not path.is_dir():
        raise UserError(CHANGES, f"{path} is a file; name a folder")
    if path.exists() and not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise UserError(CHANGES, f"the folder {path} is not writable; choose another")
    check_beside(CHANGES, path, database)
    if seeds and (path.is_relative_to(seeds) or seeds.is_relative_to(path)):
        raise UserError(CHANGES, f"{path} and {seeds} overlap; give the changes their own")
    for above in (path, *path.parents):
        if above.parent.joinpath("dbt_project.yml").is_file() and above.name == "seeds":
            said = f"{path} lies among the seeds, where dbt loads it; choose another folder"
            raise UserError(CHANGES, said)
    return Feed(path, identity(facts))
