"""What every destination is: checked first, written aside, replaced last."""

import shutil
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Table

from factories import milestones
from factories.errors import UserError, no_memory
from factories.sinks import fingerprint
from factories.sinks.written import Progress, Written
from factories.storage import files, hidden, manifest
from factories.storage.paths import (
    check_parent,
    check_readable,
    check_replaceable,
    reading,
    resolved,
)
from factories.storage.unused import check_unused
from hvac_models import SCHEMA

OUT, TO = "--out", "--to"
Opened = tuple[Mapping[str, str], Callable[[Table], Written]]


@dataclass(frozen=True)
class Source:
    """An audited database: its file, and the facts of its manifest."""

    path: Path
    facts: Mapping[str, Any]

    def fingerprints(self) -> dict[str, Written]:
        """Rows and content of each table, for destinations that keep no files of them."""
        with closing(sqlite3.connect(self.path)) as connection:
            return {
                table.name: fingerprint.of_sqlite(connection, table)
                for table in SCHEMA.sorted_tables
            }

    @property
    def rows(self) -> int:
        """As its manifest counts them."""
        return sum(int(table["rows"]) for table in self.facts["tables"].values())

    def signed(
        self, form: str, tables: Mapping[str, Written], options: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The manifest of a copy in another form, and with which options it was made."""
        return {
            **self.facts,
            "form": form,
            # What a cut snapshot is cut by, each of its copies says too.
            "options": {**self.facts.get("options", {}), **(options or {})},
            "total_rows": sum(written.rows for written in tables.values()),
            "tables": {name: written.facts() for name, written in tables.items()},
        }


class Destination(ABC):
    """One `--to`. `check` refuses before any work is done; `receive` replaces all or nothing."""

    form: ClassVar[str]
    default: ClassVar[str]

    def __init__(self, out: str | None = None) -> None:
        self.out = self.default if out is None else out
        self.notes: list[str] = []
        """What a person should know of the last `receive`."""

    @property
    def shown(self) -> str:
        """How to name it to a person: without a password."""
        return self.out

    @abstractmethod
    def check(self) -> None:
        """Raises `UserError` for a place that cannot or must not be written."""

    @abstractmethod
    def receive(self, source: Source, progress: Progress) -> Mapping[str, Written]:
        """Write everything; what was there before is whole until the very end."""

    def foresee(self, rows: int) -> str:  # noqa: ARG002
        """One line on what so many rows will cost, where that costs anything; raises `UserError`
        when it is too much."""
        return ""

    def opened(self) -> AbstractContextManager[Opened]:
        """Of a server: the manifest that it carries, and what each of its tables holds."""
        raise UserError("--verify", f"{self.form} is no server; name its manifest or its file")

    def rehearse(self, source: Source) -> Iterator[str]:  # noqa: ARG002
        """What `receive` would do, in the target's own words, without doing it."""
        raise UserError("--dry-run", f"it is for --to snowflake, not for {self.form}")


class Local(Destination):
    """A place on this machine, at ``path`` once it is checked."""

    path: Path

    def check(self) -> None:
        self.path = resolved(OUT, self.out)
        hidden.recover(self.path)
        check_parent(OUT, self.path)

    def keep_apart(self, places: Mapping[str, Path]) -> None:
        """Raises `UserError` when it would replace what one of these options names."""
        for option, place in places.items():
            if place == self.path:
                raise UserError(OUT, f"{self.out} is what {option} names; choose another place")
            if place.is_relative_to(self.path):
                raise UserError(
                    OUT, f"{self.out} holds what {option} names; choose a folder of its own"
                )


class Folder(Local):
    """A folder of files that is exchanged as one; what others keep in it stays."""

    @abstractmethod
    def write(self, source: Path, folder: Path, progress: Progress) -> Mapping[str, Written]:
        """All tables into a new folder."""

    @abstractmethod
    def names(self) -> frozenset[str]:
        """What this form calls its files and folders."""

    def check(self) -> None:
        super().check()
        if not self.path.exists():
            return
        check_replaceable(OUT, self.path, self.default)
        with reading(OUT, self.path / manifest.FILE):
            made = manifest.of_folder(self.path)
        if made and made.get("form", "csv") != self.form:
            raise UserError(
                OUT, f"{self.path} holds the {made.get('form', 'csv')} files of another export;"
                " choose another folder"
            )  # fmt: skip
        strange = sorted(self.names() & {entry.name for entry in self.path.iterdir()})
        if strange and not made:
            raise UserError(
                OUT,
                f"{self.path / strange[0]} is not this program's; move it away or choose another"
                " folder",
            )

    def receive(self, source: Source, progress: Progress) -> Mapping[str, Written]:
        with files.writing(OUT, self.path), scratch(self.path) as new:
            new.mkdir()
            tables = self.write(source.path, new, progress)
            facts = source.signed(self.form, tables)
            (new / manifest.FILE).write_text(manifest.as_json(facts), encoding="utf-8")
            swap = files.FolderSwap(new, self.path, self.names())
            if self.path.exists():
                files.keep_others(self.path, new, self.names())
            with files.undisturbed():
                swap.swap()
                swap.finish()
                milestones.reach(f"{self.out} is written")
        return tables


class File(Local):
    """One file, replaced by a rename."""

    @abstractmethod
    def facts(self) -> Mapping[str, Any]:
        """The manifest that the present file carries; empty when it is somebody else's."""

    def check(self) -> None:
        super().check()
        if self.path.is_dir():
            raise UserError(OUT, f"{self.path} is a folder; name a file in it")
        # Whoever opens a pipe waits for its other end.
        if self.path.exists() and not self.path.is_file():
            raise UserError(OUT, f"{self.path} is not a regular file; choose another name")
        check_readable(OUT, self.path)
        self.check_unused()
        if self.path.exists() and self.facts().get("made_by") != manifest.MADE_BY:
            raise UserError(
                OUT,
                f"{self.path} is a file that this program did not make; choose another name, or"
                " move it away",
            )

    def check_unused(self) -> None:
        """Raises `UserError` while another program is at work on the present file, or its log is
        left."""
        check_unused(OUT, self.path)

    def place(self, new: Path) -> None:
        self.check_unused()
        hidden.check_claimed(self.path)
        with files.undisturbed():
            if self.path.exists():
                shutil.copymode(self.path, new)
            new.replace(self.path)
            milestones.reach(f"{self.out} is written")


@contextmanager
def scratch(path: Path) -> Iterator[Path]:
    """A name beside the target; whatever is left under it goes, come what may."""
    new = hidden.scratch_name(path)
    with hidden.claimed(path):
        try:
            yield new
        finally:
            with files.undisturbed():
                hidden.remove_database(new)


@contextmanager
def needs(extra: str, option: str = TO) -> Iterator[None]:
    """A missing package becomes the name of the extra that brings it."""
    try:
        yield
    except ImportError as error:
        # A package that is there, and finds no room, is no missing one.
        if no_memory(error):
            raise MemoryError from error
        raise missing(extra, error.name, option) from None


def missing(extra: str, package: str | None, option: str = TO) -> UserError:
    return UserError(
        option,
        f"{extra} needs the package {package}: pip install 'hvac-analytics[{extra}]',"
        f" or in a clone make with-{extra}",
    )
