"""Where a run may write, and what it leaves alone."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from factories.errors import UserError
from factories.runs import targets
from factories.storage import manifest
from factories.storage.paths import database_path


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of its own, with nothing in it."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    return home


def refusal(database: str | Path, seeds: str | Path | None = None) -> str:
    before = snapshot(Path.cwd())
    with pytest.raises(UserError) as caught:
        targets.check(database, seeds)
    assert snapshot(Path.cwd()) == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


def snapshot(folder: Path) -> dict[str, bytes | None]:
    return {str(p): p.read_bytes() if p.is_file() else None for p in folder.rglob("*")}


def database(path: Path, *, own: bool) -> Path:
    connection = sqlite3.connect(path)
    if own:
        manifest.write(connection, {"made_by": manifest.MADE_BY})
    connection.execute("CREATE TABLE customers (id)")
    connection.commit()
    connection.close()
    return path


@pytest.mark.parametrize("text", [
    "a.sqlite", "./a.sqlite", "sqlite:///a.sqlite", "sqlite+pysqlite:///a.sqlite",
])  # fmt: skip
def test_a_path_and_a_url_name_the_same_file(text: str, elsewhere: Path) -> None:
    assert targets.check(text, None).database == elsewhere / "a.sqlite"
    assert database_path("DATABASE", "sqlite:////data/a.sqlite") == Path("/data/a.sqlite").resolve()


def test_a_link_is_followed(elsewhere: Path) -> None:
    (elsewhere / "link").symlink_to("real.sqlite")
    assert targets.check("link", None).database == elsewhere / "real.sqlite"


@pytest.mark.parametrize(("text", "told"), [
    ("", "names no file"),
    ("a\0b", "names no file"),
    (":memory:", "leaves nothing behind; name a file"),
    ("a.sqlite/", "names a folder; name a file in it"),
    ("sqlite://", "must name a file"),
    ("sqlite:///:memory:", "must name a file"),
    ("sqlite:///a.sqlite?mode=ro", "must name a file"),
    ("sqlite:///a.sqlite/", "names a folder; name a file in it"),
    ("file:a.sqlite?mode=memory", "a URL is no place for files here; give a path"),
    ("sqlite:a.sqlite", "a URL is no place for files here; give a path"),
    ("a.sqlite-journal", "the log of another database; choose another name"),
    ("x" * 250, "leaves no room for SQLite's log beside it (File name too long); choose a shorter"),
    ("nowhere/a.sqlite", "is missing; create it"),
    ("postgresql://user:secret@host/db", "is no SQLite file"),
])  # fmt: skip
def test_a_database_that_cannot_be(text: str, told: str) -> None:
    message = refusal(text)
    assert message.startswith("--database: ")
    assert told in message
    assert "secret" not in message


@pytest.mark.parametrize("made", ["CREATE TABLE mine (a)", "CREATE VIEW mine AS SELECT 1 AS a"])
def test_what_somebody_put_beside_the_company_is_not_lost(made: str, elsewhere: Path) -> None:
    path = database(elsewhere / "a.sqlite", own=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        told = {"made_by": manifest.MADE_BY, "tables": {"customers": {"rows": 0}}}
        manifest.update(connection, told)
    assert targets.check("a.sqlite", None).database == path
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(made)
    assert "also holds mine, which this program did not make and which would be lost" in refusal(
        "a.sqlite"
    )


def test_a_folder_in_the_way_of_the_database(elsewhere: Path) -> None:
    (elsewhere / "hvac").mkdir()
    assert "is a folder; name a file in it" in refusal("hvac")


def test_a_file_in_the_way_of_a_folder(elsewhere: Path) -> None:
    (elsewhere / "file").write_text("mine")
    assert "is a file, not a folder" in refusal("file/hvac.sqlite")
    assert "--seeds:" in refusal("hvac.sqlite", "file")
    assert "is a file, not a folder" in refusal("hvac.sqlite", "file/seeds")


@pytest.mark.parametrize("data", [b"", b"customers,phone\n", b"SQLite format 3\0" + b"\7" * 9_000])
def test_a_file_that_is_no_database(elsewhere: Path, data: bytes) -> None:
    (elsewhere / "hvac.sqlite").write_bytes(data)
    assert "choose another name, or move it away" in refusal("hvac.sqlite")


def test_a_database_of_another_program(elsewhere: Path) -> None:
    database(elsewhere / "hvac.sqlite", own=False)
    assert "this program did not make" in refusal("hvac.sqlite")


def test_a_database_of_this_program_may_be_replaced(elsewhere: Path) -> None:
    path = database(elsewhere / "my 100% own?.sqlite", own=True)
    assert targets.check(path, None).database == path


def test_a_pipe_is_no_file(elsewhere: Path) -> None:
    os.mkfifo(elsewhere / "pipe")
    with pytest.raises(UserError, match="not a regular file"):
        targets.check("pipe", None)


def test_a_database_in_use_is_not_pulled_away(elsewhere: Path) -> None:
    path = database(elsewhere / "hvac.sqlite", own=True)
    user = sqlite3.connect(path)
    user.execute("PRAGMA journal_mode = WAL")
    user.execute("INSERT INTO customers VALUES (1)")
    user.commit()
    assert "close the program that has it open" in refusal("hvac.sqlite")
    user.close()
    assert targets.check(path, None).database == path


def test_an_unwritable_folder(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (elsewhere / "seeds").mkdir()
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path).name != "seeds")
    assert "--database: " in refusal("seeds/hvac.sqlite")
    assert "is not writable" in refusal("hvac.sqlite", "seeds")
    assert "is not writable" in refusal("hvac.sqlite", "seeds/deeper")


def test_seeds_in_a_folder_that_is_missing() -> None:
    assert "nowhere is missing" in refusal("hvac.sqlite", "nowhere/seeds")


def test_a_new_seeds_folder_is_fine(elsewhere: Path) -> None:
    assert targets.check("hvac.sqlite", "seeds").seeds == elsewhere / "seeds"


def test_seeds_keep_out_of_folders_with_other_business(elsewhere: Path) -> None:
    (elsewhere / "out").mkdir()
    assert "a folder of their own" in refusal("out/hvac.sqlite", "out")
    assert "as a whole; name a folder in it" in refusal("../hvac.sqlite", ".")
    assert "as a whole" in refusal("hvac.sqlite", "/")


def test_what_is_mounted_in_the_seeds_is_not_emptied(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / "seeds" / "sub").mkdir(parents=True)
    lstat = Path.lstat

    def on_another_device(path: Path) -> os.stat_result:
        found = list(lstat(path))
        found[2] += path.name == "sub"
        return os.stat_result(found)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "lstat", on_another_device)
        assert "seeds/sub is mounted in" in refusal("hvac.sqlite", "seeds")
    told = f"1 2 0:3 / {elsewhere}/seeds/my\\040file.csv rw - ext4 /dev/sda rw\n".encode()
    monkeypatch.setattr(Path, "read_bytes", lambda _self: told)
    with pytest.raises(UserError, match=r"seeds/my file.csv is mounted in"):
        targets.check("hvac.sqlite", "seeds")


def test_seeds_of_another_program_are_left_alone(elsewhere: Path) -> None:
    (elsewhere / "seeds").mkdir()
    (elsewhere / "seeds" / "customers.csv").write_text("mine\n")
    assert "customers.csv is not this program's" in refusal("hvac.sqlite", "seeds")
    (elsewhere / "seeds" / "manifest.json").write_text("[]")
    assert "is not this program's" in refusal("hvac.sqlite", "seeds")


@pytest.mark.parametrize("theirs", ["pipe", "folder", "loop", "brackets"])
def test_a_manifest_that_is_none(elsewhere: Path, theirs: str) -> None:
    about = elsewhere / "seeds" / "manifest.json"
    about.parent.mkdir()
    match theirs:
        case "pipe":
            os.mkfifo(about)
        case "folder":
            about.mkdir()
        case "loop":
            about.symlink_to(about)
        case _:
            about.write_text('{"a":' * 100_000)
    assert "manifest.json is not this program's; move it away" in refusal("hvac.sqlite", "seeds")


def test_a_manifest_that_cannot_be_read(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path, **_how: object) -> str:
        raise PermissionError(13, "Permission denied")

    (elsewhere / "seeds").mkdir()
    (elsewhere / "seeds" / "manifest.json").touch()
    monkeypatch.setattr(Path, "read_text", refuse)
    told = "--seeds: seeds/manifest.json cannot be read (Permission denied); make it readable"
    assert refusal("hvac.sqlite", "seeds").startswith(told)


def test_own_files_are_those_of_now_and_those_of_the_manifest(elsewhere: Path) -> None:
    seeds = elsewhere / "seeds"
    seeds.mkdir()
    facts = {"made_by": manifest.MADE_BY, "tables": {"former": {"rows": 1}}}
    (seeds / "manifest.json").write_text(json.dumps(facts))
    own = targets.check("hvac.sqlite", seeds).own
    assert {"former.csv", "customers.csv", "manifest.json"} <= own
    assert "seeds.yml" not in own
