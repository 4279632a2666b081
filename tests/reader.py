"""A reader who follows a document step by step, in a copy of the project."""

import os
import re
import shlex
import shutil
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from tests import warm
from tests.markdown import Block, Command, Document, commands

ROOT: Final = Path(__file__).parents[1]
GENERATED: Final = ("*.csv", "manifest.json", ".*.tmp", "*.duckdb", "target", "logs")
CODE: Final = ("factories", "hvac_models")
COPIED: Final = ("migrations", "hvac_analytics", "docs")
COPIED_FILES: Final = ("Makefile", "alembic.ini", "README.md")
SET_UP: Final = (
    ". .venv/bin/activate",
    "python3 -m venv .venv",
    ".venv/bin/python -m pip install -e .",
)
"""These make the environment that the tests already run in."""
SETTINGS: Final = {
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "PYTEST_PLUGINS": "hvac_models.pytest_plugin",
    "PYTHONDONTWRITEBYTECODE": "",
}
"""Snippets need no plugin but the project's own, and a user's machine keeps compiled modules."""
HOME, ELSEWHERE = "/home/you/hvac", "/tmp"
"""What documents call the project's folder, and a folder that is not the project's."""


class Reader:
    """Does what a document says, in its order; `follow` raises AssertionError where it misleads."""

    def __init__(self, folder: Path) -> None:
        self.places = {HOME: folder.resolve() / "project", ELSEWHERE: folder.resolve() / "other"}
        self.here = self.home = self.places[HOME]
        self.snippets = folder / "snippets"
        self.snippets.mkdir()
        self.places[ELSEWHERE].mkdir()
        self._copy(COPIED)
        for name in COPIED_FILES:
            shutil.copy2(ROOT / name, self.home / name)

    def _copy(self, folders: tuple[str, ...]) -> None:
        for name in folders:
            generated = shutil.ignore_patterns(*GENERATED)
            shutil.copytree(ROOT / name, self.home / name, ignore=generated)

    def follow(self, document: Document) -> None:
        if document.blocks("diff"):
            self._copy(CODE)
        for block in document.blocks("console", "bash", "python", "diff"):
            match block.language:
                case "python":
                    self._python(block)
                case "diff":
                    self._patch(block)
                case _:
                    for command in commands(block):
                        self._type(command)
        if list(self.snippets.iterdir()):
            self._run_tests()

    def _python(self, block: Block) -> None:
        """A script, or a file for a test folder when its first line names one."""
        named = re.match(r"# (\w+\.py)\n", block.text)
        if named:
            (self.snippets / named[1]).write_text(block.text, "utf-8")
        else:
            code, printed = self._run(["-W", "error", "-c", block.text], self.here)
            assert code == 0, f"{block.text}\n{printed}"

    def _run_tests(self) -> None:
        words = ["-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider"]
        code, printed = self._run(words, self.snippets)
        assert code == 0, printed

    def _patch(self, block: Block) -> None:
        """A change of one place: the lines without a plus stand in the file, exactly once."""
        head, body = re.fullmatch(r"--- .*\n\+\+\+ b/(.*)\n((?:.*\n)*)", block.text).groups()  # type: ignore[union-attr]
        lines = body.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] in " -")
        after = "".join(line[1:] for line in lines if line[0] in " +")
        path = self.home / head
        text = path.read_text("utf-8")
        assert text.count(before) == 1, f"{head} has no longer\n{before}"
        path.write_text(text.replace(before, after), "utf-8")

    def _type(self, command: Command) -> None:
        """Run a line; what the document shows must be printed, and the exit code fit it."""
        if command.line in SET_UP:
            return
        words, _, output = command.line.partition(" > ")
        match shlex.split(words):
            case ["make", target, *variables]:
                self._make(command, target, variables)
            case ["cd", place]:
                self.here = self.places.get(place, self.home)
            case ["python", *rest]:
                self._check(command, rest, output)
            case ["alembic", *rest]:
                self._check(command, ["-m", "alembic", *rest], output)
            case _:
                raise AssertionError(f"no test knows how to run: {command.line}")

    def _make(self, command: Command, target: str, variables: list[str]) -> None:
        """What installs packages is not run; what a chore runs in the end is."""
        assert is_chore(target), command.line
        for variable in variables:
            name, _, value = variable.partition("=")
            assert f"$({name})" in (ROOT / "Makefile").read_text("utf-8"), command.line
            if (target, name) == ("data", "ARGS"):
                words = ["-m", "factories.populate", *shlex.split(value)]
                self._check(command, words)

    def _check(self, command: Command, words: list[str], output: str = "") -> None:
        code, printed = self._run(words, self.here)
        assert code == _exit_code(command), f"$ {command.line}\n{printed}"
        if output:
            (self.here / output).write_text(printed, "utf-8")
        elif command.printed:
            assert _pattern(command.printed).fullmatch(_timeless(printed)), (
                f"$ {command.line}\nprints\n{printed}\nand not\n" + "\n".join(command.printed)
            )

    def _run(self, words: list[str], folder: Path) -> tuple[int, str]:
        environment = {**os.environ, **SETTINGS, "PYTHONPATH": f"{self.home}{os.pathsep}{ROOT}"}
        code, printed = warm.run(words, folder, environment)
        for name, place in self.places.items():
            printed = printed.replace(str(place), name)
        return code, printed


def is_chore(name: str) -> bool:
    """Whether `make help` lists it; `%` stands for any word."""
    text = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"^([a-z%-]+):.*## ", text, re.MULTILINE)
    return any(fnmatch(name, target.replace("%", "?*")) for target in targets)


def _exit_code(command: Command) -> int:
    """An error ends with 2, an audit that finds something with 1."""
    last = command.printed[-1] if command.printed else ""
    if last.startswith("error: "):
        return 2
    return 1 if re.search(r" [1-9][\d,]* violations?$", last) else 0


def _timeless(text: str) -> str:
    return re.sub(r"^Seconds: [\d.]+$", "Seconds: 0", text, flags=re.MULTILINE)


def _pattern(printed: tuple[str, ...]) -> re.Pattern[str]:
    """Lines as they are; a line of three dots stands for any lines."""
    shown = _timeless("\n".join(printed)).strip("\n").splitlines()
    lines = ("(?:.*\n)*" if line == "..." else re.escape(line) + "\n" for line in shown)
    return re.compile("".join(lines))
