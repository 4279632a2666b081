"""Chance: frozen answers, fair draws, exact quotas, and nothing that depends on order."""

from hashlib import blake2b
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.engine.streams import (
    FEW,
    Chance,
    Ints,
    bits,
    cut_points,
    keep_weighted,
    stream_key,
)

ROWS = np.arange(1, 40_001)
MASK = 2**64 - 1


def chance(label: str = "test", rows: Ints = ROWS) -> Chance:
    return Chance(42, ("table", label), rows)


def chi_square(counts: Ints, expected: Any) -> float:
    return float(((counts - expected) ** 2 / expected).sum())


def bits_in_words(seed: int, *names: object, row: int) -> int:
    """The definition, without numpy."""

    def mix(state: int) -> int:
        state = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & MASK
        state = (state ^ state >> 27) * 0x94D049BB133111EB & MASK
        return state ^ state >> 31

    text = "\x1f".join(map(str, (seed, *names)))
    key = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")
    return mix(mix(row * 0x9E3779B97F4A7C15 + key & MASK) ^ key)


def test_the_answers_are_those_of_the_first_release() -> None:
    """Another mixing function would change every data set that anybody has."""
    assert int(stream_key(42, "customers", "phone")) == 0x982B274C61C6855D
    key = stream_key(42, "customers", "phone", "line")
    assert [int(drawn) for drawn in bits(key, np.array([0, 1, 2, 64, 10**9]))] == [
        0xE5BC543FBCBB4C2C,
        0xE9888B153F946AE1,
        0xAD18B69264CF931C,
        0x138330077EFAB735,
        0xC521CDF6FABEC16B,
    ]
    phones = Chance(42, ("customers", "phone"), np.arange(1, 9))
    assert phones.below("line", 100).tolist() == [91, 67, 51, 22, 97, 29, 87, 34]
    assert phones.between("x", -3, 3).tolist() == [0, 2, 0, 3, 1, -3, 0, 0]
    assert phones.choose("w", (70, 20, 10)).tolist() == [0, 0, 2, 2, 0, 0, 1, 2]
    assert phones.bell("b", 1000).tolist() == [850, 19, 259, 654, 782, 513, 885, 1248]
    assert phones.order("o").tolist() == [3, 6, 4, 0, 2, 7, 1, 5]
    ten = Chance(42, ("t",), np.arange(10))
    assert keep_weighted(ten, "k", np.arange(1, 11), 4).tolist() == [3, 6, 7, 8]


@given(st.integers(0, 2**40), st.integers(0, 2**62), st.text(max_size=8))
def test_numpy_computes_what_the_definition_says(seed: int, row: int, name: str) -> None:
    for count in (1, FEW, FEW + 1):
        drawn = Chance(seed, (name,), np.full(count, row)).bits("label")
        assert set(drawn.tolist()) == {bits_in_words(seed, name, "label", row=row)}


@pytest.mark.parametrize("spread", [1, 1000, 11_000])
def test_the_bell_of_a_few_rows_is_that_of_many(spread: int) -> None:
    many = chance().bell("b", spread).tolist()
    assert [chance(rows=ROWS[k : k + 1]).bell("b", spread).item() for k in range(500)] == many[:500]


def test_a_draw_is_a_function_of_its_address() -> None:
    drawn = chance().below("a", 1000)
    assert (chance().below("a", 1000) == drawn).all()
    assert (chance(rows=ROWS[::-1]).below("a", 1000) == drawn[::-1]).all()
    assert chance(rows=ROWS[7:8]).below("a", 1000) == drawn[7]
    assert (chance().at(ROWS[100:200]).below("a", 1000) == drawn[100:200]).all()
    assert (Chance(42, ("table",), ROWS).of("test").below("a", 1000) == drawn).all()
    assert (Chance(42, (), ROWS).common(("table", "test"), ROWS).below("a", 1000) == drawn).all()


