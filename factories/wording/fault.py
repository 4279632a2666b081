"""One way in which a component fails: what is noted of it, what was done, what gave it away.

Amperes stand as ``{motor percent}`` of what ``rules.equipment.amperes`` says of the unit's size;
what the house or the unit feeds to the part that failed, as ``[meter]`` of
``rules.equipment.meters``: it is there on every other visit, too."""

from dataclasses import dataclass

from factories.wording.phrases import Clauses, crossed


@dataclass(frozen=True, eq=False)
class Fault:
    """One way to fail."""

    read: Clauses
    """What the technician notes of it."""
    mended: Clauses
    """What was done, with a new part."""
    noticed: Clauses = ()
    """What a customer sees or hears of this fault only."""
    rated: bool = False
    """Whether it is measured against the rating that the new part has as well."""
    stopped: bool = False
    """Whether a motor stands still, rather than runs badly."""
    share: int = 1
    """How often, against the component's other faults."""


def tenths(low: int, high: int, step: int = 1) -> Clauses:
    return tuple(f"{n // 10}.{n % 10}" for n in range(low, high + 1, step))


def hundredths(low: int, high: int, step: int = 1) -> Clauses:
    return tuple(f"{n // 100}.{n % 100:02}" for n in range(low, high + 1, step))


def _overdrawn(noun: str, motor: str) -> Clauses:
    """A motor at so many percent of the current on its plate."""
    return crossed(
        (f"{noun} pulling {{{motor} %s}} A, rated {{{motor} 100}} A.",), range(140, 182, 3)
    )


def motor(
    noun: str, motor: str, after: Clauses, noises: Clauses, hums: Clauses, volts: str
) -> tuple[Fault, ...]:
    """A motor fails worn, stuck or burned. ``after``: what follows a worn, stuck, burned one."""
    worn, stuck, burned = after
    return (
        Fault(
            _overdrawn(noun, motor),
            (
                f"{noun} bearings were gone, replaced {worn}.",
                f"{noun} was running over its rated amps, replaced {worn}.",
                f"{noun} was dragging and overheating, replaced {worn}.",
            ),
            noises,
            share=2,
        ),
        Fault(
            (f"{noun} seized, shaft does not turn by hand.",),
            (f"{noun} was seized, replaced {stuck}.", f"{noun} had locked up, replaced {stuck}."),
            hums,
            stopped=True,
        ),
        Fault(
            (
                f"{noun} winding open, shaft turns free.",
                f"{noun} has {volts} and does not turn, winding reads open.",
            ),
            (f"{noun} windings were open, replaced {burned}.",),
            stopped=True,
        ),
    )
