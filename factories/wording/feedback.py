"""What customers write afterward: an opinion that fits their rating and gives its true reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from factories.engine.streams import Chance, Ints
from factories.wording.opinions import (
    CAME_BACK,
    CULPRIT,
    EARLY,
    FILTERED,
    FROM_AGE,
    GRIPES,
    LATE,
    NOT_JUST,
    ON_TIME,
    OPENINGS,
    PART_CAME,
    PART_WAITS,
    TYPED_OPENINGS,
    UNDONE,
    WORK_GREAT,
    WORK_PLAIN,
    WORK_POOR,
)
from factories.wording.phrases import (
    FIXES,
    FULL,
    KIND_NOUN,
    NOTHING,
    Clauses,
    Flags,
    draws,
    filled,
    flags,
    joined,
    mode_of,
    picked,
    whole,
)
from factories.wording.remarks import CLOSINGS, EXTRAS, SEASONAL, STARS, SUGGESTIONS
from factories.wording.repairs import NEEDED, NOUN

TIER: Clauses = ("", *("poor",) * 3, *("mixed",) * 3, *("good",) * 2, *("great",) * 2)
"""How content a customer is, by overall rating 1 to 10."""

_NAMED = {"great": 85, "good": 50, "mixed": 35, "poor": 20}
"""Percent of comments that open with the technician's name; over 75 % of the best do [S25]."""

_LATE_SAID = {"great": 25, "good": 40, "mixed": 70, "poor": 90}
"""Percent of late visits whose lateness is mentioned. Assumption, tuned so that lateness is the
complaint of about 39 % of the lowest ratings [S25] when some 43 % of those visits were late."""

_WORTH_SAYING = 10
"""Minutes: nobody complains of less."""

_CENT = FULL // 100
_HOURS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_LAST_MINUTE = 24 * 60
_WORK = {"great": WORK_GREAT, "good": WORK_PLAIN, "mixed": WORK_PLAIN, "poor": WORK_POOR}


def _how_late(minutes: int) -> str:
    if minutes < 50:
        return f"{max(5, 5 * round(minutes / 5))} minutes"
    if minutes >= _LAST_MINUTE:
        return "a whole day"
    if minutes >= 12 * 60:
        return "more than half a day"
    hours, past = divmod(minutes + 10, 60)
    hour = "an hour" if hours == 1 else f"{_HOURS[hours]} hours"
    if past < 10:
        return f"almost {hour}"
    return hour if past <= 20 else f"over {hour}"


_HOW_LATE: Clauses = tuple(_how_late(minutes) for minutes in range(_LAST_MINUTE + 1))


def _how_long(days: int) -> str:
    if days < 7:
        return "a day" if days <= 1 else f"{_HOURS[days]} days"
    weeks, past = divmod(days, 7)
    week = "a week" if weeks == 1 else f"{_HOURS[weeks]} weeks"
    return week if past == 0 else f"more than {week}"


_HOW_LONG: Clauses = tuple(_how_long(days) for days in range(85))

_HALF_HOUR = 30
_DONE, _WAITS, _CAME = range(3)
"""Where the work stands at the day of the comment: done, a part to come, a part that has come."""
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
    """True where the part had to be ordered and nothing was mended."""
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
    month: Ints
    low_f: Ints
    """The day's lowest temperature, F."""
    high_f: Ints


def _without_undone(clauses: Clauses, stands: int) -> Clauses:
    if stands != _WAITS:
        return clauses
    return tuple(text for text in clauses if text not in UNDONE)


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
    tier: str, service_type: str, component: str | None, kind: str, age: int, stands: int
) -> Clauses:
    if stands != _DONE:
        clauses = (PART_WAITS if stands == _WAITS else PART_CAME)[tier]
    else:
        clauses = _WORK[tier][service_type]
        if component and tier in ("good", "mixed") and service_type in FIXES:
            clauses = (*clauses, *_FOUND)
    return tuple(
        text.replace("{culprit}", CULPRIT[component] if component else "")
        for text in clauses
        if (component or "{culprit}" not in text)
        and (kind in FILTERED or "filter" not in text)
        and age >= FROM_AGE.get(text, 0)
        and (component not in NOT_JUST or "just" not in text)
        and (component != "Refrigerant Leak" or "a new one" not in text)
    )


_FOUND: Clauses = ("It was {culprit} on our {unit}.", "They found {culprit} on the {unit}.")


@cache
def _season(
    service_type: str, kind: str, component: str | None, month: int, low: int, high: int
) -> Clauses:
    """What the customer would say of the heat or the cold after a breakdown, by the day's
    weather."""
    if service_type not in FIXES:
        return ()
    mode = mode_of(kind, month, component)
    said = SEASONAL.get(mode, ())
    fits = [
        clauses for limit, clauses in said if (high >= limit if mode == "cool" else low <= limit)
    ]
    return tuple(text for clauses in fits for text in clauses)


