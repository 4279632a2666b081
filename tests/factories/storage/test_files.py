"""Replacing files as one step, and what is left when that cannot be."""

import errno
import os
import signal
import sqlite3
from pathlib import Path

import pytest

from factories.errors import UserError
from factories.storage import files, hidden
from tests.factories.support.folders import content, folder

OWN = frozenset({"a.csv", "manifest.json"})


@pytest.fixture(params=["exchange", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to swap a folder: as one step, and as systems without such a step do it."""
    if request.param == "two renames":
        monkeypatch.setattr(files, "exchange", lambda _one, _other: False)
    return str(request.param)


def test_two_folders_change_places(tmp_path: Path) -> None:
    one, other = folder(tmp_path / "one", a_csv="1"), folder(tmp_path / "other", a_csv="2")
    assert files.exchange(one, other)
    assert (content(one), content(other)) == ({"a.csv": "2"}, {"a.csv": "1"})


def test_exchange_with_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        files.exchange(folder(tmp_path / "one"), tmp_path / "none")


def test_a_swap_brings_the_new_and_keeps_what_is_not_ours(tmp_path: Path, way: str) -> None:
    old = folder(tmp_path / "seeds", a_csv="old", seeds_yml="theirs", manifest_json="old")
    folder(old / "reference", zip_txt="theirs too")
    (old / "link").symlink_to("nowhere")
    old.chmod(0o750)
    new = folder(tmp_path / "new", a_csv="new")
    files.keep_others(old, new, OWN)
    swap = files.FolderSwap(new, old, OWN)
    swap.swap()
    (swap.old or old).joinpath("late.yml").write_text("in the last moment")
    swap.finish()
    assert content(old) == {
        "a.csv": "new",
        "seeds.yml": "theirs",
        "late.yml": "in the last moment",
    }
    assert content(old / "reference") == {"zip.txt": "theirs too"}
    assert (old / "link").readlink() == Path("nowhere")
    assert old.stat().st_mode & 0o777 == 0o750
    assert [path.name for path in tmp_path.iterdir()] == ["seeds"]


def test_a_swap_can_be_undone(tmp_path: Path, way: str) -> None:
    old, new = folder(tmp_path / "seeds", a_csv="old"), folder(tmp_path / "new", a_csv="new")
    swap = files.FolderSwap(new, old, OWN)
    swap.swap()
    assert content(old) == {"a.csv": "new"}
    swap.undo()
    assert (content(old), content(new)) == ({"a.csv": "old"}, {"a.csv": "new"})


def test_a_first_folder_needs_no_exchange(tmp_path: Path) -> None:
    target, new = tmp_path / "seeds", folder(tmp_path / "new", a_csv="new")
    swap = files.FolderSwap(new, target, OWN)
    swap.swap()
    assert content(target) == {"a.csv": "new"}
    swap.undo()
    assert not target.exists()
    swap.swap()
    swap.finish()
    assert content(target) == {"a.csv": "new"}


def test_when_the_database_cannot_be_replaced_the_folder_is_not_either(
    tmp_path: Path, way: str
) -> None:
    old, new = folder(tmp_path / "seeds", a_csv="old"), folder(tmp_path / "new", a_csv="new")
    swap = files.FolderSwap(new, old, OWN)
    with pytest.raises(FileNotFoundError):
        files.replace((tmp_path / "no database", tmp_path / "hvac.sqlite"), swap)
    assert content(old) == {"a.csv": "old"}


def test_a_replaced_database_keeps_its_mode(tmp_path: Path) -> None:
    target, new = tmp_path / "hvac.sqlite", tmp_path / "new"
    target.write_text("old")
    target.chmod(0o640)
    new.write_text("new")
    files.replace((new, target), None)
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_without_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_names: object, **_options: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    old, new = folder(tmp_path / "old", seeds_yml="theirs"), folder(tmp_path / "new")
    files.keep_others(old, new, OWN)
    assert content(new) == {"seeds.yml": "theirs"}


@pytest.mark.parametrize(("error", "told"), [
    (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
    (OSError(errno.EFBIG, "File too large"), r"\(File too large\); raise the limit \(ulimit -f\)"),
    (OSError(errno.ENAMETOOLONG, "File name too long"), "choose a shorter name"),
    (PermissionError(errno.EACCES, "Permission denied"), "Permission denied"),
])  # fmt: skip
def test_a_disk_that_refuses_is_told_in_one_line(error: OSError, told: str) -> None:
    with pytest.raises(UserError, match=told) as caught, files.writing("--seeds", Path("x")):
        raise error
    assert caught.value.option == "--seeds"


def test_a_full_database_is_a_full_disk(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "x")
    connection.execute("PRAGMA max_page_count = 3")
    connection.execute("CREATE TABLE t (x)")
    with pytest.raises(UserError, match="the disk is full"), files.writing("--database", Path("x")):
        connection.execute("INSERT INTO t VALUES (zeroblob(100000))")
    with pytest.raises(sqlite3.OperationalError), files.writing("--database", Path("x")):
        connection.execute("a defect of the program")
    connection.close()


def test_no_signal_falls_into_a_swap() -> None:
    before = signal.getsignal(signal.SIGINT)
    with files.undisturbed():
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_swap_empties_nothing_that_is_mounted_in_the_old_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = folder(tmp_path / "seeds", a_csv="old"), folder(tmp_path / "new", a_csv="new")
    monkeypatch.setattr(hidden, "mounts_within", lambda path: [path / "theirs"])
    swap = files.FolderSwap(new, old, OWN)
    swap.swap()
    swap.finish()
    assert content(old) == {"a.csv": "new"}
    assert content(new) == {"a.csv": "old"}
