"""Build the package, look into it, and run the examples from it: `make examples`.

Each example runs in a fresh environment that holds the wheel and what its requirements name, in a
folder where nothing of this project can be imported by accident.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Sequence
from email import message_from_string
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from factories.version import VERSION

ROOT: Final = Path(__file__).parents[2]
UV: Final = shutil.which("uv")
PACKAGES: Final = ("factories", "hvac_models", "migrations")
IN_WHEEL: Final = (
    "factories/py.typed",
    "factories/pools/en_US.json",
    "hvac_models/py.typed",
    "hvac_models/pytest_plugin.py",
    "migrations/alembic.ini",
    "migrations/env.py",
    "migrations/script.py.mako",
)
IN_SDIST: Final = (
    "LICENSE",
    "Makefile",
    "README.md",
    "alembic.ini",
    "docs/factories.md",
    "examples/fastapi_app/pytest.ini",
    "examples/unittest_suite/test_reminders.py",
    "hvac_analytics/dbt_project.yml",
    "pyproject.toml",
    "tests/package/__main__.py",
)
EXAMPLES: Final = {
    "fastapi_app": ("pytest", "-q", "-n", "2", "-p", "no:cacheprovider"),
    "unittest_suite": ("unittest",),
}


class BadPackageError(Exception):
    """What a user would find missing, or not working."""


def main() -> int:
    began = time.perf_counter()
    try:
        with TemporaryDirectory(prefix="hvac-package-") as name:
            folder = Path(name)
            wheel = build(folder)
            for example, command in EXAMPLES.items():
                try_out(folder, wheel, example, command)
    except BadPackageError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"Seconds: {time.perf_counter() - began:.1f}")
    return 0


def build(folder: Path) -> Path:
    """The sdist from the project, the wheel from the sdist; both hold what they must."""
    python = environment(folder / "builder", ["build"])
    installer = ["--installer", "uv"] if UV else []
    run([python, "-m", "build", "--outdir", str(folder), *installer, str(ROOT)], folder)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        about = f"hvac_analytics-{VERSION}.dist-info"
        metadata = archive.read(f"{about}/METADATA").decode()
        entries = archive.read(f"{about}/entry_points.txt").decode()
    holds(wheel, names, [*IN_WHEEL, f"{about}/licenses/LICENSE"])
    strange = {name.split("/")[0] for name in names} - {about, *PACKAGES}
    expect(not strange, f"{wheel.name} holds {', '.join(sorted(strange))}")
    check_metadata(metadata)
    expect("hvac = hvac_models.pytest_plugin" in entries, "the pytest plugin is not announced")
    with tarfile.open(sdist) as archive:
        inside = [name.partition("/")[2] for name in archive.getnames()]
    holds(sdist, inside, IN_SDIST)
    print(f"{sdist.name}: {len(inside)} files\n{wheel.name}: {len(names)} files")
    return wheel


def check_metadata(text: str) -> None:
    found = message_from_string(text)
    wanted = {
        "Name": "hvac-analytics",
        "Version": VERSION,
        "License-Expression": "MIT",
        "License-File": "LICENSE",
        "Author": "The hvac-analytics authors",
        "Requires-Python": ">=3.11",
    }
    for name, value in wanted.items():
        expect(found[name] == value, f"the metadata's {name} is {found[name]!r}, not {value!r}")


def try_out(folder: Path, wheel: Path, example: str, command: Sequence[str]) -> None:
    """Run an example's suite in a fresh environment."""
    here = folder / example
    caches = shutil.ignore_patterns("__pycache__", ".*_cache")
    shutil.copytree(ROOT / "examples" / example, here, ignore=caches)
    wanted = (here / "requirements.txt").read_text("utf-8").split()
    package = [_of_wheel(name, wheel) for name in wanted]
    python = environment(folder / f"{example}-env", package)
    where = run([python, "-c", "import factories; print(factories.__file__)"], here)
    expect("site-packages" in where, f"{example} does not test the wheel, but {where}")
    said = run([python, "-W", "error", "-m", *command], here)
    print(f"{example}: {said.strip().splitlines()[-1].strip('= ')}")
    ini = Path(where.strip()).parents[1] / "migrations" / "alembic.ini"
    words = ["-c", str(ini), "-x", f"url=sqlite:///{here}/schema.sqlite", "upgrade", "head"]
    run([python, "-m", "alembic", *words], here)


def _of_wheel(requirement: str, wheel: Path) -> str:
    """The requirement; where it is for this package, the wheel at hand."""
    ours = requirement.partition("[")[0] == "hvac-analytics"
    return f"{requirement} @ {wheel.as_uri()}" if ours else requirement


def environment(folder: Path, packages: Sequence[str]) -> str:
    """A new environment with these packages; gives its Python."""
    python = str(folder / "bin" / "python")
    if UV:
        run([UV, "venv", "--quiet", "--python", sys.executable, str(folder)], ROOT)
        run([UV, "pip", "install", "--quiet", "--python", python, *packages], ROOT)
    else:
        run([sys.executable, "-m", "venv", str(folder)], ROOT)
        run([python, "-m", "pip", "install", "--quiet", *packages], ROOT)
    return python


def run(words: Sequence[str], folder: Path) -> str:
    """What a program prints; `BadPackageError` with all of it when it fails."""
    dropped = ("PYTHONPATH", "VIRTUAL_ENV", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    settings = {name: value for name, value in os.environ.items() if name not in dropped}
    done = subprocess.run(
        words,
        cwd=folder,
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    expect(done.returncode == 0, f"{' '.join(words[:4])} failed:\n{done.stdout}")
    return done.stdout


def holds(archive: Path, names: Sequence[str], wanted: Sequence[str]) -> None:
    for name in wanted:
        expect(name in names, f"{archive.name} has no {name}")


def expect(truth: bool, complaint: str) -> None:
    if not truth:
        raise BadPackageError(complaint)


if __name__ == "__main__":
    sys.exit(main())
