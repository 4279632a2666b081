"""Technicians, what they earn, know and cost, and the vans they drive."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from factories.engine.quantiles import normal
from factories.engine.streams import Chance, Ints, Mask, cut_table

COMPANY_FOUNDED: Final = np.datetime64("2005-03-01")
"""Assumption: old enough that customers and technicians have a past at every as-of date allowed."""


@dataclass(frozen=True)
class Level:
    """What is usual at a technician's level."""

    share: float
    """Of the crew: 3, 9, 2 and 1 of 15 [E]."""
    wage: tuple[int, int]
    """$/h [E], within the percentiles of [S3]."""
    bill: tuple[int, int]
    """$/h charged to customers in the year in which a history ends, $75-150 [R3]: so that two years
    have the median bills of the estimates."""
    prior_years: tuple[int, int]
    """Experience before joining, years. Assumption."""
    skill: int
    """Middle of the seven skill ratings, 1-10. Assumption."""
    certification: dict[str, int]
    """Weights of the company's own certification levels. Assumption."""


LEVELS: Final[dict[str, Level]] = {
    "junior": Level(0.2, (18, 24), (90, 102), (0, 1), 4, {"Basic": 70, "Intermediate": 30}),
    "senior": Level(0.6, (24, 38), (110, 127), (3, 9), 7, {"Intermediate": 55, "Advanced": 45}),
    "lead": Level(0.13, (36, 44), (125, 137), (7, 15), 8, {"Advanced": 60, "Master": 40}),
    "specialist": Level(0.07, (40, 47), (135, 150), (6, 14), 9, {"Master": 100}),
}
LEVEL_NAMES: Final = tuple(LEVELS)
JUNIOR: Final = LEVEL_NAMES.index("junior")
"""Puts in no compressor, coil or heat exchanger (``rules.calls.service.LARGE_PARTS``) alone.
Assumption [K]."""

PAID_BY_CHANCE: Final = 45
"""Percent of the way through a level's pay that experience does not explain. Assumption."""
TOP_PAY_AFTER: Final = 8
"""Years beyond the experience usual at a level, with which its top is reached. Assumption."""

APPRENTICE_SHARE: Final = 0.07
"""Of the crew, juniors without EPA 608: they handle no refrigerant [E]."""
EPA_608: Final = {"EPA 608 Universal": 75, "EPA 608 Type II": 18}
"""Type II covers high-pressure comfort cooling, which is all this company services [E]. Type I
(small appliances) and Type III (chillers) would not allow the work, so those 3 % are counted under
Type II."""
FOR_REFRIGERANT: Final = tuple(EPA_608)
"""Any of these allows the work on a refrigerant circuit [K]."""
ON_LEAVE_SHARE: Final = 2 / 52
"""Probability that a technician has a given week off: two weeks a year. Assumption."""
LEAVE_NEEDS_MORE_THAN: Final = 2
"""Technicians: only in a larger crew does anybody take a week off, for somebody has to answer
emergencies. Assumption."""
CERTIFICATE_CHANCE: Final = 0.5
"""Probability of a certificate for each of twice as many technicians as its share of the crew says.
Assumption: branches differ."""
NATE_SHARE: Final = 0.28
"""20-35 % [E; S4]."""
OTHER_CERTIFICATIONS: Final = {
    "State HVAC License": 36,
    "OSHA 10": 30,
    "Manufacturer Training": 24,
    "OSHA 30": 10,
}
"""What else technicians hold, and weight. Assumption."""
EARNED_IN_CAREER: Final = {
    **dict.fromkeys(EPA_608, (-300, 300)),
    "OSHA 10": (-60, 700),
    "OSHA 30": (365, 2_200),
}
"""Days from the start of a career, first and last, in which a card is earned that does not expire.
Nobody may open a refrigerant circuit without EPA 608 (40 CFR 82.161 [K]), so it is earned at the
trade school or in the first year. Assumption."""
EPA_608_SINCE: Final = np.datetime64("1993-11-15")
"""From then on cards were issued; a year later all had to have one [K]."""
EARNED_AFTER: Final = {"NATE": 1_095, "State HVAC License": 1_460}
"""Days of a career before what expires is held at all: NATE suggests two years of practice, states
want three or more before a license [K]. Another year here, since experience is told in whole
years."""
VALID_YEARS: Final = {"NATE": 2, "State HVAC License": 2, "Manufacturer Training": 3}
"""NATE recertifies every two years [K]; EPA 608 and OSHA cards do not expire [K]; others:
Assumption."""
RENEWED_AHEAD: Final = (0, 18)
"""Days before a card runs out by which its renewal is due, fewest and most. Assumption: the office
sends everybody in time, but not all on the last day; within ``rules.single.CARD_AGE_AT_LEAST``."""


