"""Apps have modules of the names that ours have: a suite runs all the same, or says why not."""

import os
from pathlib import Path

import pytest

from tests import warm

ROOT = Path(__file__).parents[3]
OWN = "def make_user():\n    return 'Ada'\n"
TEST = "from factories import make_user\ndef test_user():\n    assert make_user() == 'Ada'\n"
OURS = "def test_session(hvac_session):\n    pass\n"


def run(folder: Path, *words: str) -> str:
    """pytest with the plugin, where the app's folder comes before ours."""
    plugin = ["-p", "no:cacheprovider", "-p", "hvac_models.pytest_plugin", "-q", "-W", "error"]
    command = ["-m", "pytest", *plugin, *words]
    settings = {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    environment = {**os.environ, **settings}
    environment.pop("PYTEST_PLUGINS", None)
    _, printed = warm.run(command, folder, environment)
    return printed


@pytest.fixture(params=["factories.py", "factories/__init__.py"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An app with factories of its own, by the most usual name."""
    own = tmp_path / request.param
    own.parent.mkdir(exist_ok=True)
    own.write_text(OWN)
    (tmp_path / "test_user.py").write_text(TEST)
    return tmp_path


def test_a_suite_with_factories_of_its_own_runs(app: Path) -> None:
    assert "1 passed" in run(app)


def test_our_fixtures_say_what_hides_them(app: Path) -> None:
    (app / "test_ours.py").write_text(OURS)
    told = run(app)
    assert "1 passed, 1 error" in told
    assert "hvac: 'factories' is " in told
    assert "rename yours, such as to app_factories" in told
    assert "Traceback" not in told


def test_our_options_say_what_hides_them(app: Path) -> None:
    told = run(app, "--hvac-today", "2026-01-05")
    assert told.startswith("ERROR: hvac: 'factories' is ")
    assert len(told.strip().splitlines()) == 1


def test_ours_are_not_imported_before_a_fixture_is_used(tmp_path: Path) -> None:
    (tmp_path / "test_plain.py").write_text(
        "import sys\ndef test_plain():\n    assert 'factories' not in sys.modules\n"
    )
    assert "1 passed" in run(tmp_path)


def test_a_test_may_be_the_first_that_imports_ours(tmp_path: Path) -> None:
    body = "    from factories import CustomerFactory\n    print(CustomerFactory.build())\n"
    one = f"def test_{{}}():\n{body}"
    (tmp_path / "test_two.py").write_text(one.format("a") + one.format("b"))
    both, last = run(tmp_path, "-s"), run(tmp_path, "-s", "-k", "test_b")
    (alone,) = (line for line in last.splitlines() if "Customer(" in line)
    assert alone.lstrip(".") in both


def test_the_name_from_before_still_leads_to_the_plugin(tmp_path: Path) -> None:
    (tmp_path / "test_ours.py").write_text(OURS)
    assert "1 passed" in run(tmp_path, "-p", "factories.pytest_plugin")
