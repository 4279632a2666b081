"""What customers write afterward: an opinion that fits their rating and gives its true reason."""

from collections.abc import Sequence
from functools import cache

from factories.engine.streams import Chance, Ints
from factories.wording.opinions import (
    CAME_BACK,
    CULPRIT,
    GRIPES,
    LATE,
    ON_TIME,
    OPENINGS,
    TYPED_OPENINGS,
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


@cache
def _opening(tier: str, feedback_type: str, named: bool, punctual: bool) -> Clauses:
    typed = TYPED_OPENINGS.get((feedback_type, tier))
    if typed:
        return typed
    opening = OPENINGS[tier, named]
    return (*opening, *ON_TIME) if tier == "great" and named and punctual else opening


@cache
def _work(tier: str, service_type: str, failed: bool) -> Clauses:
    clauses = _WORK[tier][service_type]
    if not failed:
        return tuple(text for text in clauses if "{culprit}" not in text)
    if tier in ("good", "mixed") and service_type in FIXES:
        return (*clauses, "It was {culprit} on our {unit}.", "They found {culprit} on the {unit}.")
    return clauses


@cache
def _season(service_type: str, kind: str, component: str | None, month: int) -> str | None:
    """Whether the customer would speak of the heat or the cold: a breakdown in the depth of its
    season."""
    if service_type not in FIXES:
        return None
    mode = mode_of(kind, month, component)
    if (mode == "cool" and month in (6, 7, 8)) or (mode == "heat" and month in (12, 1, 2)):
        return mode
    return None


@cache
def _reason(
    tier: str,
    feedback_type: str,
    emergency: bool,
    late: bool,
    back: bool,
    season: str | None,
    who: str,
) -> Clauses:
    """The reason for the rating; the content give one more thing they liked, or none."""
    if late:
        return LATE[tier, emergency]
    if back:
        return CAME_BACK[tier]
    if tier == "great" and feedback_type != "Complaint":
        praise = (*EXTRAS[who], *(SEASONAL[season] if season else ()))
        return (*praise, *NOTHING * (len(praise) // 4))
    if tier == "good" and feedback_type != "Complaint":
        return (*GRIPES[tier], *EXTRAS[who])
    return GRIPES[tier]


@cache
def _last_word(
    overall: int, feedback_type: str, service_type: str, late: bool, back: bool
) -> Clauses:
    tier = TIER[overall]
    if feedback_type == "Suggestion":
        return SUGGESTIONS["late" if late else service_type]
    if late and back:
        return CAME_BACK[tier]
    closings = CLOSINGS[tier]
    if feedback_type == "Review":
        closings = (*closings, *STARS.get(overall, ()))
    return closings if tier == "poor" else (*closings, *NOTHING * (len(closings) // 3))


def feedback_comment(
    chance: Chance,
    feedback_type: Sequence[str],
    overall: Ints,
    late_minutes: Ints,
    service_type: Sequence[str],
    kind: Sequence[str],
    component: Sequence[str | None],
    technician_first_name: Sequence[str],
    is_callback: Flags,
    customer_type: Sequence[str],
    month: Ints,
) -> list[str]:
    """Two to four clauses. ``late_minutes`` counts past the promised window (emergencies: beyond
    the response target); zero or less is on time, and lateness is then never mentioned."""
    first, second, third, fourth, name_drawn, late_drawn = draws(chance, "comment", 6)
    ratings, minutes, back = whole(overall), whole(late_minutes), flags(is_callback)
    tiers = [TIER[rating] for rating in ratings]
    named = [draw < _NAMED[tier] * _CENT for draw, tier in zip(name_drawn, tiers, strict=True)]
    late = [
        late >= _WORTH_SAYING and draw < _LATE_SAID[tier] * _CENT
        for draw, tier, late in zip(late_drawn, tiers, minutes, strict=True)
    ]
    punctual = [late <= 0 for late in minutes]
    failed = [name is not None for name in component]
    emergency = [service == "Emergency" for service in service_type]
    seasons = map(_season, service_type, kind, component, whole(month))
    reasons = map(_reason, tiers, feedback_type, emergency, late, back, seasons, customer_type)
    said_late = filled(
        picked(reasons, third), "{late}", (_HOW_LATE[max(0, min(m, _LAST_MINUTE))] for m in minutes)
    )
    opening = picked(map(_opening, tiers, feedback_type, named, punctual), first)
    comments = joined(
        opening,
        filled(
            picked(map(_work, tiers, service_type, failed), second),
            "{culprit}",
            (CULPRIT[name] if name else "" for name in component),
        ),
        said_late,
        picked(map(_last_word, ratings, feedback_type, service_type, late, back), fourth),
    )
    about = filled(comments, "{unit}", map(KIND_NOUN.__getitem__, kind))
    return filled(about, "{name}", technician_first_name)
