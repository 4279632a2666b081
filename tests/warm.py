"""Python warmed up: each command runs in a fork of a process that has imported what most need.

It takes SQLAlchemy, numpy and pytest longer to be imported than most commands take for their work.
The project's own modules are imported by each command anew, as on a user's machine.
"""

import atexit
import json
import os
import runpy
import select
import subprocess
import sys
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import IO, Any, Final, NoReturn

ROOT: Final = Path(__file__).parents[1]
IMPORTED: Final = ("sqlalchemy.orm", "sqlalchemy.dialects.sqlite", "numpy", "factory", "pytest")
LIGHT: Final = ("sqlalchemy.orm", "sqlalchemy.dialects.sqlite", "pytest")
"""Where what the project imports is looked at: only what the schema and pytest bring."""
SECONDS: Final = 600
"""No command of a test takes longer than this."""


def run(
    words: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    imported: tuple[str, ...] = IMPORTED,
) -> tuple[int, str]:
    """The exit code of ``python WORDS`` in a folder, and all that it printed.

    Of Python's own options it takes ``-W`` alone, and then ``-m`` or ``-c``.
    """
    with TemporaryDirectory() as aside:
        printed = Path(aside, "printed")
        order = {
            "words": list(words),
            "folder": str(folder),
            "environment": dict(environment),
            "printed": str(printed),
        }
        orders, answers = _server(imported)
        orders.write(json.dumps(order) + "\n")
        orders.flush()
        assert select.select([answers], [], [], SECONDS)[0], f"{words} takes longer than that"
        return int(answers.readline()), printed.read_text("utf-8")


@cache
def _server(imported: tuple[str, ...]) -> tuple[IO[str], IO[str]]:
    """One for each process of a test run; it ends with it."""
    server = subprocess.Popen(
        [sys.executable, "-m", __name__, *imported],
        cwd=ROOT,
        # As the commands have it: numpy with a single thread may be forked.
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    atexit.register(server.communicate)
    assert server.stdin is not None
    assert server.stdout is not None
    return server.stdin, server.stdout


def main() -> None:
    """Take orders, a line of JSON each, until there are no more; answer with exit codes."""
    for name in sys.argv[1:]:
        __import__(name)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _obey(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _obey(order: Any) -> NoReturn:
    """Become that command."""
    here = str(Path.cwd())
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    paths = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    sys.path[:] = [order["folder"], *paths, *(path for path in sys.path if path not in ("", here))]
    sys.path_importer_cache.clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    output = os.open(order["printed"], os.O_WRONLY | os.O_CREAT, 0o600)
    for number in (1, 2):
        os.dup2(output, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    _python(order["words"])
    sys.exit(0)


def _python(words: list[str]) -> None:
    """As the interpreter reads its command line."""
    while words[0] == "-W":
        sys.warnoptions.append(words[1])
        warnings.simplefilter(words[1])  # type: ignore[arg-type]
        words = words[2:]
    kind, what, *arguments = words
    if kind == "-m":
        sys.argv = [what, *arguments]
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        assert kind == "-c", words
        sys.argv = ["-c", *arguments]
        sys.modules["__main__"] = ModuleType("__main__")
        exec(compile(what, "<string>", "exec"), vars(sys.modules["__main__"]))


if __name__ == "__main__":
    main()
