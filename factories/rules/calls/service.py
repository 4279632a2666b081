"""Service calls: what comes in, how long it takes, what it needs, who may do it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from factories.engine.quantiles import lognormal
from factories.engine.set_operations import among
from factories.engine.streams import Chance, Ints, Mask
from factories.rules.equipment.kinds import KINDS
from hvac_models import FailedComponent, ResolutionStatus, ServiceType, Severity

TYPES: Final = tuple(str(kind) for kind in ServiceType)
COMPONENTS: Final = tuple(str(component) for component in FailedComponent)
SEVERITIES: Final = tuple(str(severity) for severity in Severity)
INCIDENT_STATUSES: Final = tuple(str(status) for status in ResolutionStatus)
A_CALL: Final = 1 << 20
"""No call or device has so many parts, or draws of any kind: ``packed(call, number, A_CALL)``
addresses each of them by one integer."""
MAINTENANCE, REPAIR, INSTALLATION, EMERGENCY, INSPECTION = (
    TYPES.index(name)
    for name in ("Maintenance", "Repair", "Installation", "Emergency", "Inspection")
)


@dataclass(frozen=True)
class Job:
    """What is usual for a type of service call."""

    share: float
    """Of all calls [E]. Emergencies: at least the incidents, at most a tenth."""
    hours: tuple[float, float]
    """On site, lognormal median and 90th percentile [E]."""
    parts: float
    """Lines of parts a call beyond those it cannot do without [E]."""
    most_parts: int
    """Lines a call at most. Assumption."""
    levels: tuple[int, int, int, int]
    """How gladly dispatch sends a junior, senior, lead, specialist; 0 is never. Assumption."""


JOBS: Final[dict[str, Job]] = {
    "Maintenance": Job(0.41, (1.1, 1.8), 0.45, 3, (6, 5, 1, 1)),
    "Repair": Job(0.35, (1.5, 3.2), 0.6, 6, (2, 6, 4, 4)),
    "Installation": Job(0.08, (7.0, 10.2), 6.0, 10, (0, 4, 6, 2)),
    "Emergency": Job(0.085, (1.8, 3.5), 0.7, 6, (0, 6, 4, 3)),
    "Inspection": Job(0.075, (0.8, 1.4), 0.05, 2, (3, 5, 2, 1)),
}
TENTH: Final = 6
"""Time on site is booked in tenths of an hour: six minutes."""
LONGEST_VISIT: Final = 11 * 60 + 30
"""Minutes. Nobody works more than 12 h a day (contract); a larger installation gets a larger
crew."""
_LONGER_THAN_ANY: Final = 5 * 24 * 60
LONGEST_DAY: Final = 12 * 60
EMERGENCY_RATE_PERCENT: Final = 150
"""Of the technician's rate, billed for every emergency at whatever hour: the trade's overtime rate,
time and a half [S16]."""

HEAVY: Final = frozenset(
    {
        "Compressor",
        "Evaporator Coil",
        "Heat Exchanger",
        "Refrigerant Leak",
        "Expansion Valve",
        "Blower Motor",
        "Inducer Motor",
        "Gas Valve",
        "Circulator Pump",
    }
)
"""Repairs that take long: ``rules.calls.on_site`` says how long. Assumption."""

INSTALLATION_HOURS: Final = {
    "Water Heater": 48,
    "Air Handler": 82,
    "Ductless Mini-Split": 78,
    "Furnace": 88,
    "Heat Pump": 108,
    "Package Unit": 112,
    "Boiler": 125,
}
"""Percent of the usual time that each kind takes to put in; others 100. Assumption around the
median of 7 h [E]; its 90 % of 14 h would break the contract's 12 h a day."""
REFRIGERANT_WORK: Final = frozenset(
    {"Refrigerant Leak", "Compressor", "Evaporator Coil", "Expansion Valve"}
)
"""Repairs that open the sealed system: only with EPA 608 (40 CFR 82 subpart F [K])."""
SEALED: Final = np.array(
    [number for number, name in enumerate(COMPONENTS) if name in REFRIGERANT_WORK]
)
"""The same as indexes into ``COMPONENTS``."""
PART_HOLDS_DAYS: Final = 700
"""Days in which a part that was replaced does not fail again, as a rule. Assumption: new parts are
below the wear-out part of their Weibull curve."""
REPAIR_HOLDS_DAYS: Final = {"Drain Line": 120, "Refrigerant Leak": 150, "Flame Sensor": 330}
"""The same of what is cleaned or topped up rather than replaced, and so comes back: algae grow
again, and an old coil leaks in another place [K]. Assumption for the days."""
ON_THE_VAN: Final = np.array(
    [
        COMPONENTS.index(name)
        for name in ("Capacitor", "Contactor", "Igniter", "Flame Sensor", "Drain Line")
    ]
)
"""What every van carries, or is mended without a part [K]: index into ``COMPONENTS``."""

