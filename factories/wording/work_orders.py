"""Texts of a work order: what is asked for, how to get to the unit, what was done.

Every function takes whole columns and gives one text a row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from factories.engine.streams import Chance, Ints
from factories.engine.values import Days
from factories.rules.calls.findings import in_season
from factories.rules.calls.left_undone import MENDED
from factories.rules.calls.urgency import WAITS_FOR_DAYS
from factories.rules.region import climate
from factories.wording.access import ways_to_unit
from factories.wording.fault import Fault
from factories.wording.first_words import since_asked
from factories.wording.outcomes import CALLED_BY_MANAGER, done, outcome, part_used
from factories.wording.phrases import (
    FIXES,
    KIND_NOUN,
    NOTHING,
    PLACE,
    SEASON,
    Clauses,
    Flags,
    draws,
    filled,
    flags,
    joined,
    picked,
    picked_of,
    sentence,
    stretched,
    whole,
    with_article,
)
from factories.wording.second_visits import NONE_IS_SECOND, Second, said_of, to_do
from factories.wording.symptoms import INTROS, complaints, hints, weather_of
from factories.wording.visits import CHECKS, ON_THE_GROUND, SAFETY
from factories.wording.work import Work

_COMPARED = 2
"""Years from which on a unit was surely there all of last year."""
_TUNE_UP_MONTHS = (3, 4, 5, 9, 10, 11)
_with_article = lru_cache(maxsize=256)(with_article)

_FIRST_OPENING = "First opening"
"""Selects what is said of a repair that goes before others, and for which somebody waited for days
all the same."""
_SINCE: dict[str, Clauses] = {
    "Repair": (
        "Started this morning.",
        "Started last night.",
        "Started yesterday.",
        "Noticed it the day before.",
        "",
        "",
    ),
    WAITS_FOR_DAYS: (
        "Going on for two days.",
        "On and off for about a week.",
        "Comes and goes, no particular hurry.",
        "Any day this week will do.",
        "",
        "",
    ),
    _FIRST_OPENING: (
        "Going on for two days.",
        "On and off for about a week.",
        "Asked for the first opening there is.",
        "Would have liked an earlier day.",
        "",
        "",
    ),
    "Emergency": (
        "Needs someone as soon as possible.",
        "Asked for the first available technician.",
        "Emergency rate explained and accepted.",
        "Waiting on site.",
        "Cannot wait for a regular slot.",
    ),
}


def _since(service_type: str, reported_as: str, goes_first: bool) -> Clauses:
    """Since when, or how soon; nothing of what was planned."""
    if service_type == "Repair" and reported_as == WAITS_FOR_DAYS:
        return _SINCE[_FIRST_OPENING if goes_first else WAITS_FOR_DAYS]
    return _SINCE.get(service_type, NOTHING)


def _asked_for(
    service_type: str,
    kind: str,
    component: str | None,
    month: int,
    weather: int,
    seasoned: bool,
    reported_as: str,
    fault: Fault | None,
    yearly: bool,
    ours: bool,
) -> Clauses:
    """What the visit is for, one clause of which is taken; ``month`` is 1 to 12."""
    if service_type in FIXES:
        return complaints(kind, component, month, weather, seasoned, reported_as, fault)
    return _planned(service_type, kind, month, yearly, ours)


@cache
def _planned(service_type: str, kind: str, month: int, yearly: bool, ours: bool) -> Clauses:
    unit = KIND_NOUN[kind]
    if service_type == "Maintenance":
        annual = yearly and month not in _TUNE_UP_MONTHS
        season = "Annual" if annual else SEASON[month].capitalize()
        return (
            f"{season} maintenance visit, {unit}",
            f"{season} tune-up for the {unit}",
            f"Scheduled maintenance, {SEASON[month]} visit for the {unit}",
            f"Routine {unit} service",
        )
    if service_type == "Installation":
        return (
            f"Install {with_article('new ' + unit)}, start up and test",
            f"New {unit} installation, signed proposal on file",
            f"Installation of {with_article('new ' + unit)}, equipment staged at the shop",
        )
    asked = (
        f"Safety and condition inspection of the {unit}",
        f"Inspection of the {unit}, asked for by the customer's insurance",
        f"Inspection of the {unit}, written report requested",
    )
    return asked if ours else (*asked, f"Second opinion on the condition of the {unit}")


_FILTERED = ("Furnace", "Air Handler", "Ductless Mini-Split", "Package Unit")
_OUTSIDE = ("Outdoor Pad", "Roof")
_MENTIONED: dict[str, Clauses] = {
    "Water Heater": (
        "Customer mentions it rumbles when it heats.",
        "Customer says hot water runs out sooner than last year.",
    ),
    "Boiler": ("Customer mentions banging in the pipes now and then.",),
}
_LOUDER: Clauses = ("Customer mentions it runs louder than last year.",)


@cache
def _also_said(
    service_type: str,
    kind: str,
    component: str | None,
    fault: Fault | None,
    location: str,
    seasoned: bool,
    reported_as: str,
    emailed: bool,
    away: bool,
) -> Clauses:
    """What else the customer said on the phone, if anything. ``seasoned``: the unit was there the
    year before, so that somebody can compare; ``away``: nobody will be met."""
    if service_type in FIXES:
        return hints(kind, component, fault, seasoned, reported_as)
    if service_type == "Maintenance":
        said: Clauses = ("No problems reported.", "Running fine according to the customer.", "")
        if kind in _FILTERED and location not in _OUTSIDE:
            said += ("Customer asks to check the filter.",)
        return (*said, *_MENTIONED.get(kind, _LOUDER)) if seasoned else said
    if service_type == "Installation":
        return ("Protect the floors.", "Permit pulled.", "Check the delivery before loading.", "")
    said = ("No complaint at this time.", "")
    said += () if away else ("Customer will be present.",)
    return (*said, "Report by email.") if emailed else said


@cache
def _unit_line(kind: str, location: str) -> Clauses:
    """Which unit it is and where it stands; ``{brand}`` and ``{a_brand}`` are filled in later."""
    unit, place = KIND_NOUN[kind], PLACE[location]
    return (
        f"{{brand}} {unit} {place}.",
        f"Unit: {{brand}} {unit} {place}.",
        f"Equipment is {{a_brand}} {unit} {place}.",
        f"{{brand}} {unit}, {location.lower()}.",
    )


@dataclass(frozen=True, slots=True)
class OnFile:
    """What the office knows of the customers and units of visits, a row each."""

    emailed: Flags
    """There is an e-mail address."""
    ours: Flags
    """The company put the unit in, or has been to it before."""
    yearly: Flags
    """It has had no maintenance for so long that the next is the year's."""
    away: Flags
    """The key is in a lockbox: nobody will be met."""
    said: Sequence[str | None] = ()
    """What those said was wrong who were leads first; nobody was where it is empty."""
    said_ago: Sequence[int] = ()
    """Days before the visit on which they said so; -1 for the others."""
    visited: Sequence[np.datetime64] | Days = ()
    """The days of the visits, where somebody said something."""
    back: Second = NONE_IS_SECOND
    """Which visits go back to one before."""


