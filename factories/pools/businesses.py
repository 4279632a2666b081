"""Names of commercial customers: a family's name or a place's, and what the business does."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from factories.pools.store import load

if TYPE_CHECKING:  # numpy is not needed to check a locale's name
    from factories.engine.streams import Chance, Ints

# Who has a building to heat and cool. Weights are Assumption: about how many of them there are.
FAMILY: Final = {
    "{} Family Dentistry": 6,
    "{} Dental Associates": 4,
    "{} Orthodontics": 2,
    "{} Pediatrics": 3,
    "{} Eye Care": 3,
    "{} Veterinary Clinic": 4,
    "{} Chiropractic": 3,
    "{} Pharmacy": 2,
    "{} Law Offices": 4,
    "{} Accounting Group": 3,
    "{} Insurance Agency": 4,
    "{} Realty Group": 3,
    "{} Property Management": 6,
    "{} Auto Repair": 6,
    "{} Collision Center": 2,
    "{} Tire and Brake": 3,
    "{} Hardware": 2,
    "{} Furniture": 2,
    "{} Printing": 2,
    "{} Funeral Home": 2,
    "{} Machine Works": 3,
    "{} Construction Supply": 2,
    "{} Barber Shop": 3,
    "{} Bakery": 3,
}
PLACE: Final = {
    "{} Grill": 5,
    "{} Diner": 4,
    "{} Pizza Kitchen": 4,
    "{} Steakhouse": 2,
    "{} Coffee House": 4,
    "{} Brewing Company": 2,
    "{} Baptist Church": 5,
    "{} Methodist Church": 4,
    "{} Presbyterian Church": 2,
    "{} Community Church": 3,
    "{} Elementary School": 3,
    "{} Middle School": 2,
    "{} Montessori School": 2,
    "{} Child Care Center": 4,
    "{} Apartments": 7,
    "{} Condominiums": 4,
    "{} Senior Living": 3,
    "{} Inn and Suites": 4,
    "{} Office Park": 5,
    "{} Medical Plaza": 4,
    "{} Physical Therapy": 3,
    "{} Urgent Care": 3,
    "{} Fitness Club": 4,
    "{} Yoga Studio": 2,
    "{} Salon and Spa": 4,
    "{} Dry Cleaners": 3,
    "{} Market": 4,
    "{} Garden Center": 2,
    "{} Outfitters": 2,
    "{} Self Storage": 3,
    "{} Logistics": 4,
    "{} Distribution Center": 3,
    "{} Warehouse Company": 3,
    "{} Credit Union": 3,
    "{} Animal Hospital": 3,
    "{} Country Club": 2,
    "{} Library": 1,
    "{} Community Theater": 1,
    "{} Auto Sales": 3,
    "{} Laundromat": 2,
}
_TEMPLATES: Final = (*FAMILY, *PLACE)
_WEIGHTS: Final = (*FAMILY.values(), *PLACE.values())


def businesses_drawn(chance: "Chance") -> "tuple[Ints, Ints, Ints]":
    """Which kind each row's business is and which place it is named for; 1 where it bears its
    owner's name instead, else 0."""
    kinds = chance.choose("business", _WEIGHTS)
    picks = chance.below("business stem", len(load().company_stems))
    return kinds, picks, (kinds < len(FAMILY)).astype(kinds.dtype)


def business_names(chance: "Chance", last_names: Sequence[str]) -> list[str]:
    """The name of a business for each row of ``chance``; never a person's name alone.

    ``last_names``: the owner's, one a row, which half of the businesses bear. Two may have the same
    name: there are some 40,000 American ones.
    """
    stems = load().company_stems
    kinds, picks, _ = (column.tolist() for column in businesses_drawn(chance))
    families = len(FAMILY)
    return [
        _TEMPLATES[kind].format(owner if kind < families else stems[pick])
        for kind, pick, owner in zip(kinds, picks, last_names, strict=True)
    ]
