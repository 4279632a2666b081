"""What customers write afterward: an opinion that fits their rating and gives its true reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from factories.engine.streams import Chance, Ints
from factories.wording.access import is_landlord
from factories.wording.left_undone import OPINIONS as LEFT_UNDONE
from factories.wording.needs import Needs, unless, without
from factories.wording.nothing_found import OPINIONS
from factories.wording.opinions import (
    CAME_BACK,
    CULPRIT,
    EARLY,
    FILTERED,
    GRIPES,
    LATE,
    NOT_JUST,
    ON_TIME,
    OPENINGS,
    TYPED_OPENINGS,
    WORK_GREAT,
    WORK_PLAIN,
    WORK_POOR,
)
from factories.wording.phrases import (
    COMPONENTS,
    FIXES,
    FULL,
    KIND_NOUN,
    NOTHING,
    Clauses,
    Flags,
    draws,
    flags,
    mode_of,
    picked,
    whole,
)
from factories.wording.remarks import (
    CLOSINGS,
    EXTRAS,
    SEASONAL,
    STARS,
    SUGGESTIONS,
    of_whom,
    unbilled,
    unmet,
)
from factories.wording.repairs import NEEDED, NOUN
from factories.wording.waits import (
    HOW_LATE,
    HOW_LONG,
    LAST_MINUTE,
    PART_CAME,
    PART_WAITS,
)

TIER: Clauses = ("", *("poor",) * 3, *("mixed",) * 3, *("good",) * 2, *("great",) * 2)
"""How content a customer is, by overall rating 1 to 10."""
ANGRY_UP_TO = max(rating for rating, tier in enumerate(TIER) if tier == "poor")
"""The best overall rating of who writes not to call again."""

_NAMED = {"great": 85, "good": 50, "mixed": 35, "poor": 20}
"""Percent of comments that open with the technician's name; over 75 % of the best do [S25]."""

_LATE_SAID = {"great": 25, "good": 40, "mixed": 70, "poor": 90}
"""Percent of late visits whose lateness is mentioned. Assumption, tuned so that lateness is the
complaint of about 39 % of the lowest ratings [S25] when some 43 % of those visits were late."""

_WORTH_SAYING = 10
"""Minutes: nobody complains of less."""

