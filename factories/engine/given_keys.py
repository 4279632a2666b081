"""Keys and document numbers that a caller gives before the factories' own counter gets there.

A row that is still to be written is in no table, and the next rows are numbered without looking.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

_LAST_DIGITS = re.compile(r"(\d+)$")


def remember(options: Any, said: Collection[str], values: Mapping[str, Any]) -> None:
    """Let the counter step over the row's key, and over the numbers of documents, which the row
    with that key would print too: INV-2025-0002 belongs to the second bill.
    """
    for name in said:
        number = _number(options, name, values.get(options.rename.get(name, name)))
        if number is not None:
            options.context.given.setdefault(options.model, set()).add(number)


def _number(options: Any, name: str, value: Any) -> int | None:
    if name == options.key:
        return value if isinstance(value, int) else None
    if not isinstance(value, str) or not _is_numbered(options, name):
        return None
    found = _LAST_DIGITS.search(value)
    return int(found[1]) if found else None


def _is_numbered(options: Any, name: str) -> bool:
    """Whether a column carries the row's number, and must be like no other row's."""
    declared = options.base_declarations.get(name)
    if "ids" not in getattr(declared, "arguments", ()):
        return False
    column = options.rename.get(name, name)
    return any(column in columns for columns in options.constraints.unique)
