"""What people say is wrong before they are customers: the notes of the lead and the order for the
visit that it brings have the same clause, and the order says when it was said."""

import datetime as dt
from collections.abc import Sequence
from functools import cache

import numpy as np

from factories.engine.streams import Chance, Ints
from factories.rules.calls.complaints import COMPLAINT_OF
from factories.rules.calls.urgency import COOLS_ONLY, HEATS_ONLY, WAITS_FOR_DAYS, WANTS_IT_SOON
from factories.wording.phrases import Clauses, draws, picked, stretched
from factories.wording.symptoms import told_early

_AC, _HEATING = "AC Repair", "Heating Repair"
REPAIRS = (_AC, _HEATING)
_ANOTHER_OPINION: Clauses = (*("",) * 7, ", wants a second opinion")

_NO_HURRY = ("Comes and goes, no particular hurry.", "Any day this week will do.")
_TODAY: dict[str, Clauses] = {
    WANTS_IT_SOON: (
        "Started this morning.",
        "Started last night.",
        "Noticed it the day before.",
        "",
        "",
    ),
    WAITS_FOR_DAYS: (*_NO_HURRY, ""),
}
_YESTERDAY: dict[str, Clauses] = {
    WANTS_IT_SOON: ("Called about it yesterday.", "Started the day before.", ""),
    WAITS_FOR_DAYS: ("Called about it yesterday.", "Any day this week will do.", ""),
}
_EARLIER: dict[str, Clauses] = {
    WANTS_IT_SOON: (
        "First called about it {on}.",
        "Going on since {on}.",
        "Has been so since {on}.",
    ),
    WAITS_FOR_DAYS: ("First called about it {on}.", "On and off since {on}.", "First noted {on}."),
}


@cache
def _clauses(
    interest: str, kind: str | None, component: str | None, urgency: str, idle: bool
) -> Clauses:
    cools = interest == _AC
    if kind is None or kind in (HEATS_ONLY if cools else COOLS_ONLY):
        kind, component = "Central AC" if cools else "Furnace", None
    mode = "cool" if cools else "water" if kind == "Water Heater" else "heat"
    return told_early(kind, component, mode, urgency == "High", idle)


def first_words(
    chance: Chance,
    service_interest: Sequence[str],
    kind: Sequence[str | None],
    component: Sequence[str | None],
    urgency: Sequence[str],
    idle: Sequence[bool],
) -> list[str | None]:
    """The clause of each that asks for a repair, None for others. ``chance`` draws for whatever
    both the lead and the visit know; ``component`` is what will turn out to have failed, ``idle``
    says that it is no season for it."""
    rows = [row for row, wish in enumerate(service_interest) if wish in REPAIRS]
    said: list[str | None] = [None] * len(service_interest)
    if not rows:
        return said
    (drawn,) = draws(chance.at(chance.ids[rows]), "first words", 1)
    columns = (service_interest, kind, component, urgency, idle)
    options = (_clauses(*(column[row] for column in columns)) for row in rows)
    for row, text in zip(rows, picked(options, drawn), strict=True):
        said[row] = text
    return said


def as_noted(said: Sequence[str | None], drawn: Sequence[int]) -> list[str]:
    """The clauses as sentences of the notes, '' for None."""
    more = picked([_ANOTHER_OPINION] * len(said), stretched(drawn))
    return [
        f"{text[0].upper()}{text[1:]}{opinion}." if text else ""
        for text, opinion in zip(said, more, strict=True)
    ]


def since_asked(ago: int, on: np.datetime64, reported_as: str, goes_first: bool) -> Clauses:
    """Since when it is so, for an order of the day ``on``, ``ago`` days after the first word; what
    ``goes_first`` is never in no hurry."""
    known = WAITS_FOR_DAYS if reported_as == WAITS_FOR_DAYS else WANTS_IT_SOON
    if ago < 2:
        said = (_YESTERDAY if ago else _TODAY)[known]
        return tuple(text for text in said if text not in _NO_HURRY) if goes_first else said
    asked = dt.date(1970, 1, 1) + dt.timedelta(days=int(on.astype(np.int64)) - ago)
    return tuple(text.format(on=f"{asked:%b} {asked.day}") for text in _EARLIER[known])


def is_down(component: str | None) -> bool:
    """Whether a unit stands still for want of what failed; so is what nobody has looked at."""
    return component is None or COMPLAINT_OF[component] == "stopped"


def of_leads(chance: Chance, words: Ints) -> Chance:
    """The draws of the clauses, by what each hangs on."""
    return chance.common(("leads", "first words"), words)