@dataclass(frozen=True, slots=True)
class Asked:
    """When and how visits were asked for, a row each."""

    reported_as: Sequence[str]
    """The incident, or how urgent a repair is (``rules.calls.urgency``)."""
    month: Ints
    low_f: Ints
    high_f: Ints
    """The day's temperatures, in F."""
    goes_first: Flags
    """Its priority is High: no order for it says that there is no hurry."""


def work_order_description(
    chance: Chance,
    work: Work,
    brand: Sequence[str],
    location: Sequence[str],
    age_years: Ints,
    asked: Asked,
    on_file: OnFile,
) -> list[str]:
    """What dispatch wrote before the visit, at most 300 characters; names no component as the
    cause but on the visit that brings it."""
    first, second, third, fourth = draws(chance, "description", 4)
    weather, seasoned = weather_of(asked.low_f, asked.high_f), flags(age_years >= _COMPARED)
    told = (work.service_type, work.kind, work.component)
    fault, reported_as = work.faults(chance), asked.reported_as
    wanted = map(
        _asked_for, *told, whole(asked.month), weather, seasoned, reported_as, fault,
        flags(on_file.yearly), flags(on_file.ours),
    )  # fmt: skip
    unit = picked(map(_unit_line, work.kind, location), fourth)
    also = list(map(
        _also_said, *told, fault, location, seasoned, reported_as,
        flags(on_file.emailed), flags(on_file.away),
    ))  # fmt: skip
    hurried = flags(asked.goes_first)
    since = [_since(*one) for one in zip(work.service_type, reported_as, hurried, strict=True)]
    intros = picked_of(INTROS, stretched(first))
    said = _with_temperatures(picked(wanted, first), stretched(third), asked.low_f, asked.high_f)
    for row, words in enumerate(on_file.said):
        if words is not None:
            said[row] = words
            ago, visited = on_file.said_ago[row], on_file.visited[row]
            since[row] = since_asked(ago, visited, reported_as[row], hurried[row])
    for row in on_file.back.rows():
        of_first = said_of(on_file.back, row, work.service_type[row], work.component[row])
        since[row], also[row] = of_first.since, of_first.also or also[row]
        if of_first.asked:
            said[row], intros[row] = picked_of(of_first.asked, first[row : row + 1])[0], ""
    return joined(
        [
            intro % text if intro and service in FIXES else sentence(text)
            for text, intro, service in zip(said, intros, work.service_type, strict=True)
        ],
        picked(also, second),
        picked(since, third),
        filled(filled(unit, "{brand}", brand), "{a_brand}", map(_with_article, brand)),
    )


