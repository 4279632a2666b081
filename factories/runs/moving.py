"""Move a populated company on: live its days, audit it, write out what changed, all or nothing.

The days are one transaction of the database itself. Seeds and change feed are made ready beside
their targets before the commit and renamed right after it; the commit decides. A run that was
killed in between is finished by the next one that names the same folders.
"""

from __future__ import annotations

import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from factories import milestones
from factories.audit import AuditError, CheckResult
from factories.audit.excerpt import Touched
from factories.audit.uncommitted import audited
from factories.days.books import Books
from factories.days.plan import live
from factories.engine.context import names_of
from factories.engine.values import day_number
from factories.errors import UserError
from factories.mess.options import MessOf
from factories.runs.changes import CHANGES, Feed, feed_in
from factories.runs.company import Company, joined, opened
from factories.runs.csv_seeds import Seeds, seeds_in
from factories.runs.edits import Edits
from factories.runs.moving_report import Moved
from factories.runs.progress import no_progress
from factories.runs.targets import ANSWER_KEY, SEEDS
from factories.scenario import LAST_AS_OF
from factories.storage import files, folder_locks, manifest, seal
from factories.storage.counts import rows_of_tables
from factories.storage.paths import DATABASE, DEFAULT_ANSWER_KEY, database_path
from factories.version import VERSION
from hvac_models import SCHEMA

if TYPE_CHECKING:
    from factories.plan import StepProgress

DAYS, TO = "--days", "--to"
LONGEST: Final = 3_650
"""Days at once, as long as the longest history."""
_EPOCH: Final = date(1970, 1, 1)


def advance(
    database: str | Path | sqlite3.Connection,
    *,
    to: date | None = None,
    days: int | None = None,
    seeds: str | Path | None = None,
    changes: str | Path | None = None,
    mess: MessOf | None = None,
    answer_key: str | Path = DEFAULT_ANSWER_KEY,
    progress: StepProgress = no_progress,
    processes: int = 1,
    announce: Callable[[str], None] | None = None,
) -> Moved:
    """Let a populated company live on, for so many days or until a date.

    ``database`` is a file, or a connection to a database whose manifest tells of the company; a
    transaction that is open there stays open, and is the caller's to commit. ``seeds`` is a folder
    of CSV files to be written anew, ``changes`` the folder of a change feed; both go with a file.
    ``mess`` says how to spoil the seeds, given the seed of the company; ``answer_key`` tells where.
    More than one of ``processes`` means forked copies of this one, so this one must be fit to
    fork. ``announce`` is told beforehand of what takes minutes. Raises `UserError` for what cannot
    be, `AuditError` when a check fails; then nothing has changed.
    """
    began = time.perf_counter()
    with ExitStack() as stack:
        if isinstance(database, sqlite3.Connection):
            company = stack.enter_context(joined(database))
        else:
            path = database_path(DATABASE, str(database))
            company = stack.enter_context(opened(path, str(database)))
        run = _Run(company, progress, processes)
        run.choose_places(seeds, changes, mess, answer_key)
        run.finish_earlier()
        run.go_to(_last_day(company.as_of, to, days))
        run.edits.audit_first(announce)
        for place in run.places:
            stack.enter_context(place.being_written())
        run.live()
        run.commit()
    return run.report(began)


def _last_day(as_of: date, to: date | None, days: int | None) -> date:
    """The as-of date to be, from either of the two ways to say it."""
    if (to is None) == (days is None):
        raise UserError(DAYS, f"say how far to go: either {DAYS} N or {TO} DATE")
    if days is not None and not 1 <= days <= LONGEST:
        raise UserError(DAYS, f"{days} is out of range; give a whole number 1 to {LONGEST}")
    if to is not None and to <= as_of:
        raise UserError(TO, f"{to} is not after {as_of}, where the company is; give a later day")
    ahead = days or (to or as_of).toordinal() - as_of.toordinal()
    if ahead > LONGEST:
        raise UserError(TO, f"{to} is more than {LONGEST} days after {as_of}; go in smaller steps")
    if ahead > LAST_AS_OF.toordinal() - as_of.toordinal():
        option, said = (DAYS, f"{days} days") if days else (TO, f"{to}")
        raise UserError(
            option, f"{said} from {as_of} lead past {LAST_AS_OF}, the last day; stop there"
        )
    return as_of + timedelta(days=ahead)


