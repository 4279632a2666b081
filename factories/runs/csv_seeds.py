"""The CSV seeds of a company that moves on: written beside the old ones, in their place after the
database's commit."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factories.runs.targets import ANSWER_KEY, SEEDS, Targets, check_answer_key, check_seeds
from factories.sinks import csv
from factories.storage import files, hidden, manifest
from hvac_models import SCHEMA

if TYPE_CHECKING:
    from factories.mess import Mess
    from factories.plan import StepProgress


@dataclass
class Seeds:
    """The folder to replace; ``own`` are its files that are this program's.

    With ``mess`` the files are spoiled after they were written, and the ``answer_key`` says where.
    """

    folder: Path
    own: frozenset[str]
    mess: Mess | None = None
    answer_key: Path | None = None
    keeps_ready: bool = False
    """What could not take its place is left to the next run."""
    defects: Mapping[str, int] = field(default_factory=dict)
    """How many of each kind the files have now."""
    _new: Path = field(init=False)
    _ready: Path = field(init=False)

    def __post_init__(self) -> None:
        self._new, self._ready = hidden.scratch_name(self.folder), hidden.ready_name(self.folder)

    @contextmanager
    def being_written(self) -> Iterator[Seeds]:
        """A hidden folder beside the seeds, gone afterwards unless it has taken their place."""
        with ExitStack() as claims:
            with files.writing(SEEDS, self.folder):
                claims.enter_context(hidden.claimed(self.folder))
                self._new.mkdir()
            if self.answer_key:
                with files.writing(ANSWER_KEY, self.answer_key):
                    claims.enter_context(hidden.claimed(self.answer_key))
            try:
                yield self
            finally:
                self._clean_up()

    def _clean_up(self) -> None:
        with files.undisturbed():
            hidden.remove(self._new)
            if not self.keeps_ready:
                hidden.remove(self._ready)
                if self.answer_key:
                    hidden.remove(hidden.ready_name(self.answer_key))

    def write(self, connection: sqlite3.Connection, progress: StepProgress) -> dict[str, str]:
        """The files; gives the SHA-256 of each."""
        with files.writing(SEEDS, self.folder):
            written = csv.write_folder(
                connection,
                SCHEMA,
                self._new,
                lambda done, total: progress("CSV files", done, total),
            )
        return {table: file.sha256 for table, file in written.items()}

    def sign(self, connection: sqlite3.Connection, facts: Mapping[str, Any]) -> None:
        """Spoil them if so wished, and say what they are."""
        about = self._spoiled(connection, facts) if self.mess and self.answer_key else facts
        with files.writing(SEEDS, self.folder):
            (self._new / manifest.FILE).write_text(manifest.as_json(about), encoding="utf-8")

    def _spoiled(
        self, connection: sqlite3.Connection, facts: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        from factories.mess import key, spoil_seeds
        from factories.runs.dataset import of_spoiled

        assert self.mess is not None
        assert self.answer_key is not None
        with files.writing(SEEDS, self.folder):
            day = date.fromisoformat(facts["as_of"])
            spoiled = spoil_seeds(connection, self._new, self.mess, day)
        with files.writing(ANSWER_KEY, self.answer_key):
            hidden.ready_name(self.answer_key).write_text(
                key.as_text(spoiled.defects), encoding="utf-8", newline=""
            )
        self.defects = spoiled.counts()
        return of_spoiled(facts, self.mess, spoiled)

    def make_ready(self) -> None:
        """With all that others keep there: a later run could finish it."""
        with files.writing(SEEDS, self.folder):
            if self.folder.exists():
                files.keep_others(self.folder, self._new, self.own)
            self._new.rename(self._ready)

    def take_place(self) -> None:
        if self.answer_key:
            with files.writing(ANSWER_KEY, self.answer_key):
                hidden.ready_name(self.answer_key).replace(self.answer_key)
        with files.writing(SEEDS, self.folder):
            self._swap(self._ready)

    def finish_earlier(self, facts: Mapping[str, Any]) -> bool:
        """Put in place what a killed run had ready, if it is of the database as it is now.

        Spoiled files without their answer key are of no use: those are made anew.
        """
        done = False
        with files.writing(SEEDS, self.folder):
            for left in list(hidden.left_ready(self.folder)):
                if manifest.of_folder(left) == facts:
                    self._swap(left)
                    done = True
                hidden.remove(left)
        return done

    def _swap(self, new: Path) -> None:
        swap = files.FolderSwap(new, self.folder, self.own)
        swap.swap()
        swap.finish()


def seeds_in(
    folder: str | Path, database: Path, mess: Mess | None, answer_key: str | Path
) -> Seeds:
    """The seeds that ``--seeds`` names, and where the answer key goes if they are to be spoiled."""
    path, own = check_seeds(folder, database)
    if mess is None:
        return Seeds(path, own)
    return Seeds(path, own, mess, check_answer_key(answer_key, Targets(database, path, own)))