def _with_temperatures(texts: list[str], drawn: list[int], low_f: Ints, high_f: Ints) -> list[str]:
    """The texts with how many F it is inside, where they say so."""
    rows = [row for row, text in enumerate(texts) if " F" in text and "{" in text]
    lot, low, high = np.array(drawn, np.int64)[rows], low_f[rows], high_f[rows]
    (coldest, cold), (cool, hottest) = climate.COLDER, climate.HOTTER
    cold_ = climate.indoors_without_heat(low, high) + coldest + lot % (cold - coldest + 1)
    hot = climate.indoors_without_cooling(high) + cool + lot % (hottest - cool + 1)
    told = zip(rows, cold_.tolist(), hot.tolist(), strict=True)
    for row, colder, hotter in told:
        text = texts[row].replace("{cold}", str(colder)).replace("{hot}", str(hotter))
        texts[row] = text.replace("{chilly}", str(colder + climate.STILL_WARM))
    return texts


@cache
def _orders(service_type: str, kind: str, location: str) -> Clauses:
    """What to check on a unit of the kind; one on the ground has no roof to be careful with."""
    orders = CHECKS[service_type][kind]
    if kind == "Package Unit" and location != "Roof":
        return ON_THE_GROUND.get(service_type, orders)
    return orders


@dataclass(frozen=True, slots=True)
class Stop:
    """What visits are for, to whom, and where the unit stands; a row each."""

    service_type: Sequence[str]
    kind: Sequence[str]
    location: Sequence[str]
    customer: Ints
    """Keys: the way to a unit is the same on every visit."""
    customer_type: Sequence[str]
    customer_name: Sequence[str]


def work_order_instructions(
    chance: Chance, stop: Stop, safety: Sequence[str], back: Second = NONE_IS_SECOND
) -> list[str]:
    """How to get to the unit (as the customer's file has it), how to stay safe, what to check; what
    to do on visits that go ``back`` to one before."""
    second, third = draws(chance, "instructions", 2)
    orders = list(map(_orders, stop.service_type, stop.kind, stop.location))
    for row in back.rows():
        orders[row] = to_do(back, row) if stop.service_type[row] == "Repair" else orders[row]
    whose = (stop.customer, stop.customer_type, stop.customer_name)
    return joined(
        ways_to_unit(chance, *whose, stop.location),
        picked(map(SAFETY.__getitem__, safety), second),
        picked(orders, third),
    )


@dataclass(frozen=True, slots=True)
class Closing:
    """How visits ended, a row each."""

    under_warranty: Flags
    """The part is covered by its maker's warranty."""
    claimed: Flags
    """A claim for it goes to the maker."""
    needs_return: Flags
    """The part was not on the truck."""
    away: Flags
    """Nobody was met."""
    left: Ints | int = MENDED
    """What was done about what had failed, as ``rules.calls.left_undone`` has it."""
    for_manager: Sequence[bool] = ()
    """The customer has asked for a manager; nobody has where it is empty."""


def completion_notes(chance: Chance, work: Work, closing: Closing) -> list[str]:
    """What was done; where the part was not on the truck, that it was not, and the return visit."""
    first, second, third = draws(chance, "completion", 3)
    for_manager = closing.for_manager
    asked = [CALLED_BY_MANAGER if asks else NOTHING for asks in for_manager]
    part = [name is not None for name in work.part_name]
    told = (work.service_type, work.kind, work.component)
    returning, alone = flags(closing.needs_return), flags(closing.away)
    used = picked(map(part_used, work.service_type, work.component, part), second)
    warranty, claimed = flags(closing.under_warranty), flags(closing.claimed)
    undone = whole(np.broadcast_to(closing.left, len(part)))
    season = map(in_season, work.kind, work.month.tolist())
    ending = map(outcome, *told[::2], part, warranty, claimed, returning, alone, undone, season)
    return joined(
        picked(map(done, *told, work.faults(chance), part, returning, alone, undone), first),
        filled(used, "{part}", (name or "" for name in work.part_name)),
        picked(ending, third),
        *([picked(asked, stretched(third))] if any(for_manager) else []),
    )
