"""What is said of repairs at which nothing new was fitted."""

from functools import cache

from factories.rules.calls.left_undone import DECLINED, MENDED, PATCHED
from factories.wording.needs import Clause, Needs
from factories.wording.phrases import KIND_NOUN, Clauses
from factories.wording.repairs import FOUND, NOUN

_DONE: dict[int, Clauses] = {
    PATCHED: (
        "Found {found}, temporary repair only, the new unit is on its way.",
        "Got the {unit} through for now, {found} is patched up until the new unit is in.",
        "Temporary repair done, {unit} has {found}, the new unit is on its way.",
    ),
    DECLINED: (
        "Found {found}, customer declined the repair at its price, {unit} is off.",
        "Diagnosed {found}, quoted it, customer declined the repair and leaves the {unit} off.",
        "{unit} is down with {found}, customer declined the repair.",
    ),
}
_ENDINGS: dict[int, Clauses] = {
    PATCHED: ("No new part put in.", "Will do until the replacement.", ""),
    DECLINED: ("Unit is tagged and left off.", "Price of a new one to follow.", ""),
}
_WITH_CUSTOMER: dict[int, Clauses] = {
    PATCHED: ("Customer agrees, nothing new goes into the old unit.",),
    DECLINED: ("Customer will think about a new unit.", "Diagnosis explained."),
}
"""Said beside them where somebody was met."""


@cache
def left_as_it_is(left: int, kind: str, component: str) -> Clauses:
    """What was done."""
    found, unit = FOUND.get(component, f"a failed {NOUN[component]}"), KIND_NOUN[kind]
    told = (text.replace("{found}", found).replace("{unit}", unit) for text in _DONE[left])
    return tuple(f"{text[0].upper()}{text[1:]}" for text in told)


_TOLD: dict[int, str] = {PATCHED: "the new unit ", DECLINED: " declined the repair"}
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
    DECLINED: {
        "great": (
            "Told us straight that our old {unit} is not worth mending.",
            Clause("It was {culprit}, and nobody pushed us to mend the old {unit}.", Needs.MET),
        ),
        "good": (
            "Clear answer on our old {unit}, it is not worth the repair.",
            "They found {culprit}, and we will not put so much into the old {unit}.",
        ),
        "mixed": (
            "It was {culprit}, at a price that makes no sense for our old {unit}.",
            "Our {unit} is off, the repair would have cost too much.",
        ),
        "poor": (
            "They wanted a fortune to mend our {unit}, so it stays off.",
            "Our {unit} is still down, and all we have is a price.",
        ),
    },
}
"""How customers speak of it, by how content they are; marks as in ``opinions``."""
