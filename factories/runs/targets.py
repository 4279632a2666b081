"""Where a company's database, seeds and answer key go, and what may be replaced there."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from factories import milestones
from factories.errors import UserError
from factories.sizes import DEFAULT_ROWS
from factories.storage import files, folder_locks, hidden, manifest
from factories.storage.paths import (
    DEFAULT_ANSWER_KEY,
    DEFAULT_DATABASE,
    SQLITE_MAGIC,
    check_beside,
    check_parent,
    check_replaceable,
    database_path,
    reading,
    resolved,
    shown,
)
from factories.storage.unused import check_unused

TO_DATABASE, SEEDS, ANSWER_KEY = "--database", "--seeds", "--answer-key"
NAMED: Final = 3
"""At most so many of the tables that stand in the way are named."""


@dataclass(frozen=True)
class Targets:
    """Absolute paths, links followed; `own` are the files of the seeds folder to replace."""

    database: Path
    seeds: Path | None
    own: frozenset[str]
    answer_key: Path | None = None


@dataclass(frozen=True)
class Scratch:
    """What is written beside the targets under hidden names, to take their places at the end."""

    database: Path
    seeds: Path | None = None
    answer_key: Path | None = None


def check(
    database: str | Path, seeds: str | Path | None, answer_key: str | Path | None = None
) -> Targets:
    path = _check_database(database_path(TO_DATABASE, str(database)))
    if seeds is None:
        return Targets(path, None, frozenset())
    folder, own = check_seeds(seeds, path)
    places = Targets(path, folder, own)
    if answer_key is None:
        return places
    return replace(places, answer_key=check_answer_key(answer_key, places))


def check_seeds(seeds: str | Path, database: Path) -> tuple[Path, frozenset[str]]:
    """The folder, and which of the files in it are this program's own to replace."""
    folder, own = _check_folder(resolved(SEEDS, str(seeds)))
    check_beside(SEEDS, folder, database)
    return folder, own


def _check_database(path: Path) -> Path:
    check_parent(TO_DATABASE, path)
    if path.is_dir():
        raise UserError(
            TO_DATABASE, f"{path} is a folder; name a file in it: {path / DEFAULT_DATABASE}"
        )
    if path.exists() and not path.is_file():
        raise UserError(TO_DATABASE, f"{path} is not a regular file; choose another name")
    check_unused(TO_DATABASE, path)
    if path.exists():
        _check_own_database(path)
    return path


def _check_own_database(path: Path) -> None:
    remedy = "choose another name, or move it away"
    try:
        with path.open("rb") as file:
            magic = file.read(len(SQLITE_MAGIC))
        own = magic == SQLITE_MAGIC and manifest.of_database(path)
        others = manifest.others_in_database(path) if own else []
    except OSError as error:
        raise UserError(TO_DATABASE, f"cannot read {path} ({error.strerror}); {remedy}") from None
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        raise UserError(TO_DATABASE, f"{path} is a damaged database; {remedy}") from None
    if magic != SQLITE_MAGIC:
        raise UserError(TO_DATABASE, f"{path} is not a database; {remedy}")
    if not own:
        raise UserError(
            TO_DATABASE, f"{path} is a database that this program did not make; {remedy}"
        )
    if others:
        raise UserError(
            TO_DATABASE,
            f"{path} also holds {', '.join(others[:NAMED])}, which this program did not make and"
            f" which would be lost; {remedy}",
        )


def _check_folder(folder: Path) -> tuple[Path, frozenset[str]]:
    """The folder, and which of the files in it are this program's own."""
    hidden.recover(folder)
    check_parent(SEEDS, folder)
    if not folder.exists():
        return folder, manifest.own_files(DEFAULT_ROWS)
    check_replaceable(SEEDS, folder, "seeds")
    return folder, _check_own_files(folder)


def check_answer_key(path: str | Path, places: Targets) -> Path:
    """Where the answer key of spoiled seeds may go: not among what the learners get."""
    from factories.mess import key

    target = resolved(ANSWER_KEY, str(path))
    if places.seeds is not None and target.is_relative_to(places.seeds):
        raise UserError(
            ANSWER_KEY, f"{path} lies among the seeds, where dbt loads it; choose another folder"
        )
    check_parent(ANSWER_KEY, target)
    if target == places.database:
        raise UserError(ANSWER_KEY, f"{path} is the database; choose another name")
    if target.is_dir():
        raise UserError(
            ANSWER_KEY, f"{path} is a folder; name a file in it: {target / DEFAULT_ANSWER_KEY}"
        )
    with reading(ANSWER_KEY, target):
        if target.exists() and not (target.is_file() and key.is_key(target)):
            raise UserError(ANSWER_KEY, f"{path} is not an answer key; choose another name")
    return target


def _check_own_files(folder: Path) -> frozenset[str]:
    own = manifest.own_files(DEFAULT_ROWS)
    with reading(SEEDS, folder / manifest.FILE):
        made = manifest.of_folder(folder)
    if made:
        tables = made.get("tables")
        return own | manifest.own_files(tables if isinstance(tables, dict) else ())
    strange = sorted(own.intersection(path.name for path in folder.iterdir()))
    if strange:
        raise UserError(
            SEEDS,
            f"{folder / strange[0]} is not this program's; move it away or choose another folder",
        )
    return own


@contextmanager
def scratch(places: Targets) -> Iterator[Scratch]:
    """An empty file or folder beside each of the targets; gone afterwards, come what may."""
    with ExitStack() as claims:

        def claimed(option: str, target: Path) -> Path:
            with files.writing(option, target):
                claims.enter_context(hidden.claimed(target))
            new = hidden.scratch_name(target)
            claims.callback(_clean_up, new)
            return new

        database, seeds, answer_key = claimed(TO_DATABASE, places.database), None, None
        with files.writing(TO_DATABASE, places.database):
            database.touch(exist_ok=False)
        if places.seeds:
            seeds = claimed(SEEDS, places.seeds)
            with files.writing(SEEDS, places.seeds):
                seeds.mkdir()
        if places.answer_key:
            answer_key = claimed(ANSWER_KEY, places.answer_key)
            with files.writing(ANSWER_KEY, places.answer_key):
                answer_key.touch(exist_ok=False)
        yield Scratch(database, seeds, answer_key)


def _clean_up(scratch: Path) -> None:
    with files.undisturbed():
        hidden.remove_database(scratch)


def take_place(places: Targets, new: Scratch) -> None:
    """All of them, while no other run does the same there."""
    with folder_locks.held(filter(None, (places.database, places.seeds, places.answer_key))):
        _take_place(places, new)


def _take_place(places: Targets, new: Scratch) -> None:
    check_unused(TO_DATABASE, places.database)
    swap = None
    beside = None
    if places.answer_key and new.answer_key:
        beside = files.FileSwap(new.answer_key, places.answer_key)
    if places.seeds and new.seeds:
        swap = files.FolderSwap(new.seeds, places.seeds, places.own)
        if places.seeds.exists():
            with files.writing(SEEDS, places.seeds):
                files.keep_others(places.seeds, new.seeds, places.own)
    with files.writing(TO_DATABASE, places.database), files.undisturbed():
        hidden.check_claimed(places.database)
        files.replace((new.database, places.database), swap, beside)
        milestones.reach(f"{shown(places.database)} is made")