FIRST_MODEL_YEAR, LAST_MODEL_YEAR = 1990, 2100
"""Model years that a vehicle can have."""


@dataclass(frozen=True)
class Built:
    """How common something is among what is built, and in which model years it is [K]."""

    share: int
    """Percent [E]."""
    first: int = FIRST_MODEL_YEAR
    last: int = LAST_MODEL_YEAR

    def in_year(self, year: int) -> int:
        """The share in a model year: none where it is not built."""
        return self.share if self.first <= year <= self.last else 0


@dataclass(frozen=True)
class VanModel:
    """A model of the fleet, by its name in the United States."""

    make: str
    model: str
    vehicle_type: str
    built: Built
    wmi: str
    """World manufacturer identifier, the VIN's first three characters [K]."""
    fuels: dict[str, Built]


_GASOLINE: Final = {"Gasoline": Built(100)}
_DURAMAX: Final = {"Gasoline": Built(85), "Diesel": Built(15, last=2022)}

VANS: Final = (
    # The Transit took the place of the E-Series, whose cut-away chassis are no vans.
    VanModel("Ford", "E-Series", "Van", Built(45, last=2014), "1FT", _GASOLINE),
    VanModel(
        *("Ford", "Transit", "Van", Built(45, first=2015), "1FT"),
        {
            "Gasoline": Built(86),
            "Diesel": Built(6, 2015, 2019),
            "Electric": Built(8, first=2022),
        },
    ),
    VanModel("Chevrolet", "Express", "Van", Built(15), "1GC", _DURAMAX),
    VanModel("GMC", "Savana", "Van", Built(10), "1GT", _DURAMAX),
    VanModel("Ram", "ProMaster", "Van", Built(20, first=2014), "3C6", _GASOLINE),
    VanModel(
        *("Ford", "F-150", "Truck", Built(6), "1FT"),
        {"Gasoline": Built(75), "Hybrid": Built(25, first=2021)},
    ),
    VanModel(
        *("Ford", "Explorer", "SUV", Built(4), "1FM"),
        {"Gasoline": Built(70), "Hybrid": Built(30, first=2020)},
    ),
)
FUELS: Final = ("Gasoline", "Diesel", "Hybrid", "Electric")


@lru_cache(maxsize=1)
def van_cuts() -> Ints:
    """Cut points of the models, a row a model year from the first on."""
    years = range(FIRST_MODEL_YEAR, LAST_MODEL_YEAR + 1)
    shares = [[van.built.in_year(year) for van in VANS] for year in years]
    return cut_table(np.array(shares, np.float64))


@lru_cache(maxsize=1)
def fuel_cuts() -> Ints:
    """Cut points of the fuels, by model and model year."""
    never = Built(0)
    years = range(FIRST_MODEL_YEAR, LAST_MODEL_YEAR + 1)
    shares = [
        [[van.fuels.get(fuel, never).in_year(year) for fuel in FUELS] for year in years]
        for van in VANS
    ]
    return cut_table(np.array(shares, np.float64))


