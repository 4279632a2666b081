"""The texts of a call say what happened, and nothing that cannot be so."""

import re
from itertools import pairwise, product

import numpy as np
import pytest

from factories.engine.streams import Chance
from factories.rules.calls.findings import in_season
from factories.rules.calls.urgency import WAITS_FOR_DAYS, WANTS_IT_SOON
from factories.wording import notes as technicians
from factories.wording import work_orders
from factories.wording.faults import faults
from factories.wording.phrases import COMPONENTS, FIXES, KINDS, PLACE
from factories.wording.readings import FITS, sized
from factories.wording.repairs import STILL
from factories.wording.visits import SAFETY
from factories.wording.work import Work
from tests.factories.wording.cases import (
    AGES,
    BRAND,
    BTU,
    CALL,
    FAILED,
    HIGH,
    KIND,
    LOW,
    MONTH,
    NO,
    NONE,
    PART,
    SIZE,
    TYPE,
    TYPES,
    YES,
    all_work,
    completion,
    descriptions,
    fine,
    notes,
)


@pytest.fixture
def chance() -> Chance:
    return Chance(42, ("texts",), np.arange(1, SIZE + 1))


def test_every_combination_makes_a_clean_text(chance: Chance) -> None:
    columns = [descriptions(chance)]
    for part, flag in product((PART, NONE), (NO, YES)):
        columns.append(completion(chance, part, flag))
        closing = work_orders.Closing(YES, YES, flag, flag)
        columns.append(work_orders.completion_notes(chance, all_work(part), closing))
        ages = np.arange(SIZE) % 30
        columns.append(
            technicians.technician_notes(
                chance, all_work(part), technicians.Unit(CALL, CALL, BRAND, ages, BTU), flag, HIGH
            )
        )
    for column in columns:
        assert len(column) == SIZE
        assert [text for text in column if not fine(text)] == []


@pytest.mark.parametrize("customer_type", ["residential", "commercial"])
@pytest.mark.parametrize("safety", list(SAFETY))
def test_instructions_cover_every_place(customer_type: str, safety: str) -> None:
    cases = tuple(product(TYPES, KINDS, PLACE))
    types, kinds, places = ([case[n] for case in cases] for n in range(3))
    stop = work_orders.Stop(
        service_type=types,
        kind=kinds,
        location=places,
        customer=np.arange(len(cases)) % 50,
        customer_type=[customer_type] * len(cases),
        customer_name=["Maple Hill Grill"] * len(cases),
    )
    chance = Chance(1, ("texts",), np.arange(len(cases)))
    texts = work_orders.work_order_instructions(chance, stop, [safety] * len(cases))
    assert all(map(fine, texts))
    assert all(any(said in text for said in SAFETY[safety]) for text in texts)


def test_description_fits_and_names_unit_and_brand(chance: Chance) -> None:
    for text, brand in zip(descriptions(chance), BRAND, strict=True):
        assert len(text) <= 300
        assert brand in text


def test_description_does_not_name_the_cause(chance: Chance) -> None:
    """The customer does not know yet; only what a customer sees himself may be named."""
    seen = ("Thermostat", "Drain Line", "Igniter", "Heat Exchanger")
    for text, kind, component in zip(descriptions(chance), KIND, FAILED, strict=True):
        if component is not None and component not in seen:
            assert component.lower() not in text.lower(), (kind, text)


def test_nobody_complains_of_heat_in_winter_or_of_cold_in_summer(chance: Chance) -> None:
    winter, summer = descriptions(chance, 1, 20, 35), descriptions(chance, 7, 74, 93)
    for january, july in zip(winter, summer, strict=True):
        assert "inside" not in january or "it is 8" not in january
        assert "is up to 8" not in january
        assert "is down to" not in july


def test_nobody_misses_the_heat_on_a_warm_day_or_the_cold_on_a_cool_one(chance: Chance) -> None:
    said = ("no heat", "cold inside", "F inside", "temperature indoors", "cooling at all")
    for month in (1, 4, 7, 10):
        for low, high in ((45, 66), (60, 80)):
            texts = descriptions(chance, month, low, high)
            inside = [text for text in texts if any(word in text for word in said)]
            if high == 66:
                assert not any("cool" in text for text in inside)
            assert not any(" F inside" in text or "indoors" in text for text in inside)
        warm = descriptions(chance, month, 60, 80)
        assert not any("no heat" in text or "cold inside" in text for text in warm)


OUTAGES = (
    *("no heat", "not cooling", "F inside", "temperature indoors", "will not come on"),
    *("no hot water", " quit and ", "stopped heating", "is dead", "fan does not come on"),
)


