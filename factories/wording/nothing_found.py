"""What is said of visits that found nothing that had failed: by what it was then."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from factories.engine.streams import Chance, Ints
from factories.engine.values import Column, texts
from factories.rules.calls.nothing_found import (
    BREAKER,
    CAUSES,
    CONDENSER,
    DEFROST,
    FILTER,
    INTERMITTENT,
    LOW_WATER,
    PILOT,
    SETTING,
    SWITCHED_OFF,
    VENTS,
    causes,
)
from factories.wording.needs import Clause, Needs
from factories.wording.phrases import FIXES, KIND_NOUN, Clauses

IS_NOTHING = frozenset(CAUSES)
HINTS: dict[str, Clauses] = {
    INTERMITTENT: (
        "It comes and goes.",
        "Was all right again an hour later.",
        "Runs at the moment, but not for long.",
    ),
    FILTER: ("Air comes out, only weakly.", ""),
    CONDENSER: ("Worse in the afternoon.", ""),
    VENTS: ("Some of the rooms are all right.", ""),
    DEFROST: ("Saw steam rise from the unit outside.", "Saw a white cloud at the outdoor coil."),
    PILOT: ("It was fine before.", ""),
    LOW_WATER: ("Radiators upstairs gurgle.", ""),
}
"""What else a customer noticed; of the others nothing."""
NO_HINT: Clauses = ("", "", "No other symptoms noticed.")

_FOUND: dict[str, Clauses] = {
    INTERMITTENT: (
        "No fault found, {unit} ran through two full cycles.",
        "Could not reproduce the complaint, checked connections and safeties.",
    ),
    BREAKER: (
        "No failed component found, the breaker had tripped.",
        "Breaker of the {unit} was tripped, no short and no ground found.",
    ),
    SETTING: (
        "No failed component found, the controls of the {unit} were set wrong.",
        "Controls of the {unit} were not set to call, nothing has failed.",
    ),
    FILTER: (
        "No failed component found, the air filter was clogged.",
        "Filter was plugged solid, nothing has failed.",
    ),
    SWITCHED_OFF: (
        "No failed component found, the switch at the {unit} was off.",
        "Service switch of the {unit} was off, nothing has failed.",
    ),
    CONDENSER: (
        "No failed component found, outdoor coil was blocked with lint and grass.",
        "Outdoor coil was packed with cottonwood, nothing has failed.",
    ),
    VENTS: (
        "No failed component found, most of the supply vents were closed.",
        "Supply vents were shut in several rooms, nothing has failed.",
    ),
    DEFROST: (
        "No fault found, it was steam of a normal defrost.",
        "Defrost cycle works as designed, nothing has failed.",
    ),
    PILOT: (
        "No failed component found, the flame had gone out.",
        "Flame had blown out, gas valve and safety test good.",
    ),
    LOW_WATER: (
        "No failed component found, loop was low on water.",
        "Loop pressure was too low to fire, no leak found.",
    ),
}
_DONE: dict[str, Clauses] = {
    INTERMITTENT: (
        "Could not reproduce the complaint, {unit} tested through full cycles.",
        "Found no fault, {unit} ran normally all through the visit.",
    ),
    BREAKER: (
        "Reset the tripped breaker and watched the {unit} through a full cycle.",
        "Breaker reset, {unit} tested and running normally.",
    ),
    SETTING: (
        "Corrected the settings of the {unit} and tested it.",
        "Set the controls right, {unit} running normally.",
    ),
    FILTER: (
        "Took out the clogged filter and restored the airflow, {unit} running normally.",
        "Restored the airflow past a clogged filter, {unit} tested.",
    ),
    SWITCHED_OFF: (
        "Switched the {unit} back on and tested it.",
        "Found the {unit} switched off, turned it on and watched a full cycle.",
    ),
    CONDENSER: (
        "Cleared and rinsed the blocked outdoor coil, {unit} tested.",
        "Washed off the outdoor coil, {unit} running normally.",
    ),
    VENTS: (
        "Opened the closed vents and checked the airflow of the {unit}.",
        "Vents opened and balanced, {unit} running normally.",
    ),
    DEFROST: (
        "Checked the defrost cycle of the {unit}, works as designed.",
        "Found no fault, {unit} was in a normal defrost.",
    ),
    PILOT: (
        "Relit the {unit}, cleaned around the burner and tested it.",
        "Relit the {unit} and checked draft and safety.",
    ),
    LOW_WATER: (
        "Filled the loop to pressure, bled it and restarted the {unit}.",
        "Topped up the loop and fired the {unit}, no leak found.",
    ),
}
_ENDINGS: dict[bool, Clauses] = {
    False: ("Operation verified.", "Customer informed, no part needed.", "No part needed.", ""),
    True: ("Operation verified.", "No part needed.", ""),
}
_CALLS_AGAIN: dict[bool, Clauses] = {
    False: ("Asked the customer to call when it happens again.", "To be watched.", ""),
    True: ("To be watched.", "No part needed.", ""),
}

GREAT: Clauses = (
    "Nothing was broken on our {unit}, and that is what we were told.",
    "Could have sold us parts for the {unit}, but nothing had failed.",
    "It was a small thing with our {unit}, and we learned what to look at first.",
)
GOOD: Clauses = (
    "Nothing was broken on the {unit} after all.",
    "It was nothing serious with the {unit}.",
    "They found nothing wrong with our {unit}.",
)
MIXED: Clauses = (
    Clause(
        "They found nothing wrong with our {unit}, and we were charged all the same.", Needs.BILLED
    ),
    Clause("We were charged a lot for a visit that found nothing on the {unit}.", Needs.BILLED),
    "Nothing was broken on the {unit}, so the trip was for nothing.",
)
POOR: Clauses = (
    Clause("They found nothing on our {unit} and charged for it.", Needs.BILLED),
    "Came for our {unit}, found nothing and left.",
    "They looked at the {unit} and could not tell us anything.",
)
OPINIONS: dict[str, Clauses] = {"great": GREAT, "good": GOOD, "mixed": MIXED, "poor": POOR}
"""How customers speak of such a visit, by how content they are."""


def found_instead(
    chance: Chance,
    device: Ints,
    service_type: Sequence[str],
    kind: Column,
    month: Ints,
    component: Sequence[str | None],
) -> list[str | None]:
    """The components, with what it was in their place where a repair found none that had failed."""
    found = list(component)
    pairs = enumerate(zip(component, service_type, strict=True))
    rows = [row for row, (name, service) in pairs if name is None and service in FIXES]
    if rows:
        kinds = texts(kind)
        of = causes(chance, device[rows], [kinds[row] for row in rows], month[rows])
        for row, cause in zip(rows, of, strict=True):
            found[row] = cause
    return found


@cache
def noticed(cause: str, kind: str) -> Clauses:
    """What the technician notes."""
    return tuple(text.replace("{unit}", KIND_NOUN[kind]) for text in _FOUND[cause])


@cache
def set_right(cause: str, kind: str) -> Clauses:
    """What was done."""
    return tuple(text.replace("{unit}", KIND_NOUN[kind]) for text in _DONE[cause])


def ending(cause: str, away: bool) -> Clauses:
    """How it ended; ``away``: nobody was met."""
    return (_CALLS_AGAIN if cause == INTERMITTENT else _ENDINGS)[away]
