"""What tune-ups find, what is quoted of it, and what fails later."""

from __future__ import annotations

import numpy as np

from factories.engine.set_operations import among
from factories.engine.values import coded, texts
from factories.rules.calls import findings as rules
from factories.rules.calls.service import COMPONENTS, INSPECTION, MAINTENANCE
from factories.steps.findings import found, mended, taken_up
from factories.steps.world import World
from factories.wording.repairs import NOUN, WEAR, noted
from tests.factories.support.finished_worlds import company

SEEDS = (1, 2, 3, 4, 42)


def looks(world: World) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    kind = world.calls.kind
    return np.flatnonzero((kind == MAINTENANCE) | (kind == INSPECTION))


def test_a_fifth_to_a_third_of_the_tune_ups_find_something() -> None:
    often = [(found(world)[looks(world)] >= 0).mean() for world in map(company, SEEDS)]
    assert 0.2 < np.mean(often) < 1 / 3
    assert abs(np.mean(often) - rules.FOUND) < 0.03


def test_what_is_found_is_noted() -> None:
    for world in map(company, SEEDS):
        row = looks(world)
        notes = texts(world.tables["service_calls"]["technician_notes"])
        said = [noted(notes[call]) for call in row.tolist()]
        assert said == [COMPONENTS[n] if n >= 0 else None for n in found(world)[row].tolist()]
    assert all(noted(f"Noted {text}.") == component for component, text in WEAR.items())


def quoted(world: World, component: str) -> tuple[int, int]:
    """Quotes to mend a component: those that were accepted, and the others."""
    quotes = world.tables["quotes"]
    repairs = coded(quotes["quote_type"]).is_("Repair")
    accepted = coded(quotes["status"]).is_("Accepted")
    about = np.array(
        [f" {NOUN[component]} on" in f" {said}" or f" {NOUN[component]}," in f" {said}"
         for said in texts(quotes["description"])]
    )  # fmt: skip
    about &= repairs
    return int((about & accepted).sum()), int((about & ~accepted).sum())


def test_the_component_does_not_tell_the_answer() -> None:
    counts = {
        component: np.sum([quoted(company(seed), component) for seed in SEEDS], axis=0)
        for component in COMPONENTS
    }
    of_some = {name: count for name, count in counts.items() if count.sum() >= 25}
    assert {"Compressor", "Control Board", "Blower Motor", "Evaporator Coil"} <= set(of_some)
    for name, (yes, no) in of_some.items():
        assert 0.05 < yes / (yes + no) < 0.9, name


def test_some_of_what_was_noted_fails_later() -> None:
    same, followed = 0, 0
    for world in map(company, SEEDS):
        component, calls = found(world), world.calls
        row = np.flatnonzero((component >= 0) & (calls.day <= world.today - 180))
        day = calls.day[row]
        same += int(mended(world, calls.device[row], component[row], day, day + 180).sum())
        followed += len(row)
    assert 0.05 < same / followed < 0.28


def test_some_quotes_for_what_was_noted_are_taken() -> None:
    accepted, others = 0, 0
    for world in map(company, SEEDS):
        calls, quotes = world.calls, world.tables["quotes"]
        back = world.keys("service_calls", taken_up(calls))
        repairs = coded(quotes["quote_type"]).is_("Repair")
        accepted += int((repairs & among(quotes["service_call_id"], back)).sum())
        others += int((repairs & ~coded(quotes["status"]).is_("Accepted")).sum())
    assert 0.04 < accepted / (accepted + others) < 0.2


def test_what_is_taken_up_was_noted_and_is_booked_when_somebody_has_decided() -> None:
    first, last = rules.TAKEN_UP_AFTER
    for world in map(company, SEEDS):
        calls, book = world.calls, world.appointments
        back = taken_up(calls)
        look = calls.returns_to[back]
        assert (found(world)[look] == calls.component[back]).all()
        assert (calls.day[back] - calls.day[look] >= first).all()
        assert (calls.day[back] - calls.day[look] <= last).all()
        row = np.flatnonzero(among(book.call, back))
        assert (book.booked[row] > calls.end[calls.returns_to[book.call[row]]]).all()


def test_what_is_not_mended_is_noted_again() -> None:
    again, first, later = 0, [], []
    for world in map(company, SEEDS):
        component, calls, row = found(world), world.calls, looks(world)
        row = row[np.lexsort((calls.start[row], calls.device[row]))]
        same = calls.device[row[1:]] == calls.device[row[:-1]]
        before, after = row[:-1][same], row[1:][same]
        known = component[before] >= 0
        over = mended(
            world, calls.device[after], component[before], calls.day[before], calls.day[after]
        )
        open_ = known & ~over
        assert (component[before] == component[after])[open_].all()
        again += int(open_.sum())
        later.append((component[after] >= 0).mean())
        first.append((component[np.setdiff1d(row, after)] >= 0).mean())
    assert again > 50 * len(SEEDS)
    # As much is noted at later looks as at first ones: no more and no less the longer the history.
    assert abs(np.mean(first) - np.mean(later)) < 0.06
