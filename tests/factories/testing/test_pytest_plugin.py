"""The pytest plugin, seen from a suite that uses it."""

import json
import os
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import warm
from tests.factories.destinations import postgresql_server

ROOT = Path(__file__).parents[3]
SAMPLE = Path(__file__).parent / "sample.py"
BACKWARDS = "def pytest_collection_modifyitems(items):\n    items.reverse()\n"


class Done(NamedTuple):
    returncode: int
    stdout: str


class Suite:
    """The sample in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told = folder / "told"
        self.told.mkdir()
        shutil.copy2(SAMPLE, folder / "test_sample.py")

    def run(self, *options: str, imported: tuple[str, ...] = warm.IMPORTED) -> Done:
        words = ["-q", "-W", "error", "-p", "no:cacheprovider", "-p", "hvac_models.pytest_plugin"]
        settings = {
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONPATH": str(ROOT),
            "TOLD": str(self.told),
        }
        words = ["-m", "pytest", *words, *options]
        return Done(*warm.run(words, self.folder, {**os.environ, **settings}, imported))

    def values(self, *options: str) -> dict[str, list[str]]:
        """What the tests say that they saw; all must have passed."""
        done = self.run(*options)
        assert done.returncode == 0, done.stdout
        return {path.stem: json.loads(path.read_text()) for path in self.told.iterdir()}


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    return Suite(tmp_path)


def test_a_suite_sees_the_same_values_in_any_order_and_any_process(
    suite: Suite, tmp_path_factory: pytest.TempPathFactory
) -> None:
    values = suite.values()
    rounds = [values[f"test_committed_rows_are_gone_after_the_test[{n}]"] for n in range(3)]
    assert len({name for (name,) in rounds}) == 3  # each test has people of its own

    backwards = Suite(tmp_path_factory.mktemp("backwards"))
    (backwards.folder / "conftest.py").write_text(BACKWARDS)
    assert backwards.values() == values

    spread = Suite(tmp_path_factory.mktemp("spread"))
    (spread.folder / "pytest.ini").write_text("[pytest]\nhvac_url = sqlite:///tests.sqlite\n")
    assert spread.values("-p", "xdist", "-n", "2") == values
    made = {path.name for path in spread.folder.glob("*.sqlite")}
    # Each process has files of its own; who runs the tests for asyncio is up to the moment.
    usual, asyncio = ({f"tests.gw{n}{kind}.sqlite" for n in range(2)} for kind in ("", "async"))
    assert usual < made <= usual | asyncio

    other = Suite(tmp_path_factory.mktemp("other"))
    seen = other.values("--hvac-seed", "7", "-k", "committed")
    assert all(seen[name] != values[name] for name in seen)


@pytest.mark.skipif(postgresql_server.programs() is None, reason="PostgreSQL is not installed")
def test_postgresql(suite: Suite) -> None:
    with postgresql_server.server() as url:
        assert suite.values("--hvac-url", url, "-p", "xdist", "-n", "2")


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--hvac-url", "nonsense"], "--hvac-url: the URL cannot be read; write sqlite:///"),
        (["--hvac-url", "oracle://db"], "--hvac-url: oracle:// is not known here; use sqlite://"),
        (["--hvac-url", "sqlite:////no/where.sqlite"], "refused: unable to open database file"),
        (["--hvac-today", "soon"], "--hvac-today: 'soon' is not a date; write it as YYYY-MM-DD"),
        (["--hvac-today", "1999-01-01"], "--hvac-today: 1999-01-01 is out of range; choose 2012"),
        (["--hvac-locale", "xx"], "--hvac-locale: 'xx' is not known; factories/pools/locales.py"),
        (["--hvac-seed", "seven"], "--hvac-seed: 'seven' is not a whole number"),
    ],
)
def test_a_mistake_in_the_options_is_one_line(suite: Suite, options: list[str], line: str) -> None:
    done = suite.run(*options)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert line in done.stdout
    assert "Traceback" not in done.stdout


def test_today_and_locale_are_options(suite: Suite) -> None:
    (suite.folder / "test_day.py").write_text(
        "import datetime as dt\n"
        "from factories import CustomerFactory, InvoiceFactory, bind\n"
        "from factories.engine.context import current\n"
        "from factories.testing import bound\n"
        "def test_bound(hvac_session, hvac_factories, hvac_dataset):\n"
        "    assert hvac_dataset.as_of == dt.date(2024, 6, 3)\n"
        "    assert (current.today, current.locale) == (dt.date(2024, 6, 3), 'de_DE')\n"
        "    assert InvoiceFactory(overdue=True).due_date < dt.date(2024, 6, 3)\n"
        "    with bound(hvac_session):\n"
        "        assert (current.today, current.locale) == (dt.date(2024, 6, 3), 'de_DE')\n"
        "    with bound(hvac_session, today=dt.date(2025, 6, 2), locale='en_US'):\n"
        "        assert (current.today, current.locale) == (dt.date(2025, 6, 2), 'en_US')\n"
        "    assert (current.today, current.locale) == (dt.date(2024, 6, 3), 'de_DE')\n"
        "def test_built():\n"
        "    CustomerFactory.build()\n"
        "    assert (current.today, current.locale) == (dt.date(2024, 6, 3), 'de_DE')\n"
    )
    (suite.folder / "pytest.ini").write_text("[pytest]\nhvac_locale = de_DE\n")
    done = suite.run("--hvac-today", "2024-06-03", "test_day.py")
    assert done.returncode == 0, done.stdout


def test_a_commit_past_the_session_is_told(suite: Suite) -> None:
    (suite.folder / "test_sample.py").write_text(
        "from sqlalchemy.orm import Session\n\n\n"
        "def test(hvac_engine, hvac_session, hvac_factories):\n"
        "    hvac_factories.CustomerFactory()\n"
        "    hvac_session.commit()\n"
        "    with Session(hvac_engine) as session:\n"
        "        session.commit()\n"
        "        session.connection().exec_driver_sql('SELECT 1')\n"
    )
    done = suite.run()
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert "CommittedPastError" in done.stdout


def test_the_plugin_loads_no_factories_until_it_is_used(suite: Suite) -> None:
    (suite.folder / "test_sample.py").write_text(
        "import sys\n\n\n"
        "def test_they_are_not_imported():\n"
        "    assert not {'numpy', 'factory', 'faker', 'factories'} & set(sys.modules)\n"
    )
    assert suite.run(imported=warm.LIGHT).returncode == 0
