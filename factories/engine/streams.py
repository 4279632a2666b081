"""Random numbers that are addressed by seed, stream and row id, not consumed one after another.

A cell's random bits are a pure function of (seed, stream name, row id). Nothing is drawn "next", so
a row has the same values alone, in bulk, in any chunk and in any process, and a new column disturbs
no other one.

Only integers decide: 32-bit fractions compared with cut points, or indexes into tables made
beforehand. The mixing function is the finalizer of SplitMix64 (Steele, Lea and Flood, "Fast
splittable pseudorandom number generators", OOPSLA 2014), applied twice around the row id.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Bits = NDArray[np.uint64]


def _word(number: int) -> Bits:
    """An operand: with an array of no dimension numpy is twice as quick as with a scalar."""
    word = np.array(number, np.uint64)
    word.flags.writeable = False
    return word


GOLDEN, MIX_1, MIX_2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_GOLDEN, _MIX_1, _MIX_2 = map(_word, (GOLDEN, MIX_1, MIX_2))
_S30, _S27, _S31, _S32 = map(_word, (30, 27, 31, 32))
_I32 = np.array(32)

FRACTION = 1 << 32
"""Draws are fractions of this: a probability p is the cut point p * 2**32."""


def _mix(state: Bits, spare: Bits) -> None:
    """Mixes in place: ten thousand short arrays are drawn for each branch."""
    for shift, factor in ((_S30, _MIX_1), (_S27, _MIX_2)):
        np.right_shift(state, shift, spare)
        np.bitwise_xor(state, spare, state)
        np.multiply(state, factor, state)
    np.right_shift(state, _S31, spare)
    np.bitwise_xor(state, spare, state)


_MASK = 2**64 - 1
FEW = 16
"""Numbers up to which Python's own arithmetic is quicker than numpy's, whose steps take as long for
one as for a hundred."""


def _mixed_alone(row: int, key: int) -> int:
    """What ``_mixed`` makes of one row."""
    state = row * GOLDEN + key & _MASK
    state = (state ^ state >> 30) * MIX_1 & _MASK
    state = (state ^ state >> 27) * MIX_2 & _MASK
    state ^= state >> 31 ^ key
    state = (state ^ state >> 30) * MIX_1 & _MASK
    state = (state ^ state >> 27) * MIX_2 & _MASK
    return state ^ state >> 31


def _mixed(ids: Ints, keys: Bits) -> Bits:
    state: Bits = np.add(ids.view(np.uint64) * _GOLDEN, keys)
    spare = np.empty_like(state)
    _mix(state, spare)
    np.bitwise_xor(state, keys, state)
    _mix(state, spare)
    return state


@lru_cache(maxsize=4096, typed=True)
def stream_key(seed: int, *names: str | int) -> Bits:
    """The 64-bit key of one stream, e.g. ``stream_key(42, "customers", "phone")``."""
    return _word(_key(seed, names))


def _key(seed: int, names: tuple[str | int, ...]) -> int:
    # The last name may be a number of many, such as a year's.
    return _key_of(_begun(seed), _encoded(names[:-1]) + f"\x1f{names[-1]}".encode())


def _key_of(begun: blake2b, names: bytes) -> int:
    digest = begun.copy()
    digest.update(names)
    return int.from_bytes(digest.digest(), "little")


@lru_cache(maxsize=64)
def _begun(seed: int) -> blake2b:
    return blake2b(str(seed).encode(), digest_size=8)


@lru_cache(maxsize=4096)
def _encoded(names: tuple[str | int, ...]) -> bytes:
    return "".join(f"\x1f{name}" for name in names).encode()


def bits(key: Bits, ids: Ints) -> Bits:
    """64 random bits for each row id; shape of ``ids``."""
    if len(ids) <= FEW:
        alone = int(key)
        return np.array([_mixed_alone(row, alone) for row in ids.tolist()], np.uint64)
    return _mixed(ids, key)


def bits_of_streams(
    seed: int, streams: Sequence[tuple[str | int, ...]], ids: Ints
) -> NDArray[np.uint64]:
    """The same for several streams at once, a row of bits each."""
    begun = _begun(seed)
    keys = np.array([_key_of(begun, _encoded(names)) for names in streams], np.uint64)
    if len(ids) == 1:
        return _mixed(ids, keys)[:, None]
    return _mixed(ids, keys[:, None])


def fractions(drawn: Bits) -> Ints:
    """Bits as fractions, uniform in [0, 2**32)."""
    return np.right_shift(drawn, _S32).view(np.int64)


@lru_cache(maxsize=1024)
def cut_points(weights: tuple[float, ...]) -> Ints:
    """Cumulated weights as cut points in 2**32; zero weights are never drawn."""
    parts = list(accumulate(weights))
    # sum() of floats rounds otherwise from Python 3.12 on.
    total = parts[-1] if parts else 0
    if total <= 0 or min(weights) < 0:
        raise ValueError(f"weights must be zero or more and not all zero: {weights}")
    return np.array([round(FRACTION * part / total) for part in parts], np.int64)


def cut_table(weights: NDArray[np.float64]) -> Ints:
    """The cut points of many weightings at once, along the last axis."""
    parts = np.cumsum(weights, axis=-1)
    cuts: Ints = np.rint(FRACTION * parts / parts[..., -1:]).astype(np.int64)
    return cuts


_Shift: TypeAlias = Callable[[Any], Any]


@lru_cache(maxsize=64)
def _shifts(key: int, root: int) -> tuple[_Shift, ...]:
    """Four tables of a random shift for each number below ``root``."""
    drawn = bits(_word(key), np.arange(4 * root, dtype=np.int64)) >> _S32
    tables = (drawn.astype(np.int64) * root >> 32).reshape(4, root)
    return tuple(table.__getitem__ for table in tables)


def _shifts_alone(key: int, root: int) -> tuple[_Shift, ...]:
    """The same without the tables."""

    def shift(turn: int) -> _Shift:
        return lambda half: (_mixed_alone(turn * root + half, key) >> 32) * root >> 32

    return tuple(map(shift, range(4)))


def _crossed(number: Any, root: int, shifts: Sequence[_Shift]) -> Any:
    """A Feistel network that adds instead of crossing bits, so that each turn can be undone: a
    permutation of the numbers below ``root * root``."""
    high, low = number // root, number % root
    for turn, shift in enumerate(shifts):
        if turn % 2:
            high = (high + shift(low)) % root
        else:
            low = (low + shift(high)) % root
    return high * root + low


_BELL_MEAN, _BELL_SPREAD = 131_070, 37_837
"""Of the sum of four uniforms on [0, 65535]: 65536 / sqrt(3) is its standard deviation."""


def _bell_alone(bits: int, spread: int) -> int:
    """What ``Chance.bell`` makes of one row's bits."""
    total = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
    return (total - _BELL_MEAN) * spread // _BELL_SPREAD


