"""What is said of repairs at which nothing new was fitted."""

from functools import cache

from factories.rules.calls.left_undone import MENDED, PATCHED
from factories.wording.phrases import KIND_NOUN, Clauses
from factories.wording.repairs import FOUND, NOUN

_DONE: dict[int, Clauses] = {
    PATCHED: (
        "Found {found}, temporary repair only, the new unit is on its way.",
        "Got the {unit} through for now, {found} is patched up until the new unit is in.",
        "Temporary repair done, {unit} has {found}, the new unit is on its way.",
    ),
}
_ENDINGS: dict[int, Clauses] = {
    PATCHED: ("No new part put in.", "Will do until the replacement.", ""),
}
_WITH_CUSTOMER: dict[int, Clauses] = {
    PATCHED: ("Customer agrees, nothing new goes into the old unit.",),
}
"""Said beside them where somebody was met."""


@cache
def left_as_it_is(left: int, kind: str, component: str) -> Clauses:
    """What was done."""
    found, unit = FOUND.get(component, f"a failed {NOUN[component]}"), KIND_NOUN[kind]
    return tuple(text.replace("{found}", found).replace("{unit}", unit) for text in _DONE[left])


_TOLD: dict[int, str] = {PATCHED: "the new unit "}
"""What all that was done says, and nothing else that is said of a repair."""


def left_by(notes: str) -> int:
    """What the completion notes of a repair say was left as it is."""
    return next((left for left, said in _TOLD.items() if said in notes), MENDED)


@cache
def left_ending(left: int, away: bool) -> Clauses:
    """How it ended; ``away``: nobody was met."""
    return _ENDINGS[left] if away else (*_ENDINGS[left], *_WITH_CUSTOMER[left])


OPINIONS: dict[int, dict[str, Clauses]] = {
    PATCHED: {
        "great": (
            "Got our old {unit} through until the new one comes, and sold us nothing for it.",
            "It was {culprit}, and they patched it up instead of putting in a new part.",
        ),
        "good": (
            "Our old {unit} will do until the new one comes.",
            "They patched up {culprit} on our old {unit}.",
        ),
        "mixed": (
            "Our {unit} limps along until the new one comes.",
            "They only patched up {culprit}.",
        ),
        "poor": (
            "Our {unit} was only patched up, and the new one is still to come.",
            "All they did about {culprit} was a patch.",
        ),
    },
}
"""How customers speak of it, by how content they are; marks as in ``opinions``."""