@cache
def _reason(
    tier: str,
    feedback_type: str,
    emergency: bool,
    late: bool,
    back: bool,
    season: Clauses,
    who: str,
    filtered: bool,
    stands: int,
) -> Clauses:
    """The reason for the rating; the content give one more thing they liked, or none."""
    if late:
        return LATE[tier, emergency]
    if back:
        return _without_undone(CAME_BACK[tier], stands)
    liked = tuple(text for text in EXTRAS[who] if filtered or "filter" not in text)
    if tier == "great" and feedback_type != "Complaint":
        praise = (*liked, *(season if stands == _DONE else ()))
        return (*praise, *NOTHING * (len(praise) // 4))
    if tier == "good" and feedback_type != "Complaint":
        return (*GRIPES[tier], *liked)
    return GRIPES[tier]


@cache
def _last_word(
    overall: int,
    feedback_type: str,
    service_type: str,
    late: bool,
    back: bool,
    filtered: bool,
    stands: int,
) -> Clauses:
    tier = TIER[overall]
    if feedback_type == "Suggestion":
        ideas = SUGGESTIONS["late" if late else service_type]
        return tuple(text for text in ideas if filtered or "filter" not in text)
    if late and back:
        return _without_undone(CAME_BACK[tier], stands)
    closings = _without_undone(CLOSINGS[tier], stands)
    if feedback_type == "Review":
        closings = (*closings, *STARS.get(overall, ()))
    return closings if tier == "poor" else (*closings, *NOTHING * (len(closings) // 3))


def _promises(visit: Visit) -> list[int]:
    """How the arrival kept what was promised."""
    kept = (visit.late_minutes <= 0) & (visit.after_opening >= 0)
    early = kept & (visit.after_opening <= _HALF_HOUR)
    return whole(np.where(early, _EARLY, np.where(kept, _KEPT, _NO_PROMISE)))


def _ages(visit: Visit) -> list[int]:
    """Only as fine as what is said of it, so that few are told apart."""
    ages = visit.age_years
    return whole(np.where(ages >= 8, 8, np.where(ages >= 2, 2, 0)))


def feedback_comment(
    chance: Chance, feedback_type: Sequence[str], overall: Ints, visit: Visit
) -> list[str]:
    """Two to four clauses: an opinion, what was done, the reason for the rating, a last word."""
    first, second, third, fourth, name_drawn, late_drawn = draws(chance, "comment", 6)
    ratings, back = whole(overall), flags(visit.is_callback)
    service_type, kind, component = visit.service_type, visit.kind, visit.component
    tiers = [TIER[rating] for rating in ratings]
    named = [draw < _NAMED[tier] * _CENT for draw, tier in zip(name_drawn, tiers, strict=True)]
    minutes = np.clip(visit.late_minutes, 0, _LAST_MINUTE).tolist()
    late = [
        late >= _WORTH_SAYING and draw < _LATE_SAID[tier] * _CENT
        for draw, tier, late in zip(late_drawn, tiers, minutes, strict=True)
    ]
    stands = whole(np.where(visit.awaits_part, np.where(visit.part_days > 0, _CAME, _WAITS), _DONE))
    emergency = [service == "Emergency" for service in service_type]
    filtered = [name in FILTERED for name in kind]
    low, high = whole(visit.low_f), whole(visit.high_f)
    seasons = map(_season, service_type, kind, component, whole(visit.month), low, high)
    reasons = map(
        _reason, tiers, feedback_type, emergency, late, back, seasons, visit.customer_type,
        filtered, stands,
    )  # fmt: skip
    work = map(_work, tiers, service_type, component, kind, _ages(visit), stands)
    last = map(_last_word, ratings, feedback_type, service_type, late, back, filtered, stands)
    comments = joined(
        picked(map(_opening, tiers, feedback_type, named, _promises(visit), stands), first),
        _told_of_part(picked(work, second), visit),
        filled(picked(reasons, third), "{late}", map(_HOW_LATE.__getitem__, minutes)),
        picked(last, fourth),
    )
    about = filled(comments, "{unit}", map(KIND_NOUN.__getitem__, kind))
    return filled(about, "{name}", visit.technician_first_name)


def _told_of_part(texts: list[str], visit: Visit) -> list[str]:
    """The part that was on order, and how long it took, where somebody waited."""
    days = np.clip(visit.part_days, 0, len(_HOW_LONG) - 1)
    for row in np.flatnonzero(visit.awaits_part).tolist():
        name = visit.component[row]
        part = NEEDED.get(name, NOUN[name]) if name else "part"
        texts[row] = texts[row].replace("{part}", part).replace("{wait}", _HOW_LONG[days[row]])
    return texts