def test_who_waits_for_days_tells_of_no_outage(chance: Chance) -> None:
    for month, low, high in ((1, 20, 35), (7, 74, 93), (4, 50, 70)):
        told = [
            text
            for text, kind in zip(
                descriptions(chance, month, low, high, urgency=WAITS_FOR_DAYS), TYPE, strict=True
            )
            if kind in FIXES
        ]
        assert not any(said in text for text in told for said in OUTAGES)
        assert any(fine(text) and "needs several tries" in text for text in told)


@pytest.mark.parametrize(
    ("incident", "said"),
    [
        ("Carbon Monoxide Alert", ("carbon monoxide", "headache")),
        ("Water Damage", ("water",)),
        ("Electrical Issue", ("burnt smell", "breaker", "spark")),
    ],
)
def test_an_incident_is_told_as_what_it_is(
    chance: Chance, incident: str, said: tuple[str, ...]
) -> None:
    for text, kind in zip(descriptions(chance, urgency=incident), TYPE, strict=True):
        if kind == "Emergency":
            assert fine(text)
            assert any(word in text.lower() for word in said)


def test_no_emergency_is_a_trifle(chance: Chance) -> None:
    for text in descriptions(chance, urgency="No Heat/AC"):
        assert "airflow is much weaker" not in text
        assert "carbon monoxide" not in text


def test_nobody_compares_a_new_unit_with_last_year(chance: Chance) -> None:
    new = descriptions(chance, age=1)
    assert not any("last year" in text or "topped off before" in text for text in new)
    assert any("louder than last year" in text for text in descriptions(chance, age=5))


def test_filters_are_asked_after_where_there_are_some(chance: Chance) -> None:
    rows = zip(descriptions(chance), KIND, FAILED, range(SIZE), strict=True)
    for text, kind, component, row in rows:
        outside = tuple(PLACE)[row % len(PLACE)] in ("Outdoor Pad", "Roof")
        if outside or kind in ("Water Heater", "Boiler", "Central AC", "Heat Pump"):
            assert "check the filter" not in text
        if kind in ("Water Heater", "Boiler") and (not component or kind in FITS[component]):
            assert "ilter" not in text


def test_an_indefinite_article_fits_its_noun(chance: Chance) -> None:
    for text in (*descriptions(chance), *completion(chance, NONE, YES)):
        words = text.lower().replace(",", " ").split()
        for article, noun in pairwise(words):
            if article == "a":
                assert noun[0] not in "aeio", text
            if article == "an":
                assert noun[0] in "aeio", text


def test_completion_names_the_component_and_its_part(chance: Chance) -> None:
    for text, kind, component in zip(completion(chance, PART, NO), TYPE, FAILED, strict=True):
        if component and kind in FIXES:
            assert component.lower() in text.lower()
            assert f"{component} 77-B" in text


def test_completion_says_warranty_only_under_warranty(chance: Chance) -> None:
    covered = work_orders.completion_notes(
        chance, all_work(), work_orders.Closing(YES, YES, NO, NO)
    )
    for plain, text, kind, part in zip(
        completion(chance, PART, NO), covered, TYPE, PART, strict=True
    ):
        if kind in FIXES:
            assert "arranty" not in plain
            assert ("arranty" in text) == (part is not None)


def test_a_return_visit_is_said_exactly_when_it_is_needed(chance: Chance) -> None:
    for part in (PART, NONE):
        assert all("return visit" in text.lower() for text in completion(chance, part, YES))
        assert not any("return" in text.lower() for text in completion(chance, part, NO))


def test_technician_notes_name_component_part_and_brand(chance: Chance) -> None:
    for text, kind, component, brand in zip(notes(chance, PART), TYPE, FAILED, BRAND, strict=True):
        assert brand in text
        if component and kind in FIXES:
            assert component.split()[0].lower() in text.lower()
        if component and kind in FIXES and component != "Refrigerant Leak":
            assert f"Installed {component} 77-B." in text


COOLING_WORDS = ("superheat", "subcooling", "temperature split", "return split", "compressor at")
FLAME_WORDS = ("manifold", "microamps", "flue", "inlet gas")


def test_readings_belong_to_the_kind(chance: Chance) -> None:
    for text, kind in zip(notes(chance, PART), KIND, strict=True):
        if kind in ("Boiler", "Furnace", "Water Heater"):
            assert not any(word in text for word in COOLING_WORDS), (kind, text)
        if kind in ("Central AC", "Heat Pump", "Ductless Mini-Split", "Air Handler"):
            assert not any(word in text for word in FLAME_WORDS), (kind, text)
        if kind != "Boiler":
            assert " psi cold" not in text


