"""What the office wrote on an appointment for whoever goes there."""

from collections.abc import Sequence
from functools import cache

from factories.engine.streams import Chance, Ints
from factories.wording.access import LOCKBOX, SOMEBODY_HOME, nobody_home, notes_on_file
from factories.wording.needs import Clause, Needs, unless, without
from factories.wording.phrases import FULL, Clauses, Flags, draws, flags, joined, picked

_SAID_OF_VISIT = FULL * 25 // 100
"""Draws below this: 25 % of appointments say something of the visit itself. Assumption: with the
notes on file, about 45 % are left without instructions."""

ABOUT_THE_VISIT: dict[str, Clauses] = {
    "Maintenance": (
        "Call 30 minutes ahead.",
        "Text before arrival.",
        Clause("Leave the checklist with the customer.", Needs.MET),
        Clause("Customer wants to watch the tune-up.", Needs.MET),
    ),
    "Repair": (
        "Call 30 minutes ahead.",
        "Text when on the way.",
        Clause("Get approval by phone before any repair.", Needs.UNFOUND),
        Clause("Customer has photos of the error code.", Needs.UNFOUND),
    ),
    "Installation": (
        "Park close, heavy equipment to unload.",
        "Confirm equipment delivery before leaving the shop.",
        "Drop cloths needed, new floors.",
        "Clear a path to the unit before unloading.",
    ),
    "Inspection": (
        Clause("Email the report the same day.", Needs.EMAIL),
        "Text when on the way.",
        "Take photos of the data plate.",
        "Call 30 minutes ahead.",
    ),
    "Emergency": (
        "Call as soon as a technician is on the way.",
        "Customer is waiting at the site.",
        "Call the cell number, do not leave a voicemail.",
    ),
    "Consultation": (
        "Both decision makers will be there.",
        "Bring financing brochures.",
        "Customer wants two options to compare.",
        "Allow time for a load calculation.",
    ),
}


@cache
def _about(appointment_type: str, emailed: bool, away: bool, found: bool) -> Clauses:
    lacking = unless(emailed, Needs.EMAIL) | unless(not away, Needs.MET)
    lacking |= unless(not found, Needs.UNFOUND)
    return without(ABOUT_THE_VISIT[appointment_type], lacking)


def special_instructions(
    chance: Chance,
    appointment_type: Sequence[str],
    customer: Ints,
    customer_type: Sequence[str],
    customer_name: Sequence[str],
    emailed: Flags,
    found: Sequence[bool] | None = None,
) -> list[str | None]:
    """What is on file of the customer (ids), the same at every visit, and what to mind at this one;
    None for about 45 % of rows. ``emailed``: there is an e-mail address; ``found``: a visit before
    has found the fault, if any has."""
    said, first = draws(chance, "special instructions", 2)
    away = flags(nobody_home(chance, customer, customer_type, appointment_type))
    known = [False] * len(away) if found is None else found
    visits = picked(map(_about, appointment_type, flags(emailed), away, known), first)
    told = [text if draw < _SAID_OF_VISIT else "" for text, draw in zip(visits, said, strict=True)]
    on_file = notes_on_file(chance, customer, customer_type, customer_name)
    # Who leaves a key is at home for what cannot be done without them.
    on_file = [
        "" if text == LOCKBOX and kind in SOMEBODY_HOME else text
        for text, kind in zip(on_file, appointment_type, strict=True)
    ]
    return [text or None for text in joined(on_file, told)]