class Chance:
    """The draws of one table's rows.

    ``ids`` are the row ids (primary keys, or any other integers that identify what is drawn for).
    Each method names its stream with a label; the same label gives the same draw again.
    """

    __slots__ = ("_names", "_seed", "ids")

    def __init__(self, seed: int, names: tuple[str | int, ...], ids: Ints) -> None:
        self._seed = seed
        self._names = names
        self.ids = ids

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def seed(self) -> int:
        """What all its streams have in common."""
        return self._seed

    def of(self, *names: str | int) -> Chance:
        """The same rows, in a family of streams of their own."""
        return Chance(self._seed, (*self._names, *names), self.ids)

    def at(self, ids: Ints) -> Chance:
        """The same streams for other rows."""
        return Chance(self._seed, self._names, ids)

    def common(self, names: tuple[str | int, ...], ids: Ints) -> Chance:
        """Streams of the same seed but of no table: what rows of several tables must agree on."""
        return Chance(self._seed, names, ids)

    def bits(self, label: str | int) -> Bits:
        """64 random bits a row."""
        return bits(stream_key(self._seed, *self._names, label), self.ids)

    def fraction(self, label: str | int) -> Ints:
        """Uniform in [0, 2**32), int64."""
        return fractions(self.bits(label))

    def below(self, label: str | int, bound: int | Ints) -> Ints:
        """Uniform integers in [0, bound); ``bound`` (at most 2**31) may differ by row."""
        drawn: Ints = np.right_shift(self.fraction(label) * bound, _I32)
        return drawn

    def between(self, label: str | int, low: int | Ints, high: int | Ints) -> Ints:
        """Uniform integers in [low, high], both ends included."""
        return low + self.below(label, high - low + 1)

    def happens(
        self, label: str | int, probability: float | NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """True with the given probability (a number, or one a row)."""
        cut: int | Ints
        if isinstance(probability, float):
            cut = round(probability * FRACTION)
        else:
            cut = np.rint(np.asarray(probability, np.float64) * FRACTION).astype(np.int64)
        return self.fraction(label) < cut

    def choose(self, label: str | int, weights: Sequence[float]) -> Ints:
        """Index into ``weights``, drawn in proportion to them."""
        return cut_points(tuple(weights)).searchsorted(self.fraction(label), side="right")

    def choose_by(self, label: str | int, table: NDArray[np.int64], group: Ints) -> Ints:
        """As :meth:`choose`, with the cut points ``table[group]``: a row of ``table`` a group."""
        chosen: Ints = (table[group] <= self.fraction(label)[:, None]).sum(axis=1)
        return chosen

    def quantile(self, label: str | int, table: Ints) -> Ints:
        """A value of ``table``, a distribution's quantiles at equal steps (see ``quantiles``)."""
        drawn: Ints = table[self.below(label, len(table))]
        return drawn

    def bell(self, label: str | int, spread: int) -> Ints:
        """About normal around 0 with standard deviation ``spread``: a sum of four uniforms."""
        drawn = self.bits(label)
        if len(drawn) <= FEW:
            return np.array([_bell_alone(bits, spread) for bits in drawn.tolist()], np.int64)
        four = drawn.view(np.uint16).astype(np.int64)
        total = four[0::4] + four[1::4] + four[2::4] + four[3::4]
        around: Ints = ((total - _BELL_MEAN) * spread) // _BELL_SPREAD
        return around

    def distinct(self, label: str | int, size: int) -> Ints:
        """Numbers for people to read, distinct for distinct ids, that tell nothing of them.

        Below ``size``, a power of a hundred, within any ``size`` ids, then in the next block of it.
        """
        place = self._placing(label, math.isqrt(size))
        if len(self.ids) <= FEW:
            near = [row // size * size + place(row % size) for row in self.ids.tolist()]
            return np.array(near, np.int64)
        numbers: Ints = self.ids // size * size + place(self.ids % size)
        return numbers

    def shuffled(self, label: str | int, size: int) -> Ints:
        """Where a shuffle of ``size`` things puts the ids, which lie below it."""
        place = self._placing(label, math.isqrt(size - 1) + 1)
        # In a square number of places; what falls beyond goes on until it is within.
        if len(self.ids) <= FEW:
            near = list(map(place, self.ids.tolist()))
            while max(near, default=0) >= size:
                near = [where if where < size else place(where) for where in near]
            return np.array(near, np.int64)
        placed: Ints = place(self.ids)
        while (beyond := placed >= size).any():
            placed[beyond] = place(placed[beyond])
        return placed

    def _placing(self, label: str | int, root: int) -> Callable[[Any], Any]:
        """A permutation of the numbers below ``root * root``, of a few numbers or of an array."""
        key = _key(self._seed, (*self._names, label))
        if len(self.ids) <= FEW:
            return lambda number: _crossed(number, root, _shifts_alone(key, root))
        return lambda numbers: _crossed(numbers, root, _shifts(key, root))

    def order(self, label: str | int) -> Ints:
        """A permutation of the positions 0..n-1."""
        return np.argsort(self.bits(label), kind="stable")


def keep_weighted(chance: Chance, label: str, weights: Ints, count: int) -> Ints:
    """Positions of exactly ``count`` candidates, drawn in proportion to ``weights``.

    Systematic sampling over the candidates in random order: every candidate's share of the quota is
    its share of the weight, and none is taken twice. A candidate whose share is more than one is
    taken first. Raises ValueError when fewer than ``count`` candidates have a weight.
    """
    if count == 0:
        return np.zeros(0, np.int64)
    if int((weights > 0).sum()) < count:
        raise ValueError(f"{label}: {count} wanted, {int((weights > 0).sum())} candidates")
    order = chance.order(f"{label}/order")
    weights = weights[order].copy()
    taken = np.zeros(len(weights), np.bool_)
    while (remaining := count - int(taken.sum())) > 0:
        total = int(weights.sum())
        certain = weights * remaining >= total
        if (certain & (weights > 0)).any():
            certain &= weights > 0
            if int(certain.sum()) > remaining:
                certain[np.flatnonzero(certain)[remaining:]] = False
            taken |= certain
            weights[certain] = 0
            continue
        edges = np.cumsum(weights)
        start = int(chance.at(np.zeros(1, np.int64)).fraction(f"{label}/start")[0])
        points = (
            np.arange(remaining, dtype=np.int64) * total + ((start * total) >> 32)
        ) // remaining
        taken[np.searchsorted(edges, points, side="right")] = True
        break
    return np.sort(order[taken])
