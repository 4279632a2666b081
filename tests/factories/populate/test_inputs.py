"""Bad input: one line that names the option and the remedy, exit code 2, every file as it was."""

import sqlite3
from pathlib import Path

import pytest

from factories import populate
from factories.scenario import HISTORY_DAYS, SCALES
from factories.seeding import SEEDS
from factories.storage import manifest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with files of this program and of others."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "manifest.json").write_text('{"made_by": "hvac-analytics"}')
    (tmp_path / "seeds" / "customers.csv").write_text("customer_id\n1\n")
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "customers.csv").write_text("id\n1\n")
    (tmp_path / "notes.txt").write_text("not a database")
    for name, own in (("hvac.sqlite", True), ("theirs.sqlite", False)):
        connection = sqlite3.connect(tmp_path / name)
        if own:
            manifest.write(connection, {"made_by": manifest.MADE_BY})
        connection.execute("CREATE TABLE old (x)")
        connection.commit()
        connection.close()
    return tmp_path


def snapshot(folder: Path) -> dict[str, tuple[float, bytes | None]]:
    return {
        str(path): (path.stat().st_mtime, path.read_bytes() if path.is_file() else None)
        for path in sorted(folder.rglob("*"))
    }


@pytest.mark.parametrize(("line", "option", "told"), [
    ("--rows customers=0", "--rows", "give a whole number 1"),
    ("--rows customers=-1", "--rows", "give a whole number 1"),
    ("--rows customers", "--rows", "write for example customers=1000"),
    ("--rows customers=many", "--rows", "not a whole number"),
    ("--rows costumers=5", "--rows", "did you mean customers?"),
    ("--rows invoices=3000", "--rows", "raise service_calls"),
    ("--rows incident_response=900", "--rows", "raise service_calls"),
    ("--rows customer_feedback=2001", "--rows", "raise service_calls"),
    ("--rows service_calls=50000", "--rows", "raise technicians or --history-days"),
    ("--as-of yesterday", "--as-of", "YYYY-MM-DD"),
    ("--as-of 2025-02-29", "--as-of", "YYYY-MM-DD"),
    ("--as-of 1999-12-31", "--as-of", "choose 2012-01-01 to"),
    ("--history-days 59", "--history-days", "60 to 3650"),
    ("--history-days two", "--history-days", "not a whole number"),
    ("--scale 0", "--scale", "1 to 1000"),
    ("--seed -7", "--seed", "0 to"),
    ("--seed x", "--seed", "not a whole number"),
    ("--seed", "--seed", "expected one argument"),
    ("--locale tlh_KX", "--locale", "'tlh_KX' is not known; factories/pools/locales.py lists all"),
    ("--locale EN_us", "--locale", "not known; did you mean en_US, en_"),
    ("--locale de", "--locale", "did you mean de_LU, de_LI, de_DE? factories/pools/locales.py"),
    ("--sed 7", "python -m factories.populate", "--help"),
    ("customers=5", "python -m factories.populate", "--help"),
    ("--quiet --json", "--json", "not allowed with"),
    ("--no-seeds --seeds x", "--seeds", "not allowed with"),
    ("--database nowhere/hvac.sqlite", "--database", "create it or choose another"),
    ("--database seeds", "--database", "name a file in it"),
    ("--database notes.txt/hvac.sqlite", "--database", "choose another place"),
    ("--database notes.txt", "--database", "choose another name"),
    ("--database theirs.sqlite", "--database", "choose another name"),
    ("--database mysql://u:secret@h/db", "--database", "give a path"),
    ("--seeds nowhere/seeds", "--seeds", "create it or choose another"),
    ("--seeds notes.txt", "--seeds", "name a folder"),
    ("--seeds theirs", "--seeds", "choose another folder"),
    ("--seeds .", "--seeds", "name a folder in it"),
])  # fmt: skip
def test_a_mistake_is_one_line_and_changes_nothing(
    line: str, option: str, told: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = line.split()
    if not {"--seeds", "--no-seeds"} & set(arguments):
        arguments += ["--seeds", "seeds"]
    if "--as-of" not in arguments:
        arguments += ["--as-of", "2025-09-30"]
    before = snapshot(home)
    assert populate.main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"error: {option}: ")
    assert err.count("\n") == 1
    assert told in err
    assert "secret" not in err
    assert snapshot(home) == before


def test_help_is_no_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        populate.main(["--help"])
    assert caught.value.code == 0
    said = " ".join(capsys.readouterr().out.split())
    for allowed in (SEEDS, HISTORY_DAYS, SCALES):
        assert f"{allowed[0]} to {allowed[-1]} (default: " in said


def test_the_default_day_may_be_written_out() -> None:
    ends = [
        populate._scenario(populate._parser().parse_args(said)).as_of
        for said in ([], ["--as-of", "today"], [])
    ]
    # A clock that passes midnight between the lines is no failure.
    assert ends[1] in (ends[0], ends[2])
