"""What people read of an error holds no secret, and a stream that breaks off ends no command."""

import errno
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url

from factories import advance, cost, export, milestones, populate
from factories.command_line import OneLineParser, guarded
from factories.database_urls import shown_url
from factories.destinations import PostgresqlDatabase
from factories.destinations.options import destination_of
from factories.errors import UserError
from factories.runs.shipping import export as ship
from factories.storage.paths import check_readable, resolved
from tests.factories.support.killing import take_signals


@pytest.mark.parametrize(("url", "told"), [
    ("postgresql://app:s3cret@host/hvac", "postgresql://app:***@host/hvac"),
    ("postgresql://host/hvac?user=app&password=s3cret", "postgresql://host/hvac?user=app"),
    ("postgresql://host/hvac?passfile=s3cret&sslpassword=s3cret", "postgresql://host/hvac"),
    ("snowflake://ada@org/hvac?token=s3cret&private_key_pwd=s3cret&warehouse=W",
     "snowflake://ada@org/hvac?warehouse=W"),
    ("snowflake://ada@org/hvac?passcode=s3cret&authenticator=https://s3cret",
     "snowflake://ada@org/hvac"),
    ("sqlite:///hvac.sqlite", "sqlite:///hvac.sqlite"),
])  # fmt: skip
def test_a_url_is_shown_without_its_secrets(url: str, told: str) -> None:
    assert shown_url(make_url(url)) == told
    if url.startswith("postgresql"):
        assert PostgresqlDatabase(url).shown == told


class Broken(io.StringIO):
    """A stream that takes so many texts, and no more."""

    def __init__(self, takes: int, error: OSError) -> None:
        super().__init__()
        self.takes, self.error = takes, error

    def write(self, text: str) -> int:
        if not self.takes:
            raise self.error
        self.takes -= 1
        return super().write(text)


