"""What docstrings and comments name exists: a constant that is renamed is renamed there, too."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = [
    path
    for folder in ("factories", "hvac_models", "migrations", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
NAMED = re.compile(r"``([^`]+)``")
NAMES = re.compile(r"\b_?[A-Z][A-Z0-9_]{3,}\b|\b[a-z]+(?:_[a-z]+)+\b")
"""Constants; functions, fields, modules and columns of more than one word."""
OF_OTHERS = {"make_a_busy_day"}
"""What users have."""


def test_what_is_named_in_passing_exists() -> None:
    there, named = set(OF_OTHERS), set[tuple[str, str]]()
    for path in FILES:
        where, text = str(path.relative_to(ROOT)), path.read_text("utf-8")
        there |= {path.stem, *re.findall(r"\w+", NAMED.sub("", text))}
        named |= {(where, name) for told in NAMED.findall(text) for name in NAMES.findall(told)}
    assert len(named) > 200
    assert sorted((where, name) for where, name in named if name not in there) == []
