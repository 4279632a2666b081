"""Where the company works: twelve metropolitan areas, their towns, and what their states tax.

Cities, ZIP codes and centers are public facts (US postal ZIP lists; centers to about a mile);
weights are thousands of people living in the ZIP code, rounded [K].
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from factories.engine.streams import Ints, Mask
from hvac_models.workforce import Climate

EASTERN = "America/New_York"
CENTRAL = "America/Chicago"


@dataclass(frozen=True)
class Place:
    """A ZIP code that is served: its post-office city, its center, its thousands of people."""

    city: str
    postal_code: str
    latitude: float
    longitude: float
    weight: int


@dataclass(frozen=True)
class TaxRule:
    """Sales tax on a whole invoice, in ten-thousandths: 725 is 7.25 %.

    ``residential`` and ``commercial`` hold for repair, maintenance and inspection;
    ``installation`` for new and replacement equipment, a capital improvement, at any customer's.
    Assumption: one rate a branch, that of the office's county.
    """

    residential: int
    commercial: int
    installation: int

    def rates(self, commercial: Mask, installation: Mask) -> Ints:
        """Rate of each invoice, int64; both arguments are masks a row."""
        service = np.where(commercial, np.int64(self.commercial), np.int64(self.residential))
        rates: Ints = np.where(installation, np.int64(self.installation), service)
        return rates


@dataclass(frozen=True)
class Metro:
    """The area one branch serves. Its office stands in the first of ``places``."""

    name: str
    state: str
    time_zone: str
    climate: Climate
    area_codes: tuple[str, ...]
    places: tuple[Place, ...]
    tax: TaxRule

    @property
    def office(self) -> Place:
        return self.places[0]

    @property
    def city(self) -> str:
        return self.office.city

    @property
    def weights(self) -> tuple[int, ...]:
        """Weights of ``places``, to draw a customer's town with."""
        return tuple(place.weight for place in self.places)


def _north_carolina(rate: int) -> TaxRule:
    """Repair and maintenance are taxed, capital improvements not [S21]; county rates [K]."""
    return TaxRule(residential=rate, commercial=rate, installation=0)


def _new_york(rate: int) -> TaxRule:
    """Every repair to real property is taxed [S20], capital improvements not; county rates [K]."""
    return TaxRule(residential=rate, commercial=rate, installation=0)


# Labor on a home's repair is exempt, on commercial property taxed at 6.25 % state + 2 % local [K].
# Assumption: contracts are lump-sum, so that a home's parts are taxed when the company buys them,
# and installations count as new construction.
_TEXAS = TaxRule(residential=0, commercial=825, installation=0)