@pytest.mark.parametrize("code", [0, 1, 2])
def test_a_reader_who_goes_leaves_the_command_its_own_code(
    monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    done = []

    def command() -> int:
        for number in range(5):
            print(number)
            done.append(number)
        return code

    monkeypatch.setattr(sys, "stdout", Broken(2, BrokenPipeError()))
    assert guarded(command) == code
    assert done == [*range(5)]


def test_a_disk_that_takes_no_output_is_told_when_all_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    monkeypatch.setattr(sys, "stdout", Broken(0, full))

    def command() -> int:
        print("told")
        return 0

    assert guarded(command) == 2
    assert capsys.readouterr().err == (
        "error: standard output: No space left on device; all was done, but not all could be told\n"
    )


def test_a_letter_that_the_terminal_lacks_is_written_by_its_number() -> None:
    script = "from factories.command_line import guarded; guarded(lambda: print('caf\\u00e9') or 0)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, b"caf\\xe9\n", b"")


@pytest.mark.parametrize(
    "url", ["postgresql://u:s3c@ret@127.0.0.1/db", "snowflake://u:s3c@ret@acc/"]
)
def test_a_password_cut_in_two_is_not_taken_for_a_host(url: str) -> None:
    with pytest.raises(UserError, match="%40") as refused:
        destination_of(url, None).check()
    assert "ret@" not in str(refused.value)


@pytest.mark.parametrize(
    "use",
    [lambda url: ship(url, destination_of("csv", "out")), lambda url: resolved("--out", url)],
)
def test_a_url_in_the_place_of_a_file_is_not_repeated(use: Callable[[str], object]) -> None:
    with pytest.raises(UserError) as refused:
        use("postgresql://u:s3cret@host/db")
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(("parser", "options"), [
    (populate._parser, ["--seed", "--history-days", "--scale", "--rows", "--mess", "--mess-kinds",
                        "--mess-seed", "--to", "--budget", "--out", "--locale", "--database"]),
    (advance._parser, ["--days", "--to", "--seeds", "--changes", "--mess", "--mess-seed"]),
    (export._parser, ["--to", "--sample", "--as-of", "--out", "--budget", "--verify"]),
    (cost._parser, ["--rows", "--budget"]),
])  # fmt: skip
def test_two_dashes_are_no_value_of_any_option(
    parser: Callable[[], OneLineParser], options: list[str]
) -> None:
    for option in options:
        assert option in parser()._option_string_actions, option
        with pytest.raises(UserError) as refused:
            parser().parse_args([f"{option}=--"])
        assert str(refused.value) == f"{option}: '--' is no value; see --help"


def test_two_dashes_alone_end_the_options() -> None:
    options = export._parser().parse_args(["--to", "csv", "--", "--sample=--"])
    assert options.database == "--sample=--"


@pytest.mark.parametrize(("parts", "finished", "code", "told"), [
    (1, 0, 2, "error: interrupted; run the same command again\n"),
    (1, 1, 0, "interrupted when all was done: x is made\n"),
    (2, 1, 2, "error: interrupted; x is made, but that was not all; run the same command again\n"),
    (2, 2, 0, "interrupted when all was done: x is made\n"),
])  # fmt: skip
def test_only_what_is_not_done_fails_when_it_is_interrupted(
    capsys: pytest.CaptureFixture[str], parts: int, finished: int, code: int, told: str
) -> None:
    def command() -> int:
        milestones.expect(parts)
        for _ in range(finished):
            milestones.reach("x is made")
        raise KeyboardInterrupt

    assert guarded(command) == code
    assert capsys.readouterr().err == told
    # What one command has done is no other's.
    assert guarded(interrupted) == 2


def interrupted() -> int:
    raise KeyboardInterrupt


def test_a_line_is_one_that_people_read(capsys: pytest.CaptureFixture[str]) -> None:
    for value in ("9" * 5_000, "x " * 2_500):
        assert populate.main(["--seed", value]) == 2
        told = capsys.readouterr().err
        assert len(told) < 1_000
        assert told.endswith("is not a whole number; give one such as 3\n")


@pytest.mark.parametrize("error", [
    MemoryError(), OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)),
])  # fmt: skip
def test_want_of_memory_is_one_line(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    def hungry() -> int:
        raise error

    assert guarded(hungry) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: memory: there is not enough memory; close other programs")
    assert said.count("\n") == 1


@pytest.mark.parametrize("name", ["x" * 300, "\ud800"])
def test_what_is_no_name_to_the_system_names_the_option(name: str) -> None:
    with pytest.raises(UserError, match=r"^--out: .* cannot be reached \(.*; give another path"):
        resolved("--out", name)


def test_a_python_without_the_packages_is_told_how_to_get_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def lacking(name: str) -> Callable[[], int]:
        def command() -> int:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

        return command

    assert guarded(lacking("sqlalchemy.orm")) == 2
    said = capsys.readouterr().err
    assert "has no package sqlalchemy; enter the environment that has it" in said
    assert said.count("\n") == 1
    with pytest.raises(ModuleNotFoundError):
        guarded(lacking("factories.nowhere"))


def test_what_cannot_be_opened_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_given: False)
    (tmp_path / "locked").touch()
    with pytest.raises(UserError, match=r"locked cannot be read \(Permission denied\); make it"):
        check_readable("DATABASE", tmp_path / "locked")
    check_readable("DATABASE", tmp_path / "missing")


@pytest.mark.parametrize(("command", "number"), [
    ("populate", signal.SIGINT),
    ("advance", signal.SIGTERM),
    ("export", signal.SIGHUP),
    ("grade", signal.SIGINT),
    ("cost", signal.SIGTERM),
    ("audit.__main__", signal.SIGINT),
])  # fmt: skip
def test_an_interruption_of_the_very_start_is_one_line(
    command: str, number: signal.Signals
) -> None:
    """It comes while the module that commands are run by is imported."""
    script = (
        "import os, runpy, sys\n"
        "class Interrupts:\n"
        "    def find_spec(self, name, *_more):\n"
        f"        name == 'factories.command_line' and os.kill(os.getpid(), {int(number)})\n"
        "sys.meta_path.insert(0, Interrupts())\n"
        f"runpy.run_module('factories.{command}', run_name='__main__', alter_sys=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True, text=True, check=False, preexec_fn=take_signals,
    )  # fmt: skip
    told = "error: interrupted; run the same command again\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


def test_an_interruption_ends_with_the_code_wherever_it_has_passed() -> None:
    """Python remembers one that was not caught by the text that it runs."""
    script = (
        "from factories.command_line import guarded, leave\n"
        "leave(lambda: guarded(lambda: exec('raise KeyboardInterrupt')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr == "error: interrupted; run the same command again\n"


def test_a_library_that_finds_no_room_is_want_of_memory(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def command() -> int:
        raise ImportError("numpy.so: failed to map segment from shared object")

    assert guarded(command) == 2
    assert capsys.readouterr().err.startswith("error: memory: there is not enough memory; ")