FIRST_FAILURE_RATE: Final = (0.10, 0.32, 9.0, 1.3)
"""Failure calls a device-year = 0.10 + 0.32 x (age / 9) ** 1.3, rescaled to the quota [E; S13]."""
BUILDER_FAILURES: Final = 150
"""Percent of the usual failure rate of devices that the builder of the house had installed
[S14]."""
HEAT_PUMP_FAILURES: Final = 160
"""Percent of the failure rate, for units that run all year [S14]."""
MAINTAINED_FAILURES: Final = 75
"""Percent of the failure rate, for maintained devices [E]."""
CALLBACKS: Final = 0.035
"""Of repairs, 2-5 % [E]."""
RETURN_VISITS: Final = 0.11
"""Of repairs: the part was not on the van. With callbacks, first-time fix lands in 75-88 %
[S15]."""
LARGE_PARTS: Final = np.array(
    [COMPONENTS.index(name) for name in ("Compressor", "Evaporator Coil", "Heat Exchanger")]
)
"""What no van carries, for it is of one size of one model, and what nobody has put in before it is
quoted [K]: index into ``COMPONENTS``."""
LARGE_PART_AWAITED: Final = 0.9
"""Share of the repairs of these that take another visit. Assumption: the others stand on the shelf
and are fetched; no emergency is one of them, which leaves the unit safe."""
REVISITS_BY_SKILL: Final = (380, 330, 285, 228, 170, 118, 80, 47, 27, 17)
"""How often a repair by a technician of diagnostic skill 1 to 10 needs another visit, percent of
the mean over all repairs. Assumption: a good technician finds at once what takes a junior two
visits; measured, the mean of the crews is 100."""
SAME_TECHNICIAN_AGAIN: Final = 0.85
"""Share of the return visits and callbacks to which the technician of the first visit is sent,
where possible: that technician knows the unit. Assumption."""
CALLBACK_DAYS: Final = (0, 16)
RETURN_DAYS: Final = (0, 6)
"""Working days from the day after a visit to the one that follows it. Assumption."""

RESPONSE_MINUTES: Final = {
    "Low": (220, 480),
    "Medium": (140, 300),
    "High": (80, 180),
    "Critical": (45, 110),
}
"""Report to arrival, lognormal median and 90th percentile [E]."""
RESPONSE_TARGET: Final = {"Low": 480, "Medium": 300, "High": 160, "Critical": 90}
"""Minutes promised. Assumption around the 2 h of [S16]; met 78-92 % [E]."""
EMERGENCY_HOURS: Final = (
    2, 1, 1, 1, 1, 2, 4, 6, 8, 8, 7, 6, 6, 6, 6, 6, 7, 8, 8, 7, 6, 5, 4, 3,
)  # fmt: skip
"""Weight of each hour of the day for emergencies reported: 21-08 about 10-15 % of all calls in [R9;
E]."""
LABOR_WARRANTY_DAYS: Final = 365
"""Labor on installations, 1-2 years [K]."""
LARGE_REPAIRS: Final = 0.07
"""Share of the repairs that are of ``LARGE_PARTS``. Assumption, measured."""
REPAIRS_NEEDING_PARTS: Final = 0.52
"""Share of the repairs for which another part may have to be fetched. Assumption, measured."""
EMERGENCIES_AWAITING_PARTS: Final = 0.03
"""Share of the emergencies that wait for another part: who is on call carries what usually fails.
Assumption, as in the history."""
FOLLOWS_WITHIN: Final = 44
"""Days within which a visit is the continuation of an earlier one. Assumption."""


