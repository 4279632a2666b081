"""Names of commercial customers: a family's name or a place's, and what the business does."""

from typing import Final

from factories.engine.streams import Chance
from factories.pools import Pools, load

# What heats and cools a building and calls a contractor: shares are Assumption, by number of places.
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


def business_names(chance: Chance, pools: Pools | None = None) -> list[str]:
    """The name of a business for each row of ``chance``; never a person's name alone.

    ``pools`` default to the American ones. Some 40,000 names: two rows may have the same.
    """
    pools = pools or load()
    kind = chance.choose("business", _WEIGHTS).tolist()
    # One draw serves both pools, since a name is taken from one of them.
    pick = chance.below("business stem", 2**31).tolist()
    families, places = pools.last_names, pools.company_stems
    names = []
    for template, number in zip(kind, pick, strict=True):
        stems = families if template < len(FAMILY) else places
        names.append(_TEMPLATES[template].format(stems[(number * len(stems)) >> 31]))
    return names