METROS = (
    Metro(
        name="Charlotte",
        state="NC",
        time_zone=EASTERN,
        climate=Climate.MIXED_HUMID,
        area_codes=("704", "980"),
        places=(
            Place("Charlotte", "28202", 35.2272, -80.8442, 17),
            Place("Charlotte", "28205", 35.2224, -80.7922, 47),
            Place("Charlotte", "28269", 35.3292, -80.8049, 79),
            Place("Charlotte", "28277", 35.0545, -80.8179, 72),
            Place("Charlotte", "28210", 35.1345, -80.8563, 46),
            Place("Charlotte", "28216", 35.2870, -80.8790, 55),
            Place("Huntersville", "28078", 35.4095, -80.8636, 68),
            Place("Concord", "28027", 35.4056, -80.6382, 67),
            Place("Matthews", "28105", 35.1169, -80.7164, 45),
            Place("Monroe", "28110", 35.0319, -80.5600, 59),
            Place("Belmont", "28012", 35.2406, -81.0403, 27),
            Place("Gastonia", "28054", 35.2633, -81.1531, 41),
            Place("Cornelius", "28031", 35.4776, -80.8924, 32),
        ),
        tax=_north_carolina(725),
    ),
    Metro(
        name="Houston",
        state="TX",
        time_zone=CENTRAL,
        climate=Climate.HOT_HUMID,
        area_codes=("713", "281", "832", "346"),
        places=(
            Place("Houston", "77008", 29.7988, -95.4095, 38),
            Place("Houston", "77024", 29.7740, -95.5177, 38),
            Place("Houston", "77096", 29.6743, -95.4812, 36),
            Place("Missouri City", "77459", 29.5643, -95.5476, 80),
            Place("Sugar Land", "77479", 29.5733, -95.6321, 85),
            Place("Pearland", "77584", 29.5437, -95.3404, 85),
            Place("Pasadena", "77502", 29.6801, -95.1997, 40),
            Place("Humble", "77346", 30.0019, -95.1696, 80),
            Place("Houston", "77070", 29.9788, -95.5765, 55),
            Place("Houston", "77084", 29.8392, -95.6639, 110),
            Place("Cypress", "77429", 29.9827, -95.6660, 90),
            Place("Friendswood", "77546", 29.5169, -95.1947, 55),
            Place("Spring", "77373", 30.0564, -95.3896, 65),
        ),
        tax=_TEXAS,
    ),
    Metro(
        name="Buffalo",
        state="NY",
        time_zone=EASTERN,
        climate=Climate.COLD,
        area_codes=("716",),
        places=(
            Place("Buffalo", "14202", 42.8864, -78.8779, 5),
            Place("Buffalo", "14213", 42.9161, -78.8915, 24),
            Place("Buffalo", "14220", 42.8458, -78.8187, 23),
            Place("Tonawanda", "14150", 43.0019, -78.8631, 42),
            Place("North Tonawanda", "14120", 43.0482, -78.8634, 45),
            Place("Buffalo", "14221", 42.9775, -78.7336, 55),
            Place("Buffalo", "14225", 42.9299, -78.7581, 34),
            Place("Buffalo", "14224", 42.8369, -78.7556, 40),
            Place("Depew", "14043", 42.9050, -78.7006, 25),
            Place("Lancaster", "14086", 42.9043, -78.6552, 33),
            Place("Orchard Park", "14127", 42.7599, -78.7529, 31),
            Place("Hamburg", "14075", 42.7341, -78.8413, 43),
            Place("Niagara Falls", "14304", 43.0911, -78.9625, 29),
        ),
        tax=_new_york(875),
    ),
    Metro(
        name="Raleigh",
        state="NC",
        time_zone=EASTERN,
        climate=Climate.MIXED_HUMID,
        area_codes=("919", "984"),
        places=(
            Place("Raleigh", "27601", 35.7745, -78.6327, 12),
            Place("Raleigh", "27609", 35.8448, -78.6326, 34),
            Place("Raleigh", "27603", 35.7161, -78.6573, 60),
            Place("Raleigh", "27610", 35.7678, -78.5861, 80),
            Place("Cary", "27511", 35.7557, -78.7751, 36),
            Place("Cary", "27519", 35.8072, -78.8870, 58),
            Place("Apex", "27502", 35.7366, -78.8646, 45),
            Place("Garner", "27529", 35.6792, -78.6025, 53),
            Place("Wake Forest", "27587", 35.9715, -78.5224, 75),
            Place("Holly Springs", "27540", 35.6435, -78.8349, 42),
            Place("Fuquay Varina", "27526", 35.5753, -78.8023, 55),
            Place("Morrisville", "27560", 35.8464, -78.8387, 32),
            Place("Clayton", "27520", 35.6353, -78.4489, 52),
        ),
        tax=_north_carolina(725),
    ),
    Metro(
        name="San Antonio",
        state="TX",
        time_zone=CENTRAL,
        climate=Climate.HOT_HUMID,
        area_codes=("210", "726"),
        places=(
            Place("San Antonio", "78205", 29.4259, -98.4893, 2),
            Place("San Antonio", "78209", 29.4862, -98.4568, 43),
            Place("San Antonio", "78230", 29.5396, -98.5525, 43),
            Place("San Antonio", "78249", 29.5699, -98.6128, 60),
            Place("San Antonio", "78245", 29.4123, -98.7048, 90),
            Place("San Antonio", "78223", 29.3524, -98.4321, 55),
            Place("San Antonio", "78247", 29.5813, -98.4089, 55),
            Place("San Antonio", "78258", 29.6498, -98.5041, 48),
            Place("Schertz", "78154", 29.5774, -98.2787, 35),
            Place("Cibolo", "78108", 29.5741, -98.2331, 48),
            Place("Universal City", "78148", 29.5502, -98.2994, 24),
            Place("Helotes", "78023", 29.6140, -98.7418, 31),
            Place("Converse", "78109", 29.5020, -98.3058, 42),
        ),
        tax=_TEXAS,
    ),
    Metro(
        name="Rochester",
        state="NY",
        time_zone=EASTERN,
        climate=Climate.COLD,
        area_codes=("585",),
        places=(
            Place("Rochester", "14604", 43.1570, -77.6038, 2),
            Place("Rochester", "14607", 43.1499, -77.5896, 16),
            Place("Rochester", "14609", 43.1751, -77.5627, 40),
            Place("Rochester", "14618", 43.1167, -77.5590, 22),
            Place("Rochester", "14612", 43.2565, -77.6618, 35),
            Place("Rochester", "14624", 43.1272, -77.7246, 36),
            Place("Webster", "14580", 43.2210, -77.4536, 54),
            Place("Fairport", "14450", 43.0917, -77.4348, 43),
            Place("Pittsford", "14534", 43.0711, -77.5118, 34),
            Place("Penfield", "14526", 43.1453, -77.4585, 20),
            Place("Victor", "14564", 42.9803, -77.4202, 16),
            Place("Spencerport", "14559", 43.1899, -77.8181, 18),
            Place("Brockport", "14420", 43.2143, -77.9394, 19),
        ),
        tax=_new_york(800),
    ),
    Metro(
        name="Greensboro",
        state="NC",
        time_zone=EASTERN,
        climate=Climate.MIXED_HUMID,
        area_codes=("336", "743"),
        places=(
            Place("Greensboro", "27401", 36.0711, -79.7747, 22),
            Place("Greensboro", "27405", 36.1075, -79.7524, 50),
            Place("Greensboro", "27406", 36.0229, -79.7789, 62),
            Place("Greensboro", "27407", 36.0254, -79.8711, 54),
            Place("Greensboro", "27410", 36.1169, -79.8829, 53),
            Place("Greensboro", "27455", 36.1567, -79.8064, 30),
            Place("High Point", "27260", 35.9504, -79.9934, 27),
            Place("High Point", "27265", 36.0176, -80.0063, 55),
            Place("Jamestown", "27282", 35.9982, -79.9357, 16),
            Place("Summerfield", "27358", 36.2100, -79.8892, 14),
            Place("Burlington", "27215", 36.0723, -79.4698, 43),
            Place("Gibsonville", "27249", 36.1257, -79.5635, 15),
            Place("Reidsville", "27320", 36.3459, -79.6707, 37),
        ),
        tax=_north_carolina(675),
    ),
    Metro(
        name="Austin",
        state="TX",
        time_zone=CENTRAL,
        climate=Climate.HOT_HUMID,
        area_codes=("512", "737"),
        places=(
            Place("Austin", "78701", 30.2713, -97.7410, 12),
            Place("Austin", "78704", 30.2463, -97.7609, 48),
            Place("Austin", "78745", 30.2076, -97.7957, 60),
            Place("Austin", "78758", 30.3842, -97.7039, 47),
            Place("Austin", "78759", 30.4062, -97.7574, 43),
            Place("Pflugerville", "78660", 30.4501, -97.6230, 100),
            Place("Round Rock", "78664", 30.5144, -97.6555, 60),
            Place("Round Rock", "78681", 30.5190, -97.7144, 55),
            Place("Cedar Park", "78613", 30.5013, -97.8309, 80),
            Place("Leander", "78641", 30.5470, -97.8701, 80),
            Place("Buda", "78610", 30.0770, -97.8178, 40),
            Place("Kyle", "78640", 29.9969, -97.8476, 70),
            Place("Hutto", "78634", 30.5409, -97.5461, 40),
        ),
        tax=_TEXAS,
    ),
    Metro(
        name="Syracuse",
        state="NY",
        time_zone=EASTERN,
        climate=Climate.COLD,
        area_codes=("315", "680"),
        places=(
            Place("Syracuse", "13202", 43.0451, -76.1499, 7),
            Place("Syracuse", "13206", 43.0699, -76.1072, 16),
            Place("Syracuse", "13208", 43.0746, -76.1475, 23),
            Place("Syracuse", "13210", 43.0372, -76.1265, 27),
            Place("Syracuse", "13219", 43.0416, -76.2207, 15),
            Place("Liverpool", "13088", 43.1059, -76.1937, 24),
            Place("Liverpool", "13090", 43.1520, -76.2207, 32),
            Place("Baldwinsville", "13027", 43.1651, -76.3390, 33),
            Place("Cicero", "13039", 43.1717, -76.0951, 17),
            Place("East Syracuse", "13057", 43.0743, -76.0554, 14),
            Place("Fayetteville", "13066", 43.0285, -76.0088, 13),
            Place("Manlius", "13104", 42.9873, -75.9676, 17),
            Place("Camillus", "13031", 43.0399, -76.2876, 18),
        ),
        tax=_new_york(800),
    ),
    Metro(
        name="Winston-Salem",
        state="NC",
        time_zone=EASTERN,
        climate=Climate.MIXED_HUMID,
        area_codes=("336", "743"),
        places=(
            Place("Winston Salem", "27101", 36.1070, -80.2192, 20),
            Place("Winston Salem", "27103", 36.0665, -80.3073, 33),
            Place("Winston Salem", "27104", 36.0941, -80.3150, 30),
            Place("Winston Salem", "27106", 36.1414, -80.3137, 47),
            Place("Winston Salem", "27107", 36.0462, -80.1900, 47),
            Place("Winston Salem", "27105", 36.1479, -80.2342, 41),
            Place("Winston Salem", "27127", 36.0394, -80.2617, 37),
            Place("Clemmons", "27012", 36.0271, -80.3931, 28),
            Place("Lewisville", "27023", 36.0978, -80.4271, 15),
            Place("Kernersville", "27284", 36.1199, -80.0873, 56),
            Place("King", "27021", 36.2931, -80.3546, 20),
            Place("Advance", "27006", 35.9547, -80.4413, 17),
            Place("Lexington", "27292", 35.7758, -80.2317, 42),
        ),
        tax=_north_carolina(700),
    ),
    Metro(
        name="Dallas",
        state="TX",
        time_zone=CENTRAL,
        climate=Climate.HOT_HUMID,
        area_codes=("214", "469", "972"),
        places=(
            Place("Dallas", "75201", 32.7876, -96.7994, 18),
            Place("Dallas", "75214", 32.8256, -96.7487, 36),
            Place("Dallas", "75228", 32.8252, -96.6796, 70),
            Place("Dallas", "75248", 32.9681, -96.7886, 36),
            Place("Richardson", "75081", 32.9490, -96.7092, 40),
            Place("Plano", "75023", 33.0547, -96.7351, 45),
            Place("Irving", "75061", 32.8267, -96.9614, 53),
            Place("Garland", "75040", 32.9206, -96.6264, 62),
            Place("Mesquite", "75150", 32.8184, -96.6335, 63),
            Place("Cedar Hill", "75104", 32.5885, -96.9495, 48),
            Place("Grand Prairie", "75052", 32.6756, -97.0235, 95),
            Place("Carrollton", "75006", 32.9604, -96.8916, 50),
            Place("DeSoto", "75115", 32.5993, -96.8588, 50),
        ),
        tax=_TEXAS,
    ),
    Metro(
        name="Albany",
        state="NY",
        time_zone=EASTERN,
        climate=Climate.COLD,
        area_codes=("518", "838"),
        places=(
            Place("Albany", "12207", 42.6540, -73.7483, 3),
            Place("Albany", "12203", 42.6781, -73.8298, 33),
            Place("Albany", "12208", 42.6550, -73.8005, 22),
            Place("Albany", "12205", 42.7133, -73.8179, 27),
            Place("Delmar", "12054", 42.6150, -73.8409, 17),
            Place("Latham", "12110", 42.7496, -73.7680, 21),
            Place("Troy", "12180", 42.7316, -73.6646, 52),
            Place("Clifton Park", "12065", 42.8537, -73.7845, 44),
            Place("Schenectady", "12303", 42.7690, -73.9362, 30),
            Place("Schenectady", "12309", 42.8003, -73.8810, 31),
            Place("Rensselaer", "12144", 42.6374, -73.7259, 21),
            Place("Cohoes", "12047", 42.7738, -73.7079, 20),
            Place("Ballston Spa", "12020", 43.0063, -73.8604, 33),
        ),
        tax=_new_york(800),
    ),
)
"""In the order in which branches open: the first is the default data set's only branch."""


def metro_for(branch_number: int) -> Metro:
    """The area of the n-th branch, counted from 1; after the twelfth the list starts over."""
    return METROS[(branch_number - 1) % len(METROS)]


def branch_name(branch_number: int) -> str:
    """ "Charlotte" for branch 1, "Charlotte 2" for branch 13, "Charlotte 3" for branch 25."""
    lap = (branch_number - 1) // len(METROS) + 1
    name = metro_for(branch_number).name
    return name if lap == 1 else f"{name} {lap}"


@lru_cache(maxsize=1)
def first_branches() -> dict[str, int]:
    """ZIP code -> the first branch of the metropolitan area that it lies in."""
    return {p.postal_code: n for n, metro in enumerate(METROS, start=1) for p in metro.places}


@lru_cache(maxsize=1)
def postal_cities() -> dict[str, tuple[str, str]]:
    """ZIP code -> (city, state) of every place served: what an address must agree with."""
    return {p.postal_code: (p.city, metro.state) for metro in METROS for p in metro.places}