@lru_cache(maxsize=1)
def hours_table() -> Ints:
    """Minutes on site, one row of quantiles a type in the order of ``TYPES``."""
    drawn = [
        lognormal(job.hours[0] * 60, job.hours[1] * 60, 18, _LONGER_THAN_ANY, TENTH)
        for job in (JOBS[name] for name in TYPES)
    ]
    table = (eased(np.stack(drawn), LONGEST_VISIT) + TENTH // 2) // TENTH * TENTH
    table.flags.writeable = False
    return table


def eased(amount: Ints, most: Ints | int) -> Ints:
    """The same up to seven eighths of ``most``, and from there on the nearer to it the larger: what
    has a limit does not pile up at it."""
    free = np.asarray(most, np.int64) * 7 // 8
    room, over = most - free, np.maximum(amount - free, 0)
    within: Ints = np.minimum(amount, free) + over * room // np.maximum(over + room, 1)
    return within


@lru_cache(maxsize=1)
def holds() -> tuple[int, ...]:
    """Days for which each component, once mended, does not fail again."""
    return tuple(REPAIR_HOLDS_DAYS.get(name, PART_HOLDS_DAYS) for name in COMPONENTS)


@lru_cache(maxsize=1)
def installation_factor() -> Ints:
    """Percent of the usual time of an installation, by kind in the order of ``KINDS``."""
    return np.array([INSTALLATION_HOURS.get(str(kind), 100) for kind in KINDS], np.int64)


@lru_cache(maxsize=1)
def response_table() -> Ints:
    """Minutes from report to arrival, one row of quantiles a severity in the order of
    ``SEVERITIES``."""
    return np.stack([lognormal(*RESPONSE_MINUTES[name], 12, 720, 1) for name in SEVERITIES])


@lru_cache(maxsize=1)
def failure_rate() -> Ints:
    """Failures a device-year in ten-thousandths, by age in whole years (0 to 60)."""
    base, slope, scale, power = FIRST_FAILURE_RATE
    return np.array(
        [round(10_000 * (base + slope * ((age + 0.5) / scale) ** power)) for age in range(61)],
        np.int64,
    )


def misses(skill: Ints) -> Ints:
    """How often somebody of each diagnostic skill has to come again, percent of the mean."""
    percent: Ints = np.array(REVISITS_BY_SKILL, np.int64)[skill - 1]
    return percent


def awaits_large(chance: Chance, component: Ints, kind: Ints) -> Mask:
    """Which breakdowns wait for a compressor, a coil or a heat exchanger: emergencies (of ``kind``)
    always, others unless it happens to be there."""
    large = among(component, LARGE_PARTS)
    waits: Mask = large & ((kind == EMERGENCY) | chance.happens("large part", LARGE_PART_AWAITED))
    return waits


def hazards(
    age: Ints, makes: Ints, heat_pump: Mask, builder: Mask, cared: Mask, tempers: Ints
) -> Ints:
    """How likely each device is to fail, beside the others: by age in years, make and its owner's
    temper (percent each), by whether it runs all year, the builder put it in, and it has care."""
    weight = failure_rate()[np.clip(age, 0, 60)] * makes // 100
    weight = np.where(heat_pump, weight * HEAT_PUMP_FAILURES // 100, weight)
    weight = np.where(builder, weight * BUILDER_FAILURES // 100, weight)
    weight = np.where(cared, weight * MAINTAINED_FAILURES // 100, weight)
    hazard: Ints = weight * tempers // 100
    return hazard


ANNUAL_VISIT_AFTER: Final = 270
"""Days since the last maintenance, or the installation, of a unit from which a visit out of season
is called the annual one. Assumption: nine months, since seasonal visits are half a year apart."""
FOLLOW_UP_SHARE: Final = 0.25
FOLLOW_UP_DAYS: Final = (3, 24)
"""Share of the emergencies that leave something to do, and days until that is done, fewest and
most. Assumption."""
CUSTOMER_DECIDES_DAYS: Final = (5, 60)
"""The same days where the customer has to decide. Assumption: then somebody calls."""
CRITICAL_FOLLOW_UP_DAYS: Final = (1, 4)
"""The same days for critical ones, which nobody leaves undone. Assumption."""
LEFT_TO_CUSTOMER: Final = 0.6
"""Share of those in which the customer has to make up his mind: the follow-up is open until he
has, or somebody is there again. The others go to a manager. Assumption."""
FOR_MANAGER_COSTS: Final = 2
"""Points by which who asks for a manager is less satisfied. Assumption: that is why."""
STAYS_ESCALATED: Final = 0.35
"""Of those that went to a manager, what he settled himself, with a refund or another crew: it is
filed as escalated. Assumption: some 3 % of all that is written up."""
INCIDENT_PENDING_DAYS: Final = 4
"""Days for which an open incident is pending before work on it starts. Assumption."""
GAS_RESPONSE: Final = 60
"""Minutes within which somebody is there when gas is smelled; other faults of a gas valve are no
heat. Assumption [K: gas utilities answer within the hour]."""


INCIDENT_SPREAD: Final = 50
"""Standard deviation of a rating of the answer to an emergency, hundredths of a point, beside the
customer's temperament. Assumption."""
SECOND_TECHNICIAN_SHARE: Final = 0.7
"""Share of the severe emergencies for which a second technician is sent if there is one.
Assumption."""


def asks_for_manager(chance: Chance) -> Mask:
    """Of the emergencies, those that leave something to do which is for a manager: the customer
    says so before the technician leaves. ``chance`` is as that of ``incident_ratings``."""
    left = chance.happens("looked after", FOLLOW_UP_SHARE)
    asks: Mask = left & ~chance.happens("left to customer", LEFT_TO_CUSTOMER)
    return asks


def incident_ratings(
    chance: Chance, temperament: Ints, late: Ints, awaits_part: Mask, for_manager: Mask
) -> Ints:
    """Satisfaction with the answer to an emergency, 1 to 10; ``late`` minutes after the target, and
    ``temperament`` what the customer adds (hundredths of a point). Who is still without heat, or
    cooling, likes it less, and so does who asks ``for_manager``; what else is left to do is no
    fault of it."""
    points = 9 - np.maximum(late, 0) // 45 - 2 * awaits_part - FOR_MANAGER_COSTS * for_manager
    rated: Ints = np.clip(
        points + (temperament + chance.bell("rating", INCIDENT_SPREAD)) // 100, 1, 10
    )
    return rated


def closed_after(chance: Chance, critical: Mask, by_customer: Mask) -> Ints:
    """Days until nothing is left to do of an emergency that left something."""
    others = np.where(
        by_customer,
        chance.between("closed after", *CUSTOMER_DECIDES_DAYS),
        chance.between("closed after", *FOLLOW_UP_DAYS),
    )
    days: Ints = np.where(
        critical, chance.between("closed after", *CRITICAL_FOLLOW_UP_DAYS), others
    )
    return days


def gas_leaks(component: Ints, severity: Ints, response: Ints) -> Mask:
    """Which emergencies at a gas valve are leaks: severe ones, answered at once."""
    leaks: Mask = (
        (component == COMPONENTS.index("Gas Valve"))
        & (severity >= SEVERITIES.index("High"))
        & (response <= GAS_RESPONSE)
    )
    return leaks


class InDanger:
    """Which visits found people in danger: for the records of visits, which have these columns."""

    component: Ints
    severity: Ints
    start: Ints
    reported: Ints

    @property
    def gas_leak(self) -> Mask:
        """True for the emergencies at which gas was smelled and found."""
        return gas_leaks(self.component, self.severity, self.start - self.reported)
