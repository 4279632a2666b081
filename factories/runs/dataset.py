"""One data set, made whole in scratch files: filled, audited, written out, signed."""

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factories.audit import AuditError, CheckResult
from factories.audit.shared import SharedAudit
from factories.plan import StepProgress, run_company
from factories.runs import targets
from factories.runs.targets import Scratch, Targets
from factories.scenario import Scenario
from factories.sinks import csv
from factories.storage import files, manifest, seal
from factories.storage.counts import rows_of_tables
from hvac_models import SCHEMA

if TYPE_CHECKING:
    from factories.mess import Mess, Spoiled


@dataclass(frozen=True)
class Made:
    """Rows in each table over all branches, and what the audit found of each check."""

    counts: Mapping[str, int]
    checks: Sequence[CheckResult]
    spoiled: "Spoiled | None" = None


def make(
    scenario: Scenario,
    places: Targets,
    new: Scratch,
    progress: StepProgress,
    processes: int = 1,
    mess: "Mess | None" = None,
) -> Made:
    """Fill the scratch files; raises `AuditError` or `UserError` before any falsehood is signed.

    With `mess` the CSV files are spoiled, and the answer key says where.
    """
    with files.writing(targets.TO_DATABASE, places.database):
        with _opened(new.database) as connection:
            scenario = run_company(scenario, connection, progress, processes)
            connection.execute("COMMIT")
        progress("Audit", 0, 1)
        # Closed in between: a connection must not be open across the forks of the audit.
        with SharedAudit(new.database, as_of=scenario.as_of, copies=processes - 1) as audit:
            with _opened(new.database) as connection:
                fingerprints = _write_seeds(connection, places, new, progress)
                counts = rows_of_tables(connection)
            checks = audit.results()
        progress("Audit", 1, 1)
        failed = [check for check in (*checks, _as_planned(scenario, counts)) if check.count]
        if failed:
            raise AuditError(failed)
        with _opened(new.database) as connection:
            facts = manifest.facts(scenario, counts, fingerprints)
            spoiled = _spoil(connection, places, new, scenario, mess)
            about = of_spoiled(facts, mess, spoiled) if mess and spoiled else facts
            _sign(connection, places, new, facts, about)
    return Made(counts, checks, spoiled)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A file that is thrown away unless all goes well: there is no need to sync it."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = OFF")
        yield connection
    finally:
        connection.close()


def _as_planned(scenario: Scenario, counts: Mapping[str, int]) -> CheckResult:
    """The audit knows truths, the scenario knows sizes: as many rows as were asked for."""
    wrong = [
        f"{table} has {rows:,} for {scenario.total_of(table):,}"
        for table, rows in counts.items()
        if not scenario.holds(table, rows)
    ]
    return CheckResult("row-counts", "every table has the rows planned", len(wrong), wrong[:3])


def _write_seeds(
    connection: sqlite3.Connection, places: Targets, new: Scratch, progress: StepProgress
) -> dict[str, str]:
    """The CSV files; gives the SHA-256 of each."""
    if not (places.seeds and new.seeds):
        return {}
    with files.writing(targets.SEEDS, places.seeds):
        written = csv.write_folder(
            connection,
            SCHEMA,
            new.seeds,
            lambda done, total: progress("CSV files", done, total),
        )
    return {table: file.sha256 for table, file in written.items()}


def _spoil(
    connection: sqlite3.Connection,
    places: Targets,
    new: Scratch,
    scenario: Scenario,
    mess: "Mess | None",
) -> "Spoiled | None":
    """Spoil the CSV files and write the answer key."""
    if not (mess and places.seeds and new.seeds and places.answer_key and new.answer_key):
        return None
    from factories.mess import key, spoil_seeds

    with files.writing(targets.SEEDS, places.seeds):
        spoiled = spoil_seeds(connection, new.seeds, mess, scenario.as_of)
    with files.writing(targets.ANSWER_KEY, places.answer_key):
        new.answer_key.write_text(key.as_text(spoiled.defects), encoding="utf-8", newline="")
    return spoiled


def of_spoiled(facts: Mapping[str, Any], mess: "Mess", spoiled: "Spoiled") -> Mapping[str, Any]:
    """The manifest of files that differ from the database, and say so."""
    from factories.mess import key

    told = mess.facts() | {"answer_key_sha256": key.sha256(spoiled.defects)}
    return manifest.of_other_files(facts, mess.options(), {"mess": told}, spoiled.tables())


def _sign(
    connection: sqlite3.Connection,
    places: Targets,
    new: Scratch,
    facts: Mapping[str, object],
    about_files: Mapping[str, object],
) -> None:
    """The manifest into the database and beside the CSV files: from now on they are our own."""
    connection.execute("BEGIN")
    manifest.write(connection, facts)
    with new.database.open("rb", buffering=0) as file:
        seal.put(connection, file)
        connection.execute("COMMIT")
    if places.seeds and new.seeds:
        with files.writing(targets.SEEDS, places.seeds):
            (new.seeds / manifest.FILE).write_text(manifest.as_json(about_files), encoding="utf-8")
