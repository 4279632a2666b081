"""How long visits are expected to take: by whoever books them, and by whoever has found the fault.

Who books a first visit knows its type, what the caller complains of, and the device on file; what
the technician will find there is nobody's to know, so no estimate of a first visit hangs on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from factories.engine import money
from factories.engine.quantiles import STEPS, lognormal, within
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded
from factories.rules.appointments.scheduling import BOOKED_TYPES
from factories.rules.calls import on_site
from factories.rules.calls.complaints import COMPLAINT_OF, UNKNOWN_COMPLAINT
from factories.rules.calls.putting_in import usual_percent
from factories.rules.calls.service import TYPES, eased, hours_table
from factories.rules.equipment.kinds import KINDS

EXPECTED_HUNDREDTHS: Final = {
    "Maintenance": 120,
    "Repair": 170,
    "Installation": 720,
    "Emergency": 200,
    "Inspection": 90,
    "Consultation": 90,
}
"""Hundredths of an hour that dispatch expects a visit of each type to take, as long as it knows no
more. Assumption: the medians on site."""
COMPLAINT_HUNDREDTHS: Final = {
    "stopped": 150,
    "weak": 260,
    "leaking": 130,
    "airless": 210,
    "cycling": 120,
    "fumes": 200,
    "uneven": 200,
}
"""The same of a repair, by what the caller complains of. Assumption: the means of first visits for
it, whether they mend the unit or only find out which part it takes."""
COMPLAINT_WEIGHTS: Final = {
    "stopped": 54,
    "weak": 15,
    "leaking": 7,
    "airless": 12,
    "cycling": 11,
    "fumes": 1,
}
"""Weight of each complaint among callers of whom nothing else is known. Assumption: as often as
each is in the history."""
EMERGENCY_MORE: Final = 50
"""Hundredths of an hour that an emergency takes longer: what ``on_site.EMERGENCY_HOURS_MORE`` comes
to."""
SIZE_PERCENT_LIMITS: Final = (50, 250)
"""Least and most that the size of the device makes of a tune-up or an inspection, percent of the
usual time. Assumption: beyond the ends of ``on_site.CHECK_TIME_BY_SIZE``."""
_AS_BOOKED: Final = lognormal(96, 195, 34, 280, 1)
"""Percent of the usual hours that are written down, median and 90th percentile. Assumption: one
dispatcher leaves more room than another."""
_UNSEEN_REPAIR: Final = within(52, 300, 32, 430, 1)
"""The same of a repair that nobody has looked at, of a wider one what lies within the last two.
Assumption: it is a guess, and with this the correlation of estimated with actual hours is 0.6-0.75
over all visits [E], though installations are planned well."""
_AS_MEASURED: Final = within(100, 125, 75, 134, 1)
"""The same of an installation, which somebody has measured. Assumption: the same model put in for
the same reason is planned within a quarter, more or less, whoever plans it."""
INSTALLATION_TOLD: Final = 15
"""Percent of the estimate of an installation that knows the job: what the site asks for. The rest
is the usual time of its kind and size. Assumption."""
MOST_EXPECTED: Final = {"Installation": 800, "Repair": 650, "Emergency": 650}
"""Hundredths of an hour kept free at most for a visit that nobody has seen; for others half a day.
Assumption."""
HALF_A_DAY: Final = 450
LONGEST_ESTIMATE: Final = 1_200
"""Hundredths of an hour that are planned at most: nobody works longer (contract)."""
ESTIMATE_RATIO_LIMITS: Final = (0.4, 2.5)
"""Least and most that the hours sold, as a ratio to the usual time, can change what an installation
takes (``rules.calls.on_site.told``). Assumption: they go with the time on site as little as in the
history."""
DIAGNOSED_TOLD: Final = 50
"""Percent of what a technician who has found the fault says it will take that knows this job: how
the unit stands, what has rusted. The rest is what mending such a fault usually takes.
Assumption."""
_AS_SAID: Final = lognormal(100, 130, 65, 160, 1)
"""Percent of what mending it takes that is said or written down once the fault has been found,
median and 90th percentile. Assumption."""

_TYPE_ON_SITE: Final = {
    name: TYPES.index("Inspection" if name == "Consultation" else name) for name in BOOKED_TYPES
}
_KIND_NUMBERS: Final = {str(kind): number for number, kind in enumerate(KINDS)}
_EXAMPLES: Final = {complaint: name for name, complaint in reversed(COMPLAINT_OF.items())}
"""A component for each complaint."""


@dataclass(frozen=True)
class OnFile:
    """What is known of visits when they are booked; one row a visit."""

    visit: Coded
    """One of ``BOOKED_TYPES``."""
    component: Coded
    """What has failed. Nothing but the complaint that it gives rise to counts, unless ``found``."""
    kind: Coded
    """Of the device, by name."""
    btu: Ints
    """Of the device."""
    found: Mask | bool = False
    """Whether a visit before has found the component."""

    def usual(self) -> Ints:
        """Hundredths of an hour that such a visit usually takes."""
        hours = self.visit.map(EXPECTED_HUNDREDTHS) * self._sizes() // 100
        known = self.kind.map({k: int(k is not None) for k in self.kind.values}) > 0
        factor = np.where(known, usual_percent(self._kinds(), self.btu), 100)
        hours = np.where(self.visit.is_("Installation"), hours * factor // 100, hours)
        mends = np.where(
            self.found,
            self.component.map({name: _mended(name) for name in self.component.values}),
            self.component.map({name: _complaint(name) for name in self.component.values}),
        )
        mends = mends + EMERGENCY_MORE * self.visit.is_("Emergency")
        usual: Ints = np.where(self.visit.is_("Repair", "Emergency"), mends, hours)
        return usual

    def most(self) -> Ints:
        """Hundredths of an hour that are kept free at most."""
        table = {name: MOST_EXPECTED.get(name, HALF_A_DAY) for name in BOOKED_TYPES}
        most: Ints = np.where(self.found, LONGEST_ESTIMATE, self.visit.map(table))
        return most

    def _sizes(self) -> Ints:
        """Percent of the usual time of a tune-up or an inspection, by the size of the device."""
        percents = on_site.percents(self.visit.map(_TYPE_ON_SITE), self._kinds(), self.btu)
        return np.clip(percents, *SIZE_PERCENT_LIMITS)

    def _kinds(self) -> Ints:
        """Index into ``KINDS``; 0 where no device is told."""
        return self.kind.map({k: _KIND_NUMBERS.get(str(k), 0) for k in self.kind.values})


def estimated_hours(chance: Chance, call: Ints, known: OnFile, actual: Ints) -> Ints:
    """Quarters of an hour, in hundredths, for a visit that becomes a ``call``; of the ``actual``
    hours only who has measured an installation knows. One estimate a call, wherever it is written
    down."""
    percent = _percent(chance.common(("estimate",), call), "percent", known)
    usual, installs = known.usual(), known.visit.is_("Installation")
    measured = (INSTALLATION_TOLD * actual + (100 - INSTALLATION_TOLD) * usual) // 100
    most = np.where(installs, LONGEST_ESTIMATE, known.most())
    return _quarters(eased(np.where(installs, measured, usual) * percent // 100, most))


def expected_hours(chance: Chance, known: OnFile) -> Ints:
    """The same for a visit that has not been."""
    percent = _percent(chance, "expected", known)
    return _quarters(eased(known.usual() * percent // 100, known.most()))


def unseen_hours(
    chance: Chance, visit: Coded, kind: Coded | None = None, btu: Ints | None = None
) -> Ints:
    """The same for a visit of which nothing is told but its type and the device, or that never
    comes to pass: as estimates of those that do, so that none tells which it will be."""
    none = np.zeros(len(visit), np.int64)
    lot = chance.choose("complaint", tuple(COMPLAINT_WEIGHTS.values()))
    told = Coded(lot, tuple(_EXAMPLES[complaint] for complaint in COMPLAINT_WEIGHTS))
    nothing = Coded(none, (None,))
    known = OnFile(visit, told, nothing if kind is None else kind, none if btu is None else btu)
    percent = _percent(chance, "expected", known)
    minutes = hours_table()[visit.map(_TYPE_ON_SITE), chance.below("on site", STEPS)]
    usual, typical = known.usual(), visit.map(EXPECTED_HUNDREDTHS)
    actual = minutes * 5 // 3 * usual // typical
    measured = (INSTALLATION_TOLD * actual + (100 - INSTALLATION_TOLD) * usual) // 100
    usual = np.where(visit.is_("Installation"), measured, usual)
    return _quarters(eased(usual * percent // 100, known.most()))


def diagnosed_hours(chance: Chance, call: Ints, component: Coded, actual: Ints) -> Ints:
    """Quarters of an hour, in hundredths, that who has found the fault of a call says it will take:
    what is written into a quote for a repair."""
    percent = chance.common(("diagnosed",), call).quantile("percent", _AS_SAID)
    usual = component.map({name: _mended(name) for name in component.values})
    told = (DIAGNOSED_TOLD * actual + (100 - DIAGNOSED_TOLD) * usual) // 100
    return _quarters(eased(told * percent // 100, LONGEST_ESTIMATE))


def _percent(chance: Chance, label: str, known: OnFile) -> Ints:
    """Of the usual hours, what is written down: nearer to them when the fault has been found, or
    the place has been measured."""
    booked, said, guessed, measured = (
        chance.quantile(label, table)
        for table in (_AS_BOOKED, _AS_SAID, _UNSEEN_REPAIR, _AS_MEASURED)
    )
    repair, installs = known.visit.is_("Repair", "Emergency"), known.visit.is_("Installation")
    return np.select([installs, known.found, repair], [measured, said, guessed], booked)


def _quarters(hundredths: Ints) -> Ints:
    quarters: Ints = np.maximum(money.half_up(hundredths, 25) * 25, 50)
    return quarters


def _mended(component: str | None) -> int:
    hours = on_site.REPAIR_HOURS.get(str(component), on_site.UNKNOWN_REPAIR_HOURS)
    return round(100 * hours[0])


def _complaint(component: str | None) -> int:
    return COMPLAINT_HUNDREDTHS[COMPLAINT_OF.get(str(component), UNKNOWN_COMPLAINT)]
