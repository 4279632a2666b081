"""A learner's month: the company lives a day, dbt follows, and what it holds is compared.

Run by ``test_tomorrow`` in a process of its own, in the project's folder: dbt reads its project
once for all days. Prints a line a day, and raises AssertionError at the first difference.
"""

import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import duckdb
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

from factories.runs.moving import advance
from factories.sinks import parquet
from hvac_models import Base
from tests.hvac_analytics.one_thread import one_thread

FACTS: Final = ("fct_service_calls", "fct_payments")
SNAPSHOTS: Final = {
    "snap_customers": ("customers", "customer_id"),
    "snap_subscriptions": ("subscriptions", "subscription_id"),
    "snap_invoices": ("invoices", "invoice_id"),
    "snap_inventory": ("inventory", "inventory_id"),
}
FOLLOWED: Final = (*FACTS, *SNAPSHOTS)
SCHEMA: Final = "HVAC_ANALYTICS"
RAW, WAREHOUSE = Path("raw"), Path("hvac.duckdb")
Validity = tuple[int, datetime, datetime | None]


class Month:
    """The database, the files that dbt reads, and what the snapshots must say by now."""

    def __init__(self, database: Path) -> None:
        self.database, self.dbt = database, dbtRunner()
        self.versions: dict[str, dict[int, list[datetime]]] = {name: {} for name in SNAPSHOTS}
        self.rows: dict[str, dict[int, tuple[Any, ...]]] = {name: {} for name in SNAPSHOTS}
        self.whole: dict[str, str] = {}
        self.needed: set[str] = set()

    def open(self, parsed: Path) -> None:
        """The raw tables as views of the files that are delivered; dbt's project, read once."""
        RAW.mkdir()
        parquet.write_folder(self.database, Base.metadata, RAW)
        with closing(duckdb.connect(str(WAREHOUSE))) as warehouse:
            warehouse.execute("create schema HVAC_RAW")
            for table in Base.metadata.tables:
                file = RAW.absolute() / f"{table}.parquet"
                warehouse.execute(f"create view HVAC_RAW.{table} as select * from '{file}'")
        manifest = self.build("parse", "--partial-parse-file-path", str(parsed))
        self.needed = _keep_only(FOLLOWED, manifest)
        self.dbt = dbtRunner(manifest=manifest)

    def deliver(self) -> None:
        """The raw tables that matter, as the company has them tonight."""
        for name in self.needed:
            parquet.write_table(self.database, Base.metadata.tables[name], RAW)
        for snapshot, (table, key) in SNAPSHOTS.items():
            self._note(snapshot, table, key)

    def _note(self, snapshot: str, table: str, key: str) -> None:
        """A row has a new version from when it says that it changed."""
        with closing(duckdb.connect()) as reader:
            found = reader.execute(f"select * from '{RAW}/{table}.parquet'")
            names = [column[0] for column in found.description or ()]
            for row in found.fetchall():
                number, moment = row[names.index(key)], row[names.index("updated_at_utc")]
                known = self.versions[snapshot].setdefault(number, [])
                if self.rows[snapshot].get(number) != row:
                    assert not known or known[-1] < moment, (table, number, moment)
                    known.append(moment)
                    self.rows[snapshot][number] = row

    def build(self, *words: str) -> Any:
        options = ("--quiet", "--no-write-json", "--vars", "raw: tables")
        done = self.dbt.invoke([*words, *options])
        assert done.success, done.exception or [r.message for r in done.result]  # type: ignore[union-attr]
        return done.result

    def compare(self) -> tuple[int, int]:
        """Facts with what a full refresh would build, snapshots with the versions that were."""
        rows = versions = 0
        with closing(duckdb.connect(str(WAREHOUSE))) as warehouse:
            for fact in FACTS:
                kept, whole = f"{SCHEMA}.{fact}", f"whole_{fact}"
                warehouse.execute(f"create temp table {whole} as {self.whole[fact]}")
                for one, other in ((kept, whole), (whole, kept)):
                    left = warehouse.execute(
                        f"select * from {one} except all select * from {other}"
                    ).fetchall()
                    assert not left, (fact, len(left), left[:2])
                rows += len(warehouse.execute(f"select * from {kept}").fetchall())
            for snapshot, (_, key) in SNAPSHOTS.items():
                found = warehouse.execute(
                    f"select {key}, dbt_valid_from, dbt_valid_to from {SCHEMA}.{snapshot}"
                ).fetchall()
                assert sorted(found, key=str) == sorted(self._validity(snapshot), key=str), snapshot
                versions += len(found)
        return rows, versions

    def _validity(self, snapshot: str) -> list[Validity]:
        return [
            (key, since, until)
            for key, moments in self.versions[snapshot].items()
            for since, until in zip(moments, [*moments[1:], None], strict=True)
        ]


def main(database: Path, days: int, parsed: Path) -> None:
    one_thread()
    month = Month(database)
    month.open(parsed)
    month.deliver()
    month.build("build")
    # What is compared with: the same models as if nothing had been built.
    month.build("compile", "--full-refresh", "--select", *FACTS)
    month.whole = {fact: _compiled(fact) for fact in FACTS}
    for number in range(1, days + 1):
        moved = advance(database, days=1)
        month.deliver()
        month.build("build", "--select", *FOLLOWED)
        rows, versions = month.compare()
        print(f"day {number} {moved.as_of} {rows} rows {versions} versions", flush=True)


def _keep_only(models: Iterable[str], manifest: Manifest) -> set[str]:
    """Forget all but these models and what they are built from, over however many others: each
    run of dbt looks through all that it knows. What is left of the raw tables."""
    wanted = [node.unique_id for node in manifest.nodes.values() if node.name in models]
    seen: set[str] = set()
    while wanted:
        unique_id = wanted.pop()
        if unique_id not in seen and unique_id in manifest.nodes:
            wanted += manifest.nodes[unique_id].depends_on_nodes
        seen.add(unique_id)
    manifest.nodes = {name: node for name, node in manifest.nodes.items() if name in seen}
    manifest.sources = {name: node for name, node in manifest.sources.items() if name in seen}
    manifest.unit_tests, manifest.exposures = {}, {}
    return {source.name for source in manifest.sources.values()}


def _compiled(model: str) -> str:
    return next(Path("target/compiled").rglob(f"{model}.sql")).read_text("utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