def test_an_unrepaired_unit_has_no_good_readings(chance: Chance) -> None:
    for text, kind, component in zip(notes(chance, NONE), TYPE, FAILED, strict=True):
        if component and kind in FIXES:
            assert "After repair" not in text
            assert " split " not in text
            assert "uF" not in text


def test_age_is_told_in_proper_english(chance: Chance) -> None:
    for age, said in ((1, "1 year"), (7, "7 years")):
        for text, kind in zip(notes(chance, PART, age), TYPE, strict=True):
            assert kind == "Installation" or f"{said} old" in text or f"{said} in service" in text
    for text, kind in zip(notes(chance, PART, 24), TYPE, strict=True):
        assert kind == "Installation" or "replace" in text or "end of its life" in text


def test_a_callback_is_called_one(chance: Chance) -> None:
    ages = np.full(SIZE, 5)
    unit = technicians.Unit(CALL, CALL, BRAND, ages, BTU)
    texts = technicians.technician_notes(chance, all_work(), unit, YES, HIGH)
    assert all("Callback" in text or "Return on" in text for text in texts)
    assert not any("Callback" in text for text in notes(chance, PART))


def test_readings_are_those_of_the_weather(chance: Chance) -> None:
    cold, hot = notes(chance, PART, high=42), notes(chance, PART, high=95)
    cooling = ("superheat", " split ", "subcooling")
    assert not any(word in text for word in cooling for text in cold)
    assert all(any(word in text for text in hot) for word in cooling)
    flame = ("flue CO", "microamps", "temperature rise")
    burners = [text for text, kind in zip(hot, KIND, strict=True) if kind in ("Furnace", "Boiler")]
    assert not any(word in text for word in flame for text in burners)
    assert all(any(word in text for text in cold) for word in flame)


def test_a_row_alone_says_what_it_says_in_bulk(chance: Chance) -> None:
    whole = notes(chance, PART)
    done = completion(chance, PART, NO)
    asked = descriptions(chance)
    for row in range(0, SIZE, 97):
        one = chance.at(chance.ids[row : row + 1])
        only = slice(row, row + 1)
        call, brand, no = CALL[only], BRAND[only], NO[only]
        work = Work(call, TYPE[only], KIND[only], FAILED[only], PART[only], MONTH[only])
        unit = technicians.Unit(call, call, brand, np.array([6]), BTU[only])
        assert technicians.technician_notes(one, work, unit, no, np.array([70])) == [whole[row]]
        closing = work_orders.Closing(no, no, no, no)
        assert work_orders.completion_notes(one, work, closing) == [done[row]]
        place = [tuple(PLACE)[row % len(PLACE)]]
        how = work_orders.Asked([WANTS_IT_SOON], MONTH[only], LOW[only], HIGH[only], no)
        on_file = work_orders.OnFile(no, no, no, no)
        assert work_orders.work_order_description(
            one, work, brand, place, AGES[only], how, on_file
        ) == [asked[row]]


def test_every_component_fits_some_kind() -> None:
    assert set(FITS) == set(COMPONENTS)
    assert all(set(kinds) <= set(KINDS) and kinds for kinds in FITS.values())


def test_texts_of_a_call_are_of_one_fault() -> None:
    """What was found begins with a reading of the same fault that was mended."""
    size = 200
    chance, call = Chance(5, ("texts",), np.arange(size)), np.arange(size)
    repair, no, mild = ["Repair"] * size, np.zeros(size, np.bool_), np.full(size, 70)
    btu = np.full(size, 36_000)
    for component, (kind, *_) in FITS.items():
        unit, failed, part = ([some] * size for some in (kind, component, "part"))
        work = Work(call, repair, unit, failed, part, call % 12 + 1)
        looked_at = technicians.Unit(call, call, unit, mild, btu)
        found = technicians.technician_notes(chance, work, looked_at, no, mild)
        done = work_orders.completion_notes(chance, work, work_orders.Closing(no, no, no, no))
        told = set()
        for noted, mended in zip(found, done, strict=True):
            fault = next(f for f in faults(component, kind) if mended.startswith(f.mended))
            reads = (said.partition("[")[0] for said in sized(fault.read, kind, 36_000))
            assert noted.startswith(tuple(reads))
            told.add(fault)
        assert told == set(faults(component, kind))


