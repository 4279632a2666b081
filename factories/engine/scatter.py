"""Numbers for people to read, made of keys: distinct as keys are, without telling them."""

from __future__ import annotations

from factories.engine.streams import Ints

_STEP = 618_033
"""Coprime to every power of ten; near the golden section of a million, so that neighbors part."""


def scattered(ids: Ints, size: int, first: int = 0) -> Ints:
    """A number for each id, distinct for distinct ids: below ``size``, a power of ten, within any
    ``size`` ids, then in the next block of ``size``. ``first`` makes another sequence."""
    numbers: Ints = ids // size * size + (ids % size * _STEP + first) % size
    return numbers
