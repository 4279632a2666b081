"""Python warmed up: each command runs in a fork of a process that has imported what most need.

It takes SQLAlchemy, numpy and pytest longer to be imported than most commands take for their work.
The project's own modules are imported by each command anew, as on a user's machine.
"""

import os
import runpy
import sys
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from tests.fork_server import ask, serve, settle

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
    return ask(("-m", __name__, *imported), words, folder, environment, SECONDS)


def main() -> None:
    for name in sys.argv[1:]:
        __import__(name)
    serve(_obey)


def _obey(order: Any) -> None:
    """Become that command."""
    here = str(Path.cwd())
    settle(order)
    paths = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    sys.path[:] = [order["folder"], *paths, *(path for path in sys.path if path not in ("", here))]
    sys.path_importer_cache.clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    _python(order["words"])


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