def test_what_feeds_a_part_that_failed_reads_the_same_on_every_visit() -> None:
    """Two visits to each of a hundred furnaces."""
    size = 200
    home, call = np.arange(size) // 2, np.arange(size)
    repair, no, mild = ["Repair"] * size, np.zeros(size, np.bool_), np.full(size, 70)
    unit, failed, part = ([some] * size for some in ("Furnace", "Gas Valve", "Gas valve 1/2 in"))
    looked_at = technicians.Unit(home, home, unit, mild, np.full(size, 80_000))
    chance, work = (
        Chance(5, ("texts",), call),
        Work(call, repair, unit, failed, part, call % 12 + 1),
    )
    notes = technicians.technician_notes(chance, work, looked_at, no, mild)
    inlet = [re.match(r"Gas valve has 24 V and ([\d.]+) in. w.c. at the inlet", n) for n in notes]
    read = np.array([float(found[1]) for found in inlet if found]).reshape(-1, 2)
    assert np.abs(np.diff(read)).mean() < 0.5 * np.abs(np.diff(read[:, 0])).mean()
    assert not any("[" in note for note in notes)


def test_what_was_noted_and_not_mended_is_told_as_such() -> None:
    """Of a unit whose capacitor was noted, at tune-ups and at repairs of something else."""
    size = 200
    chance, call = Chance(5, ("texts",), np.arange(size)), np.arange(size)
    no, mild, before = np.zeros(size, np.bool_), np.full(size, 70), ["Capacitor"] * size
    unit, part, month = ["Central AC"] * size, ["Contactor 30 A"] * size, call % 12 + 1
    tuned = Work(call, ["Maintenance"] * size, unit, before, [None] * size, month)
    other = Work(call, ["Repair"] * size, unit, ["Contactor"] * size, part, month)
    mended = Work(call, ["Repair"] * size, unit, before, ["Run capacitor 45 uF"] * size, month)
    looked_at = technicians.Unit(call, call, unit, mild, np.full(size, 36_000), before)
    new = technicians.Unit(call, call, unit, mild, np.full(size, 36_000))
    told = technicians.technician_notes(chance, tuned, looked_at, no, mild)
    first = technicians.technician_notes(chance, tuned, new, no, mild)
    assert [text.replace(STILL, "") for text in told] == first != told
    assert all(re.search(r"measured (8[2-9]|90) percent of its rating, still", t) for t in told)
    found = technicians.technician_notes(chance, other, looked_at, no, mild)
    assert not any("apacitor at" in text for text in [*told, *found])
    assert any(
        "apacitor at" in t for t in technicians.technician_notes(chance, mended, new, no, mild)
    )


def test_amperes_grow_with_the_unit() -> None:
    assert sized(("{start 100} A",), "Central AC", 36_000) == ("83 A",)
    assert sized(("{start 100} A",), "Package Unit", 120_000) == ("138 A",)
    assert sized(("{blower 100} A",), "Furnace", 80_000) == ("6.4 A",)
    with pytest.raises(ValueError, match="no rated current of start in a Ductless Mini-Split"):
        sized(("{start 100} A",), "Ductless Mini-Split", 12_000)


def test_every_fault_has_amperes_where_its_kind_fits() -> None:
    for component, kinds in FITS.items():
        for kind in kinds:
            for fault in faults(component, kind):
                assert not any("{" in said for said in sized(fault.read, kind, 24_000))


@pytest.mark.parametrize(
    ("part", "volts"),
    [
        ("Water heater gas valve standard tank", " mV and "),
        ("Water heater gas valve high input tank", "24 V"),
    ],
)
def test_a_standing_pilot_makes_millivolts(part: str, volts: str) -> None:
    size = 20
    call, no, mild = np.arange(size), np.zeros(size, np.bool_), np.full(size, 70)
    repair, unit, failed = ([some] * size for some in ("Repair", "Water Heater", "Gas Valve"))
    work = Work(call, repair, unit, failed, [part] * size, call % 12 + 1)
    looked_at = technicians.Unit(call, call, unit, mild, np.full(size, 40_000))
    chance = Chance(5, ("texts",), call)
    notes = technicians.technician_notes(chance, work, looked_at, no, mild)
    said = {volts in note for note in notes if note.startswith("Gas valve has")}
    assert said == {True}


def test_what_is_noted_in_the_season_does_not_wait_for_it(chance: Chance) -> None:
    told = completion(chance, NONE, NO)
    waiting = [row for row, text in enumerate(told) if "before the season" in text]
    assert waiting
    assert not any(in_season(KIND[row], MONTH[row]) for row in waiting)
    assert any("to have it fixed soon" in text for text in told)
