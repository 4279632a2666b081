"""Make each mistake in a copy of a built project, run dbt's tests, and print what they noticed.

A process of its own: `python -m tests.hvac_analytics.break_it PROJECT PARSED EVERY`. PROJECT is a
folder with `dbt_project.yml` whose tables are built in its `hvac.duckdb`, PARSED what dbt has read
of it already. Prints one JSON object a mistake.
"""

import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import duckdb
from dbt.artifacts.schemas.results import NodeStatus
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

from tests.hvac_analytics.model_mistakes import MODELS, Model
from tests.hvac_analytics.one_thread import one_thread
from tests.hvac_analytics.raw_mistakes import RAW, SOUND, Raw

TABLES_ASIDE: Final = ("--exclude", "path:models/marts+", "resource_type:unit_test")
SPARE: Final = ("--quiet", "--no-write-json")
WARNED: Final = (NodeStatus.Fail, NodeStatus.Warn)


class Bench:
    """The project, parsed once; each mistake starts from its database as built."""

    def __init__(self, project: Path, parsed: Path) -> None:
        self.sound = project / "hvac.duckdb"
        self.broken = project / "broken"
        self.copies = 0
        os.environ.update(
            DBT_TARGET_PATH=str(project / "target" / "broken"),
            DBT_LOG_PATH=str(project / "logs"),
        )
        places = ("--project-dir", str(project), "--profiles-dir", str(project))
        self.options = (*places, "--vars", "raw: tables", "--threads", "2")
        known = ("--partial-parse-file-path", str(parsed))
        manifest = dbtRunner().invoke(["--quiet", "parse", *self.options, *known]).result
        assert isinstance(manifest, Manifest)
        self.manifest = manifest
        self.runner = dbtRunner(manifest=manifest)

    def control(self) -> list[str]:
        """What dbt's tests say when nothing is wrong."""
        self._start_afresh()
        return self._noticed("test", "*", "--exclude-resource-types", "unit_test")

    def raw(self, mistake: Raw) -> list[str]:
        """Views show a change at once; tests that read a table wait until it is built anew."""
        self._change("HVAC_RAW", mistake.statements)
        below = f"source:hvac_raw.{mistake.table}+"
        return self._noticed("test", below, *TABLES_ASIDE) or self._noticed(
            "build", below, "--exclude-resource-types", "unit_test", "snapshot"
        )

    def model(self, mistake: Model) -> list[str]:
        """First what the model's own tests say, then those of all that is built from it."""
        self._change("HVAC_ANALYTICS", mistake.before)
        node = self.manifest.nodes[f"model.hvac_analytics.{mistake.model}"]
        sound = node.raw_code
        assert sound.count(mistake.old) == 1, f"{mistake.model} has not once: {mistake.old}"
        node.raw_code = sound.replace(mistake.old, mistake.new)
        try:
            return self._noticed(
                "build", mistake.model, "--indirect-selection", "buildable"
            ) or self._noticed("build", f"{mistake.model}+", "--exclude-resource-types", "snapshot")
        finally:
            node.raw_code = sound

    def _start_afresh(self) -> Path:
        """A copy of the sound database where none was: dbt's connection keeps what it has read."""
        shutil.rmtree(self.broken, ignore_errors=True)
        self.copies += 1
        database = self.broken / str(self.copies) / self.sound.name
        database.parent.mkdir(parents=True)
        shutil.copyfile(self.sound, database)
        os.environ["HVAC_DUCKDB"] = str(database)
        return database

    def _change(self, schema: str, statements: Sequence[str]) -> None:
        """Each statement changes at least a row."""
        with duckdb.connect(str(self._start_afresh())) as database:
            database.execute(f"set schema = '{schema}'")
            for statement in statements:
                changed = database.execute(statement).fetchone()
                assert changed is not None, statement
                assert changed[0] > 0, f"changed no row: {statement}"

    def _noticed(self, command: str, select: str, *words: str) -> list[str]:
        """The tests that failed."""
        done = self.runner.invoke([*SPARE, command, *self.options, "--select", select, *words])
        assert done.exception is None, done.exception
        results = list(getattr(done.result, "results", ()))
        assert results, f"{select} selects nothing"
        crashed = [f"{r.node.name}: {r.message}" for r in results if r.status == NodeStatus.Error]
        assert not crashed, crashed
        return [r.node.name for r in results if r.status in WARNED]


def main(project: Path, parsed: Path, every: int = 1) -> None:
    """``every`` third, say: of the mistakes in their order only one in so many."""
    one_thread()
    bench = Bench(project, parsed)
    for mistake in RAW[::every]:
        say(mistake.says, bench.raw(mistake))
    for slip in MODELS[::every]:
        say(f"{slip.model}: {slip.says}", bench.model(slip))
    # Where nothing is wrong nothing is found, and nothing of the mistakes has stayed.
    say(SOUND, bench.control())


def say(mistake: str, noticed: list[str]) -> None:
    print(json.dumps({"mistake": mistake, "noticed": noticed}), file=sys.__stdout__, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