MILES_A_YEAR: Final = (22_000, 5_000)
"""Normal mean and deviation [E; R13 says 37,000]."""
IN_REPAIR_DAYS, LAID_UP_DAYS, RETIRED_DAYS = (0, 6), (7, 60), (30, 900)
"""Days since a vehicle that is not in use was last driven. Assumption."""
IDLE_STATUSES: Final = {"Active": 32, "Maintenance": 24, "Out of Service": 14, "Retired": 30}
"""Status of the vehicles that nobody drives, and weight: of twenty 15-17 are in service [E]."""
BREAKDOWNS_A_DAY: Final = 0.012
"""Share of the vehicles in use that go to the workshop on a working day, if another one can take
their place. Assumption: with the two below, as many are idle as in ``IDLE_STATUSES``."""
LAID_UP_SHARE: Final = 0.08
"""Share of those that are not worth a quick repair and stand for months. Assumption: see
``IDLE_STATUSES``."""
REPAIRED_A_DAY: Final = {"Maintenance": 0.14, "Out of Service": 0.02}
"""Share of the idle vehicles that come back on a working day, by status. Assumption: after a week,
and after some months."""
SERVICE_MILES: Final = (5_000, 7_500)
"""Between services [R]."""
SERVICED_WITHIN: Final = 351
"""Days from one service of a vehicle in use to the next, however little it was driven: makers say a
year [K], and nobody waits for its last day. Assumption."""

LEAVES_IN_A_YEAR: Final = 0.14
"""Share of the crew that leaves in a year. Assumption: one in seven."""
TURNOVER: Final = LEAVES_IN_A_YEAR
"""Share of the crew that has left by the end of a history of two years, on top of those whose
places were taken before. Assumption: what leaves in a year, some of them juniors who come and
go."""
TURNOVER_WITHIN: Final = 730
"""Days, the history of two years that ``TURNOVER`` is for."""
LEAVES_FROM, LEAVES_UNTIL = 8, 12
"""An eighth of the history goes by before the first of them leaves, and a twelfth after the last.
Assumption."""
TURNOVER_CREW_SIZE: Final = 8
"""Technicians in a crew from which somebody has left it. Assumption: smaller crews stay
together."""
STAYED_BEFORE_LEAVING: Final = 365
"""Days with the company before a technician leaves it in the history, at least. Assumption."""
TENURE_DAYS: Final = (round(365 / LEAVES_IN_A_YEAR, -2), 9_000)
"""Days that a technician stays: mean of an exponential distribution, in hundreds, and the longest.
It follows from ``LEAVES_IN_A_YEAR``; the longest: assumption."""
TENURE_AT_LEAST: Final = 75
"""Days that a technician stays at least: longer than anything is booked ahead. Assumption."""

_VIN_LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_VIN_VALUES: Final = {
    **{str(digit): digit for digit in range(10)},
    **dict(zip("ABCDEFGH", range(1, 9), strict=True)),
    **dict(zip("JKLMN", range(1, 6), strict=True)),
    "P": 7,
    "R": 9,
    **dict(zip("STUVWXYZ", range(2, 10), strict=True)),
}
_VIN_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VIN_YEARS: Final = "ABCDEFGHJKLMNPRSTVWXY123456789"


def vin(wmi: str, year: int, serial: int, descriptor: int) -> str:
    """A vehicle identification number with a valid check digit (49 CFR 565.15 [K]).

    ``serial``, of which the last six digits count, makes it unique within a make and model year.
    """
    described = "".join(_VIN_LETTERS[(descriptor >> (5 * i)) % 33] for i in range(5))
    body = f"{wmi}{described}0{_VIN_YEARS[(year - 1980) % 30]}K{serial % 1_000_000:06d}"
    total = sum(_VIN_VALUES[char] * weight for char, weight in zip(body, _VIN_WEIGHTS, strict=True))
    check = "X" if total % 11 == 10 else str(total % 11)
    return f"{body[:8]}{check}{body[9:]}"


