"""What the office wrote on an appointment for whoever goes there."""

from collections.abc import Sequence

from factories.engine.streams import Chance, Ints
from factories.wording.access import notes_on_file
from factories.wording.phrases import FULL, Clauses, draws, joined, picked

_SAID_OF_VISIT = FULL * 25 // 100
"""Draws below this: 25 % of appointments say something of the visit itself. Assumption: with the
notes on file, about 45 % are left without instructions."""

ABOUT_THE_VISIT: dict[str, Clauses] = {
    "Maintenance": (
        "Call 30 minutes ahead.",
        "Text before arrival.",
        "Leave the checklist with the customer.",
        "Customer wants to watch the tune-up.",
    ),
    "Repair": (
        "Call 30 minutes ahead.",
        "Text when on the way.",
        "Get approval by phone before any repair.",
        "Customer has photos of the error code.",
    ),
    "Installation": (
        "Park close, heavy equipment to unload.",
        "Confirm equipment delivery before leaving the shop.",
        "Drop cloths needed, new floors.",
        "Clear a path to the unit before unloading.",
    ),
    "Inspection": (
        "Email the report the same day.",
        "Real estate agent will be present.",
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


def special_instructions(
    chance: Chance,
    appointment_type: Sequence[str],
    customer: Ints,
    customer_type: Sequence[str],
    customer_name: Sequence[str],
) -> list[str | None]:
    """What is on file of the customer (ids), the same at every visit, and what to mind at this one;
    None for about 45 % of rows."""
    said, first = draws(chance, "special instructions", 2)
    visits = picked(map(ABOUT_THE_VISIT.__getitem__, appointment_type), first)
    told = [text if draw < _SAID_OF_VISIT else "" for text, draw in zip(visits, said, strict=True)]
    on_file = notes_on_file(chance, customer, customer_type, customer_name)
    return [text or None for text in joined(on_file, told)]