def test_other_addresses_draw_otherwise() -> None:
    drawn = chance().fraction("a")
    for other in (
        chance().fraction("b"),
        chance("other").fraction("a"),
        Chance(43, ("table", "test"), ROWS).fraction("a"),
        chance().of("x").fraction("a"),
        chance(rows=ROWS + len(ROWS)).fraction("a"),
    ):
        assert (drawn == other).sum() <= 3
        assert abs(np.corrcoef(drawn, other)[0, 1]) < 0.02


def test_fractions_are_uniform() -> None:
    """Chi-square of 63 degrees of freedom: beyond 120 is one in 50,000."""
    for label in ("a", "b", "c", "d"):
        counts = np.bincount(chance().fraction(label) >> 26, minlength=64)
        assert chi_square(counts, len(ROWS) / 64) < 120
        pairs = chance().fraction(label)
        following = np.bincount((pairs[:-1] >> 29) * 8 + (pairs[1:] >> 29), minlength=64)
        assert chi_square(following, (len(ROWS) - 1) / 64) < 120


def test_every_bit_is_fair() -> None:
    drawn = chance().bits("a")
    for bit in range(64):
        share = float(((drawn >> np.uint64(bit)) & np.uint64(1)).mean())
        assert abs(share - 0.5) < 0.015, bit


def test_below_and_between_stay_inside_and_reach_the_ends() -> None:
    assert set(chance().below("a", 3).tolist()) == {0, 1, 2}
    assert set(chance().between("a", -2, 2).tolist()) == {-2, -1, 0, 1, 2}
    bounds = np.where(ROWS % 2 == 0, 10, 1)
    drawn = chance().below("a", bounds)
    assert drawn[bounds == 1].max() == 0
    assert drawn[bounds == 10].max() == 9
    assert chance().below("a", 2**31).max() < 2**31


def test_choices_keep_their_weights() -> None:
    weights = np.array([60, 25, 10, 5, 0])
    counts = np.bincount(chance().choose("a", weights.tolist()), minlength=5)
    assert counts[4] == 0
    assert chi_square(counts[:4], weights[:4] / 100 * len(ROWS)) < 25


def test_choices_by_group_keep_each_groups_weights() -> None:
    table = np.array([cut_points((1, 0, 1)), cut_points((0, 1, 0))])
    group = (ROWS % 2).astype(np.int64)
    drawn = chance().choose_by("a", table, group)
    assert set(drawn[group == 0].tolist()) == {0, 2}
    assert set(drawn[group == 1].tolist()) == {1}
    assert abs(float((drawn[group == 0] == 0).mean()) - 0.5) < 0.02


def test_happens_as_often_as_it_should() -> None:
    assert abs(float(chance().happens("a", 0.2).mean()) - 0.2) < 0.01
    assert not chance().happens("a", 0.0).any()
    assert chance().happens("a", 1.0).all()
    likely = np.where(ROWS % 2 == 0, 0.9, 0.1)
    drawn = chance().happens("a", likely)
    assert abs(float(drawn[likely > 0.5].mean()) - 0.9) < 0.01
    assert abs(float(drawn[likely < 0.5].mean()) - 0.1) < 0.01


def test_the_bell_has_its_spread() -> None:
    drawn = chance().bell("a", 1000)
    assert abs(float(drawn.mean())) < 25
    assert abs(float(drawn.std()) - 1000) < 25
    assert abs(float((np.abs(drawn) < 1000).mean()) - 0.66) < 0.02


def test_an_order_is_a_permutation() -> None:
    order = chance().order("a")
    assert sorted(order.tolist()) == list(range(len(ROWS)))
    assert abs(np.corrcoef(order, ROWS)[0, 1]) < 0.02


@pytest.mark.parametrize("weights", [(), (0, 0), (1, -1)])
def test_weights_that_make_no_sense_are_refused(weights: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="zero or more and not all zero"):
        cut_points(weights)


