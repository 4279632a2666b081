"""What a factory says when asked for what cannot be: which factory, which field, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class FactoryError(Exception):
    """Base of what factories complain of."""


class UnknownName(FactoryError, TypeError):  # noqa: N818 - reads as what happened, as NoSession does
    """A field or trait that the factory does not have."""

    def __init__(self, factory: str, name: str, known: Iterable[str]) -> None:
        meant = nearest(name.partition("__")[0], known)
        super().__init__(f"{factory}: there is no field or trait {name!r}{meant}")


class BadValue(FactoryError, ValueError):  # noqa: N818
    """A value that the field cannot take."""

    def __init__(self, factory: str, said: str, why: str) -> None:
        super().__init__(f"{factory}: {said} {why}")


def nearest(word: str, known: Iterable[str], otherwise: str = "it has") -> str:
    """The known name most like ``word``, as the end of a sentence; all of them where none is."""
    names = sorted({name for name in known if not name.startswith("_")})
    found = difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.5)
    return f"; did you mean {found[0]}?" if found else f"; {otherwise} {', '.join(names)}"
