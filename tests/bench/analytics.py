"""(e) The dbt project on DuckDB, first run; (f) its marts from Parquet files of many branches."""

import shutil
from pathlib import Path
from typing import Final

from tests.bench.measure import AS_OF, ROOT, Line, Process, folder, run

MADE: Final = ("target", "logs", "hvac.duckdb", "hvac.duckdb.wal")
"""What a run of dbt leaves behind in its folder."""
ANALYTICS: Final = ("build", "--exclude-resource-type", "unit_test")
"""As in the Makefile."""
DBT: Final = "from dbt.cli.main import cli; cli()"


def measure_default(rounds: int) -> list[Line]:
    """What `make analytics` does once its packages are there, and what of it is dbt's own."""
    with folder() as scratch:
        project = _copy(scratch)
        data, seeds, builds, whole = [], [], [], []
        for _ in range(rounds):
            data.append(_populate(scratch, "--seeds", str(project / "seeds")).seconds)
            seeds.append(_dbt_afresh(project, "seed").seconds)
            builds.append(_dbt_afresh(project, "build").seconds)
            whole.append(_dbt_afresh(project, *ANALYTICS).seconds)
    return [
        Line(f"(e) make analytics, first run, quickest of {rounds}", ""),
        Line.at_most("    data, seeds, models, tests", min(data) + min(whole), 40, "{:.1f} s"),
        Line("    dbt seed alone", f"{min(seeds):.1f} s"),
        Line("    dbt build alone, unit tests too", f"{min(builds):.1f} s"),
        Line.at_most("    dbt build / dbt seed", min(builds) / min(seeds), 2.5, "{:.2f}"),
    ]


def measure_parquet(scale: int) -> list[Line]:
    """All models, read from files: no seed, no test."""
    with folder() as scratch:
        project, files = _copy(scratch), scratch / "parquet"
        _populate(scratch, "--no-seeds", "--scale", str(scale))
        database = str(scratch / "hvac.sqlite")
        export = ("--to", "parquet", "--out", str(files), "--no-audit", "--quiet", database)
        run("-m", "factories.export", *export)
        process = _dbt_afresh(project, "run", "--vars", f"raw: {files}")
    return [
        Line(f"(f) dbt run from Parquet, --scale {scale}", ""),
        Line.at_most("    all marts", process.seconds, 60, "{:.1f} s"),
        Line.at_most("    peak memory", process.peak_megabytes, 3000, "{:.0f} MB"),
    ]


def _copy(scratch: Path) -> Path:
    project = scratch / "hvac_analytics"
    left_out = shutil.ignore_patterns("*.csv", "manifest.json", "*.duckdb*", "target", "logs")
    shutil.copytree(ROOT / "hvac_analytics", project, ignore=left_out)
    return project


def _populate(scratch: Path, *options: str) -> Process:
    database = ("--database", str(scratch / "hvac.sqlite"))
    return run("-m", "factories.populate", *database, "--as-of", AS_OF.isoformat(), *options)


def _dbt_afresh(project: Path, *words: str) -> Process:
    """As if for the first time: nothing is parsed yet, and there is no database."""
    for name in MADE:
        path = project / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return run("-c", DBT, *words, folder=project)