SEARCH_DAYS: Final = (10, 60)
"""Days from a technician's leaving to the first day of the next. Assumption: the trade is short of
hands."""
JUNIORS_OF_HIRED: Final = 0.6
"""Share of those hired who are juniors. Assumption: the others come from competitors."""
HIRED_BEFORE: Final = 0.6
"""At least this share of the crew was there before the history starts, so that its first call finds
hands. Assumption: turnover of the trade over two years."""
JOINED_BEFORE: Final = (30, 9 * 365)
"""Days before the history by which seniors and above had joined who did so before it, and how many
more at most. Assumption."""
JUNIORS_SINCE: Final = 300
"""Days before the history since when its juniors joined, where it is a long one. Assumption."""
JUNIORS_WITHIN: Final = 30
"""Days within which they joined, at least, in a history that is short of them. Assumption."""
HIRES_UNTIL: Final = (2, 3)
"""Numerator and denominator of the part of the history up to which anybody is hired. Assumption."""
JUNIOR_FOR: Final = 4 * 365
"""Days with the company after which nobody is a junior any more: who stays is promoted.
Assumption."""
HIRED_ON_MONDAYS: Final = 0.7
"""Share of those hired who start on a Monday. Assumption."""
EXPERIENCED_IN_HISTORY: Final = 0.18
"""Share of the seniors and above who joined within the history. Assumption."""
VAN_AGE_DAYS: Final = (150, 2_900)
"""Days that a van has been with the company. Assumption: they are kept for eight years."""
KEPT_DAYS: Final = (VAN_AGE_DAYS[1] + 5, VAN_AGE_DAYS[1] + 130)
"""Days after which a van is taken out of service and another bought. Assumption: see
``VAN_AGE_DAYS``."""
RETIRED_TO_SOLD: Final = (35, 90)
"""Days from taking a van out of service to selling it, fewest and most. Assumption: longer than the
four weeks for which the audit wants a retired van to have stood still."""
RETIRED_VAN_OLDER: Final = 1_500
"""Days by which retired vans are older than others. Assumption."""
DRIVEN_PERCENT: Final = (78, 102)
"""Of a van's usual week, what its driver drives in one besides the way to customers: home, for
parts, to look at what is to be quoted. Assumption, measured: with the visits, some 50 miles of the
week, a van that is driven goes on at the mean of ``MILES_A_YEAR``, as in the history."""
SPARE_PERCENT: Final = (20, 40)
"""The same of a van that has no driver: it fetches parts and helps out. Assumption."""
SPARE_FOR_PERCENT: Final = (30, 90)
"""Of its time with the company, in which a van in use without a driver has had none. Assumption:
the spare ones are left over from technicians who left, or from who got a newer one."""
ROAD_PERCENT: Final = 130
"""Length of the way by road, percent of the way as the crow flies. Assumption."""
DRIVEN_DAYS_PERCENT: Final = 92
"""Of a van's time with the company, in which it is in use; what it drives in a year it drives then.
Assumption: the rest it stands in workshops, see ``IDLE_STATUSES``."""
MILES_AT_LEAST, MILES_AT_MOST = 9_000, 36_000
"""A van's miles in a year. Assumption: see ``MILES_A_YEAR``."""
SERVICE_STEP: Final = 500
"""Miles. Assumption: makers give round intervals."""


def yearly_miles(chance: Chance) -> Ints:
    """What each van drives in a year."""
    mean, deviation = MILES_A_YEAR
    return chance.quantile("miles", normal(mean, deviation, MILES_AT_LEAST, MILES_AT_MOST))


def of_usual_percent(chance: Chance, spare: Mask) -> Ints:
    """What each van has driven in its time, percent of ``yearly_miles``; ``spare`` are those in use
    without a driver."""
    for_ = chance.between("spare for", *SPARE_FOR_PERCENT)
    driven: Ints = np.where(spare, 100 - for_ * (100 - sum(SPARE_PERCENT) // 2) // 100, 100)
    return driven


def there_and_back(north: Ints, east: Ints) -> Ints:
    """Miles on the road to places so many millionths of a degree off, and home again; a degree has
    69 miles, and to the east some 57."""
    away = np.sqrt((69 * north) ** 2 + (57 * east) ** 2)
    miles: Ints = (2 * ROAD_PERCENT * away.astype(np.int64)) // (100 * 1_000_000)
    return miles


def next_service(chance: Chance, miles: Ints) -> Ints:
    """The mileage at which each van, that has driven so many miles, is due in the workshop."""
    least, most = (end // SERVICE_STEP for end in SERVICE_MILES)
    every = chance.between("every", least, most) * SERVICE_STEP
    due: Ints = (miles // every + 1) * every
    return due
