"""The errors of wrong calls of a factory: which factory, which field, what to do."""

from __future__ import annotations

import difflib
import enum
from collections.abc import Iterable, Mapping
from decimal import Decimal

LONGEST = 200
"""Characters of a value that are shown."""


class FactoryError(Exception):
    """Base of what factories complain of."""


class UnknownName(FactoryError, TypeError):  # noqa: N818 - reads as what happened, as NoSession does
    """A field or trait that the factory does not have."""

    def __init__(
        self, factory: str, name: str, known: Iterable[str] = (), *, why: str | None = None
    ) -> None:
        meant = nearest(name.partition("__")[0], known) if why is None else why
        super().__init__(f"{factory}: there is no field or trait {name!r}{meant}")


class BadValue(FactoryError, ValueError):  # noqa: N818
    """A value that the field cannot take."""

    def __init__(self, factory: str, said: str, why: str) -> None:
        super().__init__(f"{factory}: {said} {why}")


def shown(value: object) -> str:
    """A value as one would write it down: no enumeration's name, no Decimal(); a long one cut."""
    if isinstance(value, enum.Enum):
        return repr(value.value) if isinstance(value.value, str) else str(value)
    written = repr(str(value)) if isinstance(value, Decimal) else repr(value)
    return written if len(written) <= LONGEST else f"{written[: LONGEST - 3]}..."


def told(values: Mapping[str, object]) -> str:
    """Values with their names, as one gives them to a factory."""
    return ", ".join(f"{name}={shown(value)}" for name, value in values.items())


def nearest(word: str, known: Iterable[str], otherwise: str = "it has") -> str:
    """The known name most like ``word``, as the end of a sentence; all of them where none is."""
    names = sorted({name for name in known if not name.startswith("_")})
    spelled = {name.lower(): name for name in names}
    found = difflib.get_close_matches(word.lower(), list(spelled), n=1, cutoff=0.5)
    return f"; did you mean {spelled[found[0]]}?" if found else f"; {otherwise} {', '.join(names)}"
