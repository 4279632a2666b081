"""`populate --mess`: spoiled seeds, an answer key beside them, and a manifest that says so."""

import hashlib
import json
from pathlib import Path

import pytest

from factories import grade, populate
from factories.errors import UserError
from factories.mess import Mess, key
from factories.populate import main
from factories.runs.verify import verify
from factories.storage import files
from tests.factories.mess.detect import in_headers
from tests.factories.support import small_company


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*options: str, seeds: str = "seeds") -> int:
    return main([*small_company.OPTIONS, "--seeds", seeds, "--quiet", *options])


def content(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def test_only_the_seeds_are_spoiled() -> None:
    assert run("--database", "clean.sqlite", seeds="clean") == 0
    assert not Path("answer_key.csv").exists()
    assert run("--mess", "heavy") == 0
    assert Path("hvac.sqlite").read_bytes() == Path("clean.sqlite").read_bytes()
    clean, spoiled = content("clean"), content("seeds")
    assert clean.keys() == spoiled.keys()
    assert clean["customers.csv"] != spoiled["customers.csv"]
    assert clean["branches.csv"] == spoiled["branches.csv"]


def test_the_level_none_is_no_mess_at_all() -> None:
    assert run() == 0
    clean = content("seeds")
    assert run("--mess", "none") == 0
    assert content("seeds") == clean
    assert not Path("answer_key.csv").exists()


def test_the_manifest_says_that_the_seeds_are_messy() -> None:
    assert run("--mess", "heavy", "--mess-seed", "5") == 0
    told = json.loads(Path("seeds/manifest.json").read_text("utf-8"))
    about = told["mess"]
    assert (about["level"], about["seed"]) == ("heavy", 5)
    digest = hashlib.sha256(Path("answer_key.csv").read_bytes()).hexdigest()
    assert about["answer_key_sha256"] == digest
    assert told["command"].endswith(" --mess heavy --mess-seed 5")
    for table, facts in told["tables"].items():
        data = Path(f"seeds/{table}.csv").read_bytes()
        assert hashlib.sha256(data).hexdigest() == facts["sha256"]
    assert told["total_rows"] == sum(facts["rows"] for facts in told["tables"].values())
    assert verify(Path("seeds")) == []


def test_the_command_of_the_manifest_gives_the_same_again() -> None:
    assert run("--mess", "heavy", "--mess-kinds", "phone_format,missing_phone") == 0
    first, answers = content("seeds"), Path("answer_key.csv").read_bytes()
    told = json.loads(first["manifest.json"])["command"].split()
    assert main([*told[3:], "--seeds", "seeds", "--quiet"]) == 0
    assert content("seeds") == first
    assert Path("answer_key.csv").read_bytes() == answers


def test_the_answer_key_fits_the_seeds(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--mess", "medium", "--answer-key", "solution.csv") == 0
    assert grade.main(["solution.csv", "solution.csv", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["total"]["f1"] == 1
    assert told["kinds"]["renamed_column"]["injected"] == len(in_headers(Path("seeds"))) == 1


def test_the_report_counts_the_defects(capsys: pytest.CaptureFixture[str]) -> None:
    options = [*small_company.OPTIONS, "--seeds", "seeds", "--mess", "light"]
    assert main([*options, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    lines = Path("answer_key.csv").read_text("utf-8").splitlines()
    assert sum(told["mess"]["defects"].values()) == len(lines) - 1
    assert told["mess"]["answer_key"] == "answer_key.csv"
    assert told["command"].endswith("--seeds seeds --mess light")
    assert main(options) == 0
    printed = capsys.readouterr().out.splitlines()
    assert f"Mess: light, {len(lines) - 1} defects in the seeds" in printed
    assert "Answer key: answer_key.csv" in printed


def test_spoiled_seeds_are_replaced_like_others() -> None:
    assert run("--mess", "heavy") == 0
    assert run("--mess", "light") == 0
    assert run() == 0
    assert "mess" not in json.loads(Path("seeds/manifest.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--mess", "medum"), "--mess: there is no level 'medum'; did you mean medium?"),
        (("--mess-kinds", "empty_day"), "--mess-kinds: spoils nothing without a level"),
        (("--mess-seed", "1"), "--mess-seed: spoils nothing without a level"),
        (("--answer-key", "k.csv"), "--answer-key: there is none without a level"),
        (("--mess", "light", "--mess-seed", "x"), "--mess-seed: 'x' is not a whole number"),
        (
            ("--mess", "light", "--mess-kinds", "late"),
            "--mess-kinds: there is no kind 'late'; did you mean late_invoice?",
        ),
        (("--mess", "light", "--mess-kinds", ","), "--mess-kinds: names no kind"),
        (
            ("--mess", "light", "--mess-kinds", "split_history"),
            "--mess-kinds: split_history makes no sense without duplicate_customer; add it",
        ),
        (
            ("--mess", "light", "--answer-key", "seeds/k.csv"),
            "--answer-key: seeds/k.csv lies among",
        ),
        (("--mess", "light", "--answer-key", "theirs.csv"), "--answer-key: theirs.csv is not an"),
        (
            ("--mess", "light", "--answer-key", "."),
            "--answer-key: . is a folder; name a file in it",
        ),
        (("--mess", "light", "--answer-key", "no/k.csv"), "--answer-key: the folder "),
        (
            ("--mess", "light", "--answer-key", "hvac.sqlite"),
            "--answer-key: hvac.sqlite is the data",
        ),
    ],
)
def test_mistakes_are_one_line_and_change_nothing(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...], complaint: str
) -> None:
    Path("theirs.csv").write_text("a,b\n")
    assert run(*options) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"error: {complaint}")
    assert said.count("\n") == 1
    assert [path.name for path in Path().iterdir()] == ["theirs.csv"]


def test_mess_without_seeds_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*small_company.OPTIONS, "--no-seeds", "--mess", "light"]) == 2
    assert capsys.readouterr().err.startswith("error: --mess: it spoils the CSV seeds; drop")


def test_if_the_database_cannot_be_replaced_neither_is_the_answer_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run("--mess", "light") == 0
    before, answers = content("seeds"), Path("answer_key.csv").read_bytes()
    replace = Path.replace

    def fail_for_databases(path: Path, target: Path) -> Path:
        if Path(target).name == "hvac.sqlite":
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail_for_databases)
    mess = Mess.of("heavy", company_seed=9)
    with pytest.raises(UserError, match="the disk is full"):
        populate.populate(small_company.scenario(9), seeds="seeds", mess=mess)
    assert content("seeds") == before
    assert Path("answer_key.csv").read_bytes() == answers
    assert sorted(path.name for path in Path().iterdir()) == [
        "answer_key.csv",
        "hvac.sqlite",
        "seeds",
    ]


def test_a_new_file_can_be_taken_back(tmp_path: Path) -> None:
    new, target = tmp_path / "new", tmp_path / "key.csv"
    new.write_text("new")
    swap = files.FileSwap(new, target)
    swap.swap()
    assert target.read_text() == "new"
    swap.undo()
    assert not target.exists()


def test_an_answer_key_is_known_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "key.csv"
    path.write_text(key.as_text([]), "utf-8")
    assert key.is_key(path)
    path.write_text("table,key\n", "utf-8")
    assert not key.is_key(path)