def test_cut_points_end_at_one() -> None:
    assert cut_points((0.1,) * 10)[-1] == 2**32
    assert cut_points((3, 1)).tolist() == [3 * 2**30, 2**32]


class TestKeepWeighted:
    @given(
        st.lists(st.integers(0, 50), min_size=1, max_size=60),
        st.integers(0, 60),
        st.integers(0, 1000),
    )
    def test_keeps_exactly_so_many(self, weights: list[int], count: int, seed: int) -> None:
        candidates = Chance(seed, ("t",), np.arange(len(weights)))
        possible = sum(weight > 0 for weight in weights)
        if count > possible:
            with pytest.raises(ValueError, match=f"{count} wanted, {possible} candidates"):
                keep_weighted(candidates, "k", np.array(weights), count)
            return
        kept = keep_weighted(candidates, "k", np.array(weights), count).tolist()
        assert len(set(kept)) == len(kept) == count
        assert kept == sorted(kept)
        assert all(weights[position] > 0 for position in kept)

    def test_keeps_in_proportion(self) -> None:
        weights = np.array([1, 2, 3, 4] * 25)
        hits = np.zeros(4)
        for seed in range(400):
            kept = keep_weighted(Chance(seed, ("t",), np.arange(100)), "k", weights, 20)
            hits += np.bincount(weights[kept] - 1, minlength=4)
        assert np.abs(hits / hits.sum() - np.array([0.1, 0.2, 0.3, 0.4])).max() < 0.01

    def test_takes_first_what_weighs_more_than_its_share(self) -> None:
        weights = np.array([1000, 1, 1, 1, 1])
        for seed in range(20):
            assert 0 in keep_weighted(Chance(seed, ("t",), np.arange(5)), "k", weights, 2)

    def test_more_wanted_keeps_what_was_kept_where_weights_are_equal(self) -> None:
        kept = keep_weighted(chance("k", np.arange(50)), "k", np.ones(50, np.int64), 50)
        assert kept.tolist() == list(range(50))


class TestDistinct:
    @pytest.mark.parametrize(("method", "size"), [("distinct", 10_000), ("shuffled", 520)])
    def test_a_few_have_the_numbers_that_they_have_among_many(self, method: str, size: int) -> None:
        def numbers(rows: Ints) -> list[int]:
            found: list[int] = getattr(chance("k", rows), method)("n", size).tolist()
            return found

        ids = np.arange(520, dtype=np.int64)
        alone = [number for row in range(len(ids)) for number in numbers(ids[row : row + 1])]
        assert alone == numbers(ids)

    @pytest.mark.parametrize("size", [2, 3, 17, 520, 529])
    def test_a_shuffle_puts_each_thing_somewhere(self, size: int) -> None:
        ids = np.arange(size, dtype=np.int64)
        assert sorted(chance("k", ids).shuffled("n", size).tolist()) == ids.tolist()

    @pytest.mark.parametrize("size", [100, 10_000, 1_000_000])
    def test_distinct_ids_have_distinct_numbers(self, size: int) -> None:
        ids = np.arange(1, 3 * 10_000, dtype=np.int64)
        assert len(set(chance("k", ids).distinct("n", size).tolist())) == len(ids)

    def test_the_first_block_stays_below_the_size(self) -> None:
        numbers = chance("k", np.arange(10_000, dtype=np.int64)).distinct("n", 10_000)
        assert sorted(numbers.tolist()) == list(range(10_000))

    def test_neither_steps_nor_another_seed_repeat(self) -> None:
        """A step that repeats, or a number that is the same in each company, gives a key away."""
        ids = np.arange(1, 200, dtype=np.int64)
        numbers, others = (Chance(seed, ("t",), ids).distinct("n", 10_000) for seed in (1, 2))
        assert len(set((np.diff(numbers) % 10_000).tolist())) > 180
        assert (numbers == others).sum() < 5
