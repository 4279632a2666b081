"""Code stays short enough to be read in one go. What is usual is shorter: about 30 a function."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINES_OF_A_FILE, LINES_OF_A_FUNCTION = 400, 45
FOLDERS = ("factories", "hvac_models", "migrations", "tests")
# Alembic writes revisions, a table a function.
FILES = [
    path.relative_to(ROOT)
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "versions" not in path.parts
]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function and how many lines it has below its signature and docstring."""
    for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            told = ast.get_docstring(node) is not None and len(node.body) > 1
            first = node.body[1 if told else 0]
            yield node.name, (node.end_lineno or 0) - first.lineno + 1


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_is_too_long(folder: str) -> None:
    files = [path for path in FILES if path.parts[0] == folder]
    assert files
    too_long = [
        f"{path}: {lines} lines"
        for path in files
        if (lines := len((ROOT / path).read_text("utf-8").splitlines())) > LINES_OF_A_FILE
    ]
    too_long += [
        f"{path}: {name}: {lines} lines"
        for path in files
        for name, lines in functions(path)
        if lines > LINES_OF_A_FUNCTION
    ]
    assert too_long == []
