"""What the office wrote on an appointment for whoever goes there."""

from collections.abc import Sequence

from factories.engine.streams import Chance
from factories.wording.phrases import FULL, Clauses, crossed, draws, joined, picked

_SILENT = FULL * 45 // 100
"""Draws below this leave the field empty: 45 % of appointments (assumption)."""

_GATE = crossed(("Gate code %s.", "Gate code is %s, then bear left."), range(1029, 9990, 373))

HOW_TO_ENTER: dict[str, Clauses] = {
    "residential": (
        *_GATE[::4],
        "Side gate is unlocked.",
        "Please use the back door.",
        "Ring the bell, knocking cannot be heard inside.",
        "Key is in the lockbox on the porch.",
        "Park on the street, driveway is shared.",
        "Tenant will let the technician in.",
        "Dog in the backyard, please keep the gate closed.",
        "Two cats, keep the doors closed.",
        "Friendly dog, customer will put it in another room.",
        "Baby naps after lunch, please do not ring the bell.",
    ),
    "commercial": (
        "Roof access key is at the front desk.",
        "Check in with the facilities manager on arrival.",
        "Sign in at security, photo ID required.",
        "Use the loading dock entrance.",
        "No work on the sales floor during opening hours.",
        "Kitchen is closed between lunch and dinner, work then.",
        "Parking permit at the front desk.",
        "Badge needed for the mechanical room, ask reception.",
        "Contractor parking is behind the building.",
        "Quiet hours until noon, medical office.",
    ),
}
ABOUT_THE_VISIT: dict[str, Clauses] = {
    "Maintenance": (
        "Call 30 minutes ahead.",
        "Text before arrival.",
        "Bring a filter for the return grille.",
        "Customer wants to watch the tune-up.",
    ),
    "Repair": (
        "Call 30 minutes ahead.",
        "Text when on the way.",
        "Get approval by phone before any repair.",
        "Customer has photos of the error code.",
    ),
    "Installation": (
        "Crew of two, first stop of the day.",
        "Confirm equipment delivery the day before.",
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
    chance: Chance, appointment_type: Sequence[str], customer_type: Sequence[str]
) -> list[str | None]:
    """Gates, pets, keys and calls ahead; None for about 45 % of rows."""
    said, first, second, both = draws(chance, "special instructions", 4)
    entries = picked(map(HOW_TO_ENTER.__getitem__, customer_type), first)
    visits = picked(map(ABOUT_THE_VISIT.__getitem__, appointment_type), second)
    third = FULL // 3
    shown = (
        (entry if draw < 2 * third else "", visit if not third <= draw < 2 * third else "")
        for entry, visit, draw in zip(entries, visits, both, strict=True)
    )
    texts = joined(*zip(*shown, strict=True)) if entries else []
    return [None if draw < _SILENT else text for draw, text in zip(said, texts, strict=True)]