_NAMED_BELOW = {tier: percent * FULL // 100 for tier, percent in _NAMED.items()}
_LATE_BELOW = {tier: percent * FULL // 100 for tier, percent in _LATE_SAID.items()}
_WORK = {"great": WORK_GREAT, "good": WORK_PLAIN, "mixed": WORK_PLAIN, "poor": WORK_POOR}


_SOME_DAYS = 3
"""From then on there is something to tell of the time since."""
_SOME_YEARS, _MANY_YEARS = 2, 8
_HALF_HOUR = 30
_DONE, _WAITS, _CAME, _LEFT = range(4)
"""Where the work stands at the day of the comment: done, a part to come, a part that has come; from
the last on what was left as it was, as ``rules.calls.left_undone`` has it."""
_NOT_DONE = {_WAITS: PART_WAITS, _CAME: PART_CAME}
_NOT_DONE |= {_LEFT + left: said for left, said in LEFT_UNDONE.items()}
_NO_PROMISE, _KEPT, _EARLY = range(3)


@dataclass(frozen=True, slots=True)
class Visit:
    """What is known of the visits commented on, a row each."""

    late_minutes: Ints
    """Past the promised window (emergencies: beyond the response target); zero or less is on time,
    and lateness is then never mentioned."""
    after_opening: Ints
    """Minutes from the opening of the promised window to the arrival; -1 where none was promised,
    and nobody is then called punctual."""
    awaits_part: Flags
    """True where the part was not on the van and nothing was mended."""
    part_days: Ints
    """Days until it was fitted, where that was before the comment; else 0."""
    service_type: Sequence[str]
    kind: Sequence[str]
    component: Sequence[str | None]
    age_years: Ints
    """Of the unit."""
    technician_first_name: Sequence[str]
    is_callback: Flags
    customer_type: Sequence[str]
    customer_name: Sequence[str]
    days_ago: Ints
    """Days from the visit to the comment."""
    recommends: Flags
    month: Ints
    low_f: Ints
    """The day's lowest temperature, F."""
    high_f: Ints
    gone: Flags
    """True where nothing was heard of the customer after the comment."""
    away: Flags
    """True where the key was in a lockbox, and nobody met the technician."""
    bill: Ints
    """0 where none was due or had come by the day of the comment, else as in ``remarks``."""
    left: Ints
    """What was done about what had failed, as ``rules.calls.left_undone`` has it."""


def _lacking(filtered: bool, bill: int, soon: bool = False) -> Needs:
    """Nobody speaks of filters where there is none, of a bill not seen yet, of the time since where
    there was none."""
    return unless(filtered, Needs.FILTERED) | unbilled(bill) | unless(not soon, Needs.DAYS)


def _who(visit: Visit) -> list[str]:
    return [
        "landlord" if kind == "commercial" and is_landlord(name) else kind
        for kind, name in zip(visit.customer_type, visit.customer_name, strict=True)
    ]


def _without_undone(clauses: Clauses, stands: int) -> Clauses:
    """It would mean that the work is done."""
    return clauses if stands in (_DONE, _CAME) else without(clauses, Needs.DONE)


@cache
def _opening(tier: str, feedback_type: str, named: bool, promise: int, stands: int) -> Clauses:
    typed = TYPED_OPENINGS.get((feedback_type, tier))
    if typed:
        return typed
    opening = _without_undone(OPENINGS[tier, named], stands)
    if tier != "great" or not named or promise == _NO_PROMISE:
        return opening
    return (*opening, *ON_TIME, *(EARLY if promise == _EARLY else ()))


@cache
def _work(
    tier: str,
    service_type: str,
    fault: int,
    filtered: bool,
    age: int,
    stands: int,
    bill: int,
    soon: bool,
) -> Clauses:
    if fault == _FAULTLESS and stands == _DONE and service_type in FIXES:
        clauses = OPINIONS[tier]
    elif stands != _DONE:
        clauses = _NOT_DONE[stands][tier]
    else:
        clauses = _WORK[tier][service_type]
        if fault and tier in ("good", "mixed") and service_type in FIXES:
            clauses = (*clauses, *_FOUND)
    lacking = (
        _lacking(filtered, bill, soon)
        | unless(age >= _SOME_YEARS, Needs.YEARS)
        | unless(age >= _MANY_YEARS, Needs.OLD)
        | unless(fault != _DEAR, Needs.CHEAP)
    )
    clauses = without(clauses, lacking)
    return clauses if fault else tuple(text for text in clauses if "{culprit}" not in text)


_FAULTLESS, _DEAR, _FAULT = range(3)
_FAULTS: dict[str | None, int] = {None: _FAULTLESS}
_FAULTS |= {name: _DEAR if name in NOT_JUST else _FAULT for name in COMPONENTS}
_FOUND: Clauses = ("It was {culprit} on our {unit}.", "They found {culprit} on the {unit}.")


@cache
def _season(mode: str, low: int, high: int) -> Clauses:
    """What the customer would say of the heat or the cold after a breakdown, by the day's
    weather."""
    fits = [
        clauses
        for limit, clauses in SEASONAL.get(mode, ())
        if (high >= limit if mode == "cool" else low <= limit)
    ]
    return tuple(text for clauses in fits for text in clauses)


@cache
def _reason(
    tier: str,
    complains: bool,
    emergency: bool,
    late: bool,
    back: bool,
    season: Clauses,
    who: str,
    filtered: bool,
    stands: int,
    bill: int,
    soon: bool,
) -> Clauses:
    """The reason for the rating; the content give one more thing they liked, or none."""
    if late:
        return of_whom(LATE[tier, emergency], who)
    if back and (again := _without_undone(CAME_BACK[tier], stands)):
        return again
    lacking = _lacking(filtered, bill, soon)
    liked, gripes = without(EXTRAS[who], lacking), without(GRIPES[tier], lacking)
    if tier == "great" and not complains:
        praise = (*liked, *(season if stands == _DONE else ()))
        return (*praise, *NOTHING * (len(praise) // 4))
    if tier == "good" and not complains:
        return (*gripes, *liked)
    return gripes


@cache
def _last_word(
    overall: int,
    feedback_type: str,
    service_type: str,
    late: bool,
    back: bool,
    filtered: bool,
    stands: int,
    bill: int,
    gone: bool,
    recommends: bool,
    who: str,
) -> Clauses:
    tier = TIER[overall]
    if feedback_type == "Suggestion":
        ideas = SUGGESTIONS["late" if late else service_type]
        return without(ideas, _lacking(filtered, bill))
    if late and back and (again := _without_undone(CAME_BACK[tier], stands)):
        return again
    lacking = unbilled(bill) | unless(gone, Needs.GONE)
    lacking |= Needs.DOUBTED if recommends else Needs.RECOMMENDED
    closings = of_whom(without(_without_undone(CLOSINGS[tier], stands), lacking), who)
    if feedback_type == "Review":
        closings = (*closings, *STARS.get(overall, ()))
    return closings if tier == "poor" else (*closings, *NOTHING * (len(closings) // 3))


def _promises(visit: Visit) -> list[int]:
    """How the arrival kept what was promised."""
    kept = (visit.late_minutes <= 0) & (visit.after_opening >= 0)
    early = kept & (visit.after_opening <= _HALF_HOUR)
    return whole(np.where(early, _EARLY, np.where(kept, _KEPT, _NO_PROMISE)))


def _stands(visit: Visit) -> list[int]:
    """Where the work stands."""
    part = np.where(visit.awaits_part, np.where(visit.part_days > 0, _CAME, _WAITS), _DONE)
    return whole(np.where(visit.left > 0, _LEFT + visit.left, part))


def _says_late(
    drawn: list[int], tiers: list[str], minutes: list[int], alone: list[bool]
) -> list[bool]:
    """Who speaks of having waited: who was there, for long enough, as a rule of the unhappy."""
    return [
        late >= _WORTH_SAYING and draw < _LATE_BELOW[tier] and not away
        for draw, tier, late, away in zip(drawn, tiers, minutes, alone, strict=True)
    ]


def _ideas_about(service_type: Sequence[str], feedback_type: Sequence[str]) -> list[str]:
    """The type of visit, where there is an idea: to other last words it does not matter."""
    return [
        name if said == "Suggestion" else ""
        for name, said in zip(service_type, feedback_type, strict=True)
    ]


def _ages(visit: Visit) -> list[int]:
    """Only as fine as what is said of it, so that few are told apart."""
    ages = visit.age_years
    some = np.where(ages >= _SOME_YEARS, _SOME_YEARS, 0)
    return whole(np.where(ages >= _MANY_YEARS, _MANY_YEARS, some))


def feedback_comment(
    chance: Chance, feedback_type: Sequence[str], overall: Ints, visit: Visit
) -> list[str]:
    """Two to four clauses: an opinion, what was done, the reason for the rating, a last word."""
    first, second, third, fourth, name_drawn, late_drawn = draws(chance, "comment", 6)
    ratings, back = whole(overall), flags(visit.is_callback)
    service_type, kind, component = visit.service_type, visit.kind, visit.component
    tiers = [TIER[rating] for rating in ratings]
    named = [draw < _NAMED_BELOW[tier] for draw, tier in zip(name_drawn, tiers, strict=True)]
    minutes = np.clip(visit.late_minutes, 0, LAST_MINUTE).tolist()
    alone, stands = flags(visit.away), _stands(visit)
    late = _says_late(late_drawn, tiers, minutes, alone)
    bill, gone = whole(visit.bill), flags(visit.gone)
    soon, who = flags(visit.days_ago < _SOME_DAYS), _who(visit)
    filtered = [name in FILTERED for name in kind]
    complains = [name == "Complaint" for name in feedback_type]
    emergency = [name == "Emergency" for name in service_type]
    reasons = map(
        _reason, tiers, complains, emergency, late, back, _seasons(visit, tiers),
        who, filtered, stands, bill, soon,
    )  # fmt: skip
    faults = [_FAULTS[name] for name in component]
    work = map(_work, tiers, service_type, faults, filtered, _ages(visit), stands, bill, soon)
    ideas = _ideas_about(service_type, feedback_type)
    last = map(
        _last_word, ratings, feedback_type, ideas, late, back, filtered, stands, bill, gone,
        flags(visit.recommends), who,
    )  # fmt: skip
    opening = map(_opening, tiers, feedback_type, named, _promises(visit), stands)
    said = zip(
        picked(map(unmet, opening, alone), first),
        _told_of_fault(picked(map(unmet, work, alone), second), visit),
        _told_of_lateness(picked(map(unmet, reasons, alone), third), late, minutes),
        picked(map(unmet, last, alone), fourth),
        kind,
        visit.technician_first_name,
        strict=True,
    )
    return [
        " ".join(filter(None, clauses)).replace("{unit}", KIND_NOUN[unit]).replace("{name}", name)
        for *clauses, unit, name in said
    ]


_COLD = [limit for limit, _ in SEASONAL["heat"]]
_HOT = [limit for limit, _ in SEASONAL["cool"]]


def _seasons(visit: Visit, tiers: list[str]) -> list[Clauses]:
    """What the delighted say of the weather; the others have other worries."""
    # Beyond the limits of what is said all temperatures are alike.
    low = np.clip(visit.low_f, min(_COLD), max(_COLD) + 1)
    high = np.clip(visit.high_f, min(_HOT) - 1, max(_HOT))
    rows = zip(
        tiers, visit.service_type, visit.kind, visit.component, whole(visit.month),
        whole(low), whole(high), strict=True,
    )  # fmt: skip
    return [
        _season(mode_of(kind, month, component), cold, heat)
        if tier == "great" and service_type in FIXES
        else ()
        for tier, service_type, kind, component, month, cold, heat in rows
    ]


def _told_of_lateness(texts: list[str], late: list[bool], minutes: list[int]) -> list[str]:
    return [
        text.replace("{late}", HOW_LATE[how]) if told else text
        for text, told, how in zip(texts, late, minutes, strict=True)
    ]


def _told_of_fault(texts: list[str], visit: Visit) -> list[str]:
    """What had failed; and the part to be brought, and how long it took, where somebody waited."""
    told = [
        text.replace("{culprit}", CULPRIT[name]) if name else text
        for text, name in zip(texts, visit.component, strict=True)
    ]
    days = np.clip(visit.part_days, 0, len(HOW_LONG) - 1)
    for row in np.flatnonzero(visit.awaits_part).tolist():
        name = visit.component[row]
        part = NEEDED.get(name, NOUN[name]) if name else "part"
        told[row] = told[row].replace("{part}", part).replace("{wait}", HOW_LONG[days[row]])
    return told
