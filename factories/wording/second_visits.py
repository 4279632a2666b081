"""What the order for a visit says that goes back to one before: the return with the part that was
missing, and the callback. Nobody asks what is wrong, or since when: it was found then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from factories.engine.streams import Ints
from factories.wording.phrases import NOTHING, Clauses, Flags, flags, whole
from factories.wording.repairs import NEEDED, NOUN

_WITH_THE_PART: Clauses = (
    "Return visit with the %s that was not on the truck{on}",
    "Return visit to finish the repair{of}, bring the %s",
)
_TO_INSTALL = "Return visit to install the %s found bad{on}"
_TO_FINISH: Clauses = (
    "Return visit to finish the work{of}",
    "Return visit, pick up where the visit{of} ended",
)
_NOTED: Clauses = (
    "Return visit for the %s, as noted{on}",
    "Return visit to take care of the %s, as noted{on}",
)
_CALLBACK: Clauses = (
    "Callback, same complaint as before our visit{of}",
    "Callback, the trouble is back after our visit{of}",
    "Callback, customer says it did not hold after our visit{of}",
)
_URGENT_CALLBACK: Clauses = (
    "Callback on our visit{of}.",
    "Callback, we were there for the same{on}.",
)
_ALSO: dict[bool, Clauses] = {
    True: ("Load the part before leaving.", "Fault is known, no diagnosis to be charged.", ""),
    False: ("Worked for a while after the visit.", "", ""),
}
_TO_DO: dict[bool, Clauses] = {
    True: (
        "Fit the part, run a full cycle and take final readings.",
        "Install what was missing, test, and close both orders.",
    ),
    False: (
        "Check the work of the last visit first, then the rest of the unit.",
        "Go over the last repair before anything else, read the notes of that visit.",
    ),
}


@dataclass(frozen=True, slots=True)
class Second:
    """Which visits go back to one before, a row each."""

    brings_part: Sequence[bool]
    is_callback: Sequence[bool]
    day: Sequence[int]
    """Of the visit before, in days since 1970-01-01; -1 where that is not known."""
    noted: Sequence[bool]
    """Of those that bring a part: the visit before was a tune-up or an inspection, and no repair
    stands open."""

    @classmethod
    def of(
        cls, brings_part: Flags, is_callback: Flags, day: Ints, noted: Flags | None = None
    ) -> Second:
        """That of columns; nothing was only ``noted`` where that is not said."""
        told = [False] * len(day) if noted is None else flags(noted)
        return cls(flags(brings_part), flags(is_callback), whole(day), told)

    def rows(self) -> list[int]:
        """Those that do."""
        found = zip(self.brings_part, self.is_callback, strict=True)
        return [row for row, (brings, back) in enumerate(found) if brings or back]


NONE_IS_SECOND = Second((), (), (), ())


@dataclass(frozen=True, slots=True)
class Said:
    """The clauses of one order."""

    asked: Clauses
    """Without a full stop; none where the customer is heard once more."""
    also: Clauses
    since: Clauses


def said_of(second: Second, row: int, service_type: str, component: str | None) -> Said:
    """What the order of a ``row`` has in the place of a complaint; an urgent callback is told as
    what was reported, with the visit before."""
    day = second.day[row]
    if second.brings_part[row]:
        asked = _brings(component)
        if component is not None and second.noted[row]:
            asked = tuple(text % NOUN[component] for text in _NOTED)
        return Said(_dated(asked, day), _ALSO[True] if component else NOTHING, NOTHING)
    if service_type == "Emergency":
        return Said((), (), _dated(_URGENT_CALLBACK, day))
    return Said(_dated(_CALLBACK, day), _ALSO[False], NOTHING)


def to_do(second: Second, row: int) -> Clauses:
    """What the instructions have in the place of a diagnosis."""
    orders = _TO_DO[second.brings_part[row]]
    # The order of a tune-up was closed that day.
    return orders[:1] if second.noted[row] else orders


@cache
def _brings(component: str | None) -> Clauses:
    if component is None:
        return _TO_FINISH
    if component in NEEDED:
        return tuple(text % NEEDED[component] for text in _WITH_THE_PART)
    return tuple(text % NOUN[component] for text in (*_WITH_THE_PART, _TO_INSTALL))


@cache
def _dated(texts: Clauses, day: int) -> Clauses:
    date = dt.date(1970, 1, 1) + dt.timedelta(days=max(day, 0))
    said = f"{date:%b} {date.day}" if day >= 0 else ""
    on, of = (f" {word} {said}" if said else "" for word in ("on", "of"))
    return tuple(text.replace("{on}", on).replace("{of}", of) for text in texts)
