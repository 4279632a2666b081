"""How to get in at a customer's: what the office keeps on file, the same for every visit.

A note is the customer's, not the visit's, and fits who lives or works there: a business says by its
name what it does (``factories.pools.businesses``). Marks: {desk} whom to ask, {code} a gate's code.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from factories.engine.streams import Chance, Ints
from factories.wording.phrases import FULL, Clauses, Flags, drawn_columns, draws, picked

_STREAM = ("customers", "access")
_ON_FILE = FULL * 40 // 100
"""Draws below this: customers with a note on file, 40 %. Assumption: with what is said of single
visits, some 55 % of appointments carry instructions."""
_CODES = 10_000
"""Gate codes have four digits."""

HOME = "home"
OTHER = "business"

LOCKBOX = "Key is in the lockbox on the porch."
SOMEBODY_HOME = ("Emergency", "Installation", "Consultation")
"""Visits for which somebody stays at home, whoever leaves a key for others."""

KINDS_OF_BUSINESS: dict[str, Clauses] = {
    "clinic": (
        *("Family Dentistry", "Dental Associates", "Orthodontics", "Pediatrics", "Eye Care"),
        *("Chiropractic", "Medical Plaza", "Physical Therapy", "Urgent Care"),
    ),
    "animals": ("Veterinary Clinic", "Animal Hospital"),
    "office": (
        *("Law Offices", "Accounting Group", "Insurance Agency", "Realty Group"),
        *("Property Management", "Office Park"),
    ),
    "bank": ("Credit Union",),
    "shop": (
        *("Pharmacy", "Hardware", "Furniture", "Printing", "Construction Supply", "Market"),
        *("Garden Center", "Outfitters", "Dry Cleaners", "Auto Sales"),
    ),
    "salon": ("Barber Shop", "Salon and Spa"),
    "workshop": ("Auto Repair", "Collision Center", "Tire and Brake", "Machine Works"),
    "restaurant": ("Grill", "Diner", "Pizza Kitchen", "Steakhouse"),
    "bakery": ("Coffee House", "Brewing Company", "Bakery"),
    "church": ("Baptist Church", "Methodist Church", "Presbyterian Church", "Community Church"),
    "school": ("Elementary School", "Middle School", "Montessori School", "Child Care Center"),
    "housing": ("Apartments", "Condominiums", "Senior Living"),
    "hotel": ("Inn and Suites",),
    "club": ("Fitness Club", "Yoga Studio", "Country Club"),
    "depot": ("Logistics", "Distribution Center", "Warehouse Company"),
    "storage": ("Self Storage",),
    "hall": ("Library", "Community Theater"),
    "laundry": ("Laundromat",),
    "funeral home": ("Funeral Home",),
}
"""What a business does, by how its name ends."""

LANDLORDS: Clauses = (
    *("Apartments", "Condominiums", "Senior Living", "Property Management"),
    *("Realty Group", "Office Park", "Medical Plaza"),
)
"""Of these, whose name says that they have tenants."""

_BY_ENDING = {ending: kind for kind, names in KINDS_OF_BUSINESS.items() for ending in names}

DESK = {
    OTHER: "the front office",
    "clinic": "the front desk",
    "animals": "the front desk",
    "office": "reception",
    "bank": "the branch manager's office",
    "shop": "the counter",
    "salon": "the front desk",
    "workshop": "the shop office",
    "restaurant": "the manager's office",
    "bakery": "the counter",
    "church": "the church office",
    "school": "the main office",
    "housing": "the leasing office",
    "hotel": "the front desk",
    "club": "the front desk",
    "depot": "the shipping office",
    "storage": "the rental office",
    "hall": "the box office",
    "laundry": "the counter",
    "funeral home": "the office",
}
_DESK_OF = {"Library": "the information desk"}

_ANY_BUSINESS: Clauses = (
    "Check in at {desk} on arrival.",
    "Keys are at {desk}.",
    "Manager has to sign for the work, ask at {desk}.",
    "Park in the back, the front is for customers.",
)
_PRIVATE: Clauses = ("Keep the waiting area clear.", "Staff only entrance is on the side.")

ON_FILE: dict[str, Clauses] = {
    HOME: (
        "Gate code {code}.",
        "Gate code {code}, then bear left.",
        "Side gate is unlocked.",
        "Please use the back door.",
        "Ring the bell, knocking cannot be heard inside.",
        "Please knock, the doorbell does not work.",
        LOCKBOX,
        "Park on the street, driveway is shared.",
        "Call from the driveway, someone will come out.",
        "Dog in the backyard, please keep the gate closed.",
        "Two cats, keep the doors closed.",
        "Friendly dog, customer will put it in another room.",
    ),
    OTHER: _ANY_BUSINESS,
    "clinic": (*_ANY_BUSINESS[:3], *_PRIVATE, "Medical office, keep noise down near exam rooms."),
    "animals": (*_ANY_BUSINESS[:3], *_PRIVATE, "Animals inside, close every door behind you."),
    "office": (*_ANY_BUSINESS[:3], "Badge needed past the lobby, get one at {desk}."),
    "bank": (
        "Sign in at {desk}, photo ID required.",
        "Staff escort needed behind the teller line.",
        "Call from the parking lot, doors are kept locked.",
    ),
    "shop": (*_ANY_BUSINESS, "Use the delivery entrance.", "Keep ladders out of the aisles."),
    "salon": (*_ANY_BUSINESS, "Back room is behind the last chair."),
    "workshop": (*_ANY_BUSINESS[:3], "Enter through the service bay.", "Eye protection inside."),
    "restaurant": (
        *_ANY_BUSINESS[:3],
        "Use the kitchen door in the alley.",
        "Keep the kitchen line clear while they are serving.",
    ),
    "bakery": (*_ANY_BUSINESS[:3], "Use the back door, ovens are by the wall."),
    "church": (*_ANY_BUSINESS[:2], "Side door by the fellowship hall.", "No work during services."),
    "school": (
        "Sign in at {desk}, photo ID required.",
        "Visitor badge from {desk} must be worn.",
        "No ladders in the hallways between classes.",
    ),
    "housing": (
        "Gate code {code}, then ask at {desk}.",
        "Keys are at {desk}.",
        "Maintenance supervisor will meet you at {desk}.",
        "Give {desk} a call before shutting off power.",
    ),
    "hotel": (*_ANY_BUSINESS[:2], "Use the service elevator.", "Ask {desk} which rooms are empty."),
    "club": (*_ANY_BUSINESS[:3], "Mechanical room is past the locker rooms."),
    "depot": (
        "Use the loading dock entrance.",
        "High visibility vest on the floor.",
        "Check in at {desk} on arrival.",
        "Contractor parking is behind the building.",
    ),
    "storage": ("Gate code {code}.", "Gate code {code}, then check in at {desk}."),
    "hall": (*_ANY_BUSINESS[:3], "Use the stage door in the back.", "Use the service elevator."),
    "laundry": (*_ANY_BUSINESS[:3], "Access panel is behind the dryers."),
    "funeral home": ("Use the side entrance, no work during services.", *_ANY_BUSINESS[:3]),
}
_LIBRARY: Clauses = (*_ANY_BUSINESS[:3], "Keep noise down, reading room is open.")

TO_THE_UNIT: dict[str, tuple[Clauses, Clauses]] = {
    "Attic": (
        ("Attic hatch is in the hallway.", "Pull-down attic stairs in the garage."),
        ("Ceiling access above the back hallway, bring a ladder.",),
    ),
    "Basement": (
        ("Basement door is off the kitchen.", "Use the outside basement entrance."),
        ("Ask at {desk} for the basement stairs.", "Basement key is at {desk}."),
    ),
    "Main Floor": (
        ("Use shoe covers, unit is in the living space.", "Unit is down the hall, shoe covers on."),
        ("Check in at {desk} before starting.", "Let {desk} know before starting."),
    ),
    "Garage": (
        ("Customer will open the garage door.", "Keep the driveway clear."),
        ("Garage key is at {desk}.",),
    ),
    "Roof": (
        ("Set the ladder on the driveway side.", "Bring the 28 ft ladder."),
        (
            "Roof hatch key is at {desk}.",
            "Ask at {desk} for roof access.",
            "Bring the 28 ft ladder.",
        ),
    ),
    "Utility Closet": (
        ("Closet is off the hallway, tight fit.", "Unit is behind the laundry."),
        ("Get the closet key from {desk}.",),
    ),
    "Crawl Space": (
        ("Crawl space entry is on the back wall.", "Low clearance, bring knee pads."),
        ("Crawl space hatch is in the storage room.", "Low clearance, bring knee pads."),
    ),
    "Outdoor Pad": (
        ("Unit is on the side of the house.", "Unit is in the back yard, behind the hedge."),
        ("Unit is in the fenced area, get the key from {desk}.", "Unit is behind the building."),
    ),
    "Mechanical Room": (
        ("Mechanical room is next to the laundry.", "Mechanical room is by the back stairs."),
        ("Mechanical room key is at {desk}.", "Ask at {desk}, the mechanical room is locked."),
    ),
}
"""The way to a unit by where it stands: in a house, at a business."""


@lru_cache(maxsize=4096)
def _ending(name: str) -> str:
    words = name.split()
    for first in range(max(1, len(words) - 3), len(words)):
        if (ending := " ".join(words[first:])) in _BY_ENDING:
            return ending
    return ""


def kind_of_business(name: str) -> str:
    """What a business does, as its name tells; OTHER where it does not."""
    return _BY_ENDING.get(_ending(name), OTHER)


@lru_cache(maxsize=4096)
def is_landlord(name: str) -> bool:
    """Whether a business by its name lets, or looks after, what others live or work in."""
    return _ending(name) in LANDLORDS


@lru_cache(maxsize=4096)
def _notes(name: str, homely: bool) -> Clauses:
    if homely:
        return ON_FILE[HOME]
    notes = _LIBRARY if _ending(name) == "Library" else ON_FILE[kind_of_business(name)]
    return tuple(note.replace("{desk}", _desk(name)) for note in notes)


def _desk(name: str) -> str:
    return _DESK_OF.get(_ending(name), DESK[kind_of_business(name)])


@lru_cache(maxsize=16384)
def _ways(name: str, homely: bool, location: str, alone: bool) -> Clauses:
    at_home, at_work = TO_THE_UNIT[location]
    if alone:
        return tuple(way for way in at_home if "Customer" not in way)
    return at_home if homely else tuple(way.replace("{desk}", _desk(name)) for way in at_work)


def notes_on_file(
    chance: Chance, customer: Ints, customer_type: Sequence[str], customer_name: Sequence[str]
) -> list[str]:
    """What is on file of each row's customer; '' for those of whom there is nothing.

    ``chance`` may be any table's: the draws are those of the customers.
    """
    theirs = chance.common(_STREAM, customer)
    has, which = draws(theirs, "on file", 2)
    homely = [kind == "residential" for kind in customer_type]
    names = ("" if home else name for home, name in zip(homely, customer_name, strict=True))
    notes = picked(map(_notes, names, homely), which)
    codes = theirs.below("gate code", _CODES).tolist()
    return [
        note.replace("{code}", f"{code:04d}") if draw < _ON_FILE else ""
        for note, draw, code in zip(notes, has, codes, strict=True)
    ]


def leaves_the_key(chance: Chance, customer: Ints, customer_type: Sequence[str]) -> Flags:
    """Of whom it is on file that the key is in a lockbox."""
    has, which = drawn_columns(chance.common(_STREAM, customer), "on file", 2)
    homely = np.array([kind == "residential" for kind in customer_type], np.bool_)
    notes = ON_FILE[HOME]
    leaves: Flags = homely & (has < _ON_FILE) & (which * len(notes) // FULL == notes.index(LOCKBOX))
    return leaves


def nobody_home(
    chance: Chance, customer: Ints, customer_type: Sequence[str], visit_type: Sequence[str]
) -> Flags:
    """The visits at which the key is in the lockbox and nobody is met."""
    alone = np.array([name not in SOMEBODY_HOME for name in visit_type], np.bool_)
    away: Flags = alone & leaves_the_key(chance, customer, customer_type)
    return away


def ways_to_unit(
    chance: Chance,
    customer: Ints,
    customer_type: Sequence[str],
    customer_name: Sequence[str],
    location: Sequence[str],
) -> list[str]:
    """How to get to the unit once there; the same whenever a customer's unit stands there."""
    (which,) = draws(chance.common(_STREAM, customer), "way", 1)
    alone = leaves_the_key(chance, customer, customer_type).tolist()
    homely = [kind == "residential" for kind in customer_type]
    names = ("" if home else name for home, name in zip(homely, customer_name, strict=True))
    return picked(map(_ways, names, homely, location, alone), which)