@dataclass
class _Run:
    """One advance, from the day at which the company is to the last."""

    company: Company
    progress: StepProgress
    processes: int
    seeds: Seeds | None = None
    feed: Feed | None = None
    last: date = date.min
    notes: list[str] = field(default_factory=list)
    checks: Sequence[CheckResult] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    added: Counter[str] = field(default_factory=Counter)
    changed: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Keys of rows that were there before the first of the days."""
    before: dict[str, int] = field(default_factory=dict)
    """The highest key of each table before the first of the days."""

    @property
    def edits(self) -> Edits:
        return Edits(self.company, self.processes, self.progress)

    @property
    def places(self) -> list[Seeds | Feed]:
        return [place for place in (self.seeds, self.feed) if place is not None]

    def choose_places(
        self,
        seeds: str | Path | None,
        changes: str | Path | None,
        mess: MessOf | None,
        answer_key: str | Path,
    ) -> None:
        spoiling = mess(self.company.scenario.seed) if mess else None
        if spoiling and seeds is None:
            raise UserError("--mess", f"it spoils the seeds: name them with {SEEDS}")
        path = self.company.path
        if path is None:
            if seeds is not None or changes is not None:
                option = SEEDS if seeds is not None else CHANGES
                raise UserError(option, "it goes with a database file, not with a connection")
            return
        if seeds is not None:
            self.seeds = seeds_in(seeds, path, spoiling, answer_key)
        if changes is not None:
            seeds_folder = self.seeds.folder if self.seeds else None
            self.feed = feed_in(changes, self.company.facts, path, seeds_folder)
            if self.seeds and self.seeds.answer_key == self.feed.folder:
                raise UserError(CHANGES, f"{changes} is what {ANSWER_KEY} names; choose another")

    def finish_earlier(self) -> None:
        """What a killed run had ready when it was killed, right after its commit."""
        if self.seeds and self.seeds.finish_earlier(self.company.facts):
            self.notes.append(f"seeds of {self.company.as_of} from a killed run put in place")
        if self.feed and (days := self.feed.finish_earlier(self.company.as_of)):
            self.notes.append(f"changes of {', '.join(days)} from a killed run put in place")

    def go_to(self, last: date) -> None:
        self.last = last
        first = self.company.as_of + timedelta(days=1)
        made_by = self.company.facts.get("version")
        if made_by != VERSION:
            self.notes.append(f"made by version {made_by}; from here on it lives as in {VERSION}")
        if self.feed and (missing := self.feed.check(first, last)):
            days = missing[0] if len(missing) == 1 else f"{missing[0]} to {missing[-1]}"
            self.notes.append(f"{self.feed.folder.name} lacks {days}: advanced without {CHANGES}")

    def live(self) -> None:
        """The days and the audit."""
        company, scenario = self.company, self.company.scenario
        self.before = _highest(company.connection)
        begun, now = day_number(scenario.as_of), day_number(company.as_of)
        self.progress("Days", 0, (self.last - company.as_of).days)
        with self.edits.blamed(), names_of(scenario.locale):
            live(company.connection, scenario, begun, now + 1, day_number(self.last), self._end_day)
            self._audit_and_sign()

    def _end_day(self, books: Books) -> None:
        """The end of a day."""
        day = _EPOCH + timedelta(days=books.today)
        self.added.update({table: len(keys) for table, keys in books.added.items()})
        for table, keys in books.changed.items():
            old = self.before[table]
            self.changed[table].update(key for key in keys if key <= old)
        if self.feed:
            self.feed.write(books.connection, day, books.added, books.changed)
        as_of = self.company.as_of
        self.progress("Days", (day - as_of).days, (self.last - as_of).days)

    def _audit_and_sign(self) -> None:
        company = self.company
        fingerprints: dict[str, str] = {}
        self.progress("Audit", 0, 1)
        touched = {
            name: Touched(above, self.changed.get(name, set()))
            for name, above in self.before.items()
        }
        with audited(company.connection, self.last, self.processes, touched) as audit:
            if self.seeds:
                fingerprints = self.seeds.write(company.connection, self.progress)
            self.checks = audit.results()
        if failed := [check for check in self.checks if check.count]:
            raise AuditError(failed)
        self.facts = manifest.moved(company.facts, self.last, self._counts(), fingerprints)
        manifest.update(company.connection, self.facts)
        if self.seeds:
            self.seeds.sign(company.connection, self.facts)
        self.progress("Audit", 1, 1)

    def _counts(self) -> dict[str, int]:
        """Rows of each table: nothing is ever deleted, so in an untouched file they add up."""
        company = self.company
        if not company.untouched:
            return rows_of_tables(company.connection)
        told = company.facts["tables"]
        return {name: told[name]["rows"] + self.added[name] for name in SCHEMA.tables}

    def commit(self) -> None:
        """Commit, and put beside the database what belongs to it."""
        company = self.company
        with folder_locks.held(self._targets()), files.undisturbed():
            company.check_there()
            if self.seeds:
                self.seeds.make_ready()
            if self.feed:
                self.feed.make_ready()
            seal.put(company.connection, company.file)
            if company.path is not None:
                company.connection.execute("COMMIT")
                milestones.reach(f"{company.shown} is at {self.last}")
            self._take_places()

    def _targets(self) -> Iterator[Path]:
        if self.company.path is not None:
            yield self.company.path
        yield from (place.folder for place in self.places)
        if self.seeds and self.seeds.answer_key:
            yield self.seeds.answer_key

    def _take_places(self) -> None:
        """The database has moved on: what cannot follow it now stays ready for the next run."""
        refused: list[UserError] = []
        for place in self.places:
            try:
                place.take_place()
            except UserError as error:
                place.keeps_ready = True
                refused.append(error)
        if refused:
            raise UserError(
                refused[0].option,
                f"{refused[0].message}. {self.company.shown} is at {self.last} all the same: make"
                " room there, and the next advance with the same folders puts in place what is"
                " ready",
            )

    def report(self, began: float) -> Moved:
        return Moved(
            facts=self.facts,
            since=self.company.as_of,
            database=self.company.shown,
            is_file=self.company.path is not None,
            seeds=self.seeds,
            changes=self.feed.folder if self.feed else None,
            added=self.added,
            updated={table: len(keys) for table, keys in self.changed.items()},
            checks=self.checks,
            notes=self.notes,
            seconds=time.perf_counter() - began,
        )


def _highest(connection: sqlite3.Connection) -> dict[str, int]:
    """The highest key of each table."""
    found = {}
    for table in SCHEMA.sorted_tables:
        (key,) = table.primary_key
        row = connection.execute(f"SELECT max({key.name}) FROM {table.name}").fetchone()
        found[table.name] = row[0] or 0
    return found
