"""The vans: what they are, how far they went, who drives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import factory
import numpy as np

from factories.engine.declarations import Between, Flag, Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.traits import Trait
from factories.engine.values import NULL, Coded, Column, Day, Days, Minutes, coded
from factories.rules import single
from factories.rules.crew.van_positions import BROUGHT_IN_UNTIL, IN_THE_YARD, OUT_MINUTES
from factories.rules.crew.workforce import (
    FIRST_MODEL_YEAR,
    FUELS,
    IN_REPAIR_DAYS,
    LAID_UP_DAYS,
    LAST_MODEL_YEAR,
    RETIRED_DAYS,
    SERVICED_WITHIN,
    SPARE_PERCENT,
    VANS,
    fuel_cuts,
    next_service,
    of_usual_percent,
    van_cuts,
    vin,
    yearly_miles,
)
from factories.rules.hours.calendar import (
    ONE_DAY,
    next_office_day,
    office_day_before,
    previous_office_day,
)
from factories.single import fitting
from factories.tables.recorded import NEVER, Changed, Recorded, known
from factories.tables.workforce import BranchFactory, TechnicianFactory
from hvac_models import Vehicle


@derived
def _since_bought(purchase_date: Days, today: Day) -> Ints:
    return (today - purchase_date) // ONE_DAY


@derived
def _of_model_year(chance: Chance, year: Ints, today: Day) -> Ints:
    """Bought new, from the fall before its model year to the summer in it."""
    new_year: Days = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    since = today - (new_year - single.MODEL_YEAR_STARTS_BEFORE * ONE_DAY)
    days = np.maximum(since // ONE_DAY, single.VAN_AGE_AT_LEAST)
    age: Ints = np.maximum(
        days - chance.between("days", 0, single.BOUGHT_WITHIN),
        np.minimum(days, single.VAN_AGE_AT_LEAST),
    )
    return age


SEEN = ("seen_at", "seen_north", "seen_east")
"""When and where a van was on the last working day, where that is known."""


class VehicleFactory(HvacFactory[Vehicle]):
    """A van of the fleet; nobody drives it until a technician is named."""

    class Meta:
        model = Vehicle
        exclude = ("van", "age_days", "idle_days", "last_driven_on", *SEEN)
        holds = (fitting.driven_since_it_was_built,)

    class Params:
        retired: Any = Trait({"status": "Retired"}, status="Retired", assigned_technician=None)
        in_repair: Any = factory.Trait(status="Maintenance")

    vehicle_id = RowId()
    branch = Parent(BranchFactory, shared=True, of="assigned_technician")
    assigned_technician = Parent(TechnicianFactory, optional=True)
    status: Any = "Active"
    age_days = Between(*single.VAN_AGE)
    gps_enabled = Flag(0.8)
    seen_at: Any = None
    seen_north: Any = NULL
    seen_east: Any = NULL
    created_at_utc = Recorded("purchase_date", after="branch__created_at_utc")
    updated_at_utc = Changed("last_maintenance_date", "last_driven_on", "last_gps_at")

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        """The age from the day on which it was bought, and that from the model year."""
        if "age_days" in said or said.keys().isdisjoint(("year", "purchase_date")):
            return {}
        return {"age_days": _since_bought if "purchase_date" in said else _of_model_year}

    @derived
    def last_driven_on(idle_days: Ints, today: Day) -> Days:
        """When the odometer was read last."""
        return today - idle_days * ONE_DAY

    @derived
    def idle_days(chance: Chance, status: Column, age_days: Ints) -> Ints:
        """Since it was last driven."""
        status = coded(status)
        days = np.where(status.is_("Maintenance"), chance.between("in repair", *IN_REPAIR_DAYS), 0)
        laid_up = chance.between("laid up", *LAID_UP_DAYS)
        days = np.where(status.is_("Out of Service"), laid_up, days)
        days = np.where(status.is_("Retired"), chance.between("retired", *RETIRED_DAYS), days)
        return np.minimum(days, np.maximum(age_days - 100, 0))

    @derived
    def vehicle_number(ids: Ints) -> Column:
        return [f"V-{number:03d}" for number in ids.tolist()]

    @derived
    def van(chance: Chance, year: Ints) -> Ints:
        """Row of ``VANS``, among the models of that year."""
        return chance.choose_by("van", van_cuts(), _model_year(year))

    @derived
    def make(van: Ints) -> Column:
        return _of_van(van, "make")

    @derived
    def model(van: Ints) -> Column:
        return _of_van(van, "model")

    @derived
    def vehicle_type(van: Ints) -> Column:
        return _of_van(van, "vehicle_type")

    @derived
    def fuel_type(chance: Chance, van: Ints, year: Ints) -> Column:
        cuts = fuel_cuts()[van, _model_year(year)]
        return Coded(chance.choose_by("fuel", cuts, np.arange(len(van))), FUELS)

    @derived
    def purchase_date(age_days: Ints, today: Day) -> Days:
        # Dealers sell from Monday to Saturday.
        bought = today - age_days * ONE_DAY
        day: Days = bought - (bought.astype(np.int64) % 7 == 3) * ONE_DAY
        return day

    @derived
    def year(chance: Chance, purchase_date: Days) -> Ints:
        bought = purchase_date.astype("datetime64[Y]").astype(np.int64) + 1970
        return bought - chance.choose("used", single.VAN_BOUGHT_USED)

    @derived
    def license_plate(chance: Chance) -> Column:
        letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
        drawn = [chance.below(place, 23).tolist() for place in ("first", "second", "third")]
        rows = zip(*drawn, chance.distinct("plate", 10_000).tolist(), strict=True)
        return [
            f"{letters[a]}{letters[b]}{letters[c]}-{serial % 10_000:04d}"
            for a, b, c, serial in rows
        ]

    @derived
    def vin(chance: Chance, van: Ints, year: Ints) -> Column:
        described = chance.below("descriptor", 2**25).tolist()
        serial = chance.distinct("serial", 1_000_000).tolist()
        rows = zip(van.tolist(), year.tolist(), serial, described, strict=True)
        return [vin(VANS[model].wmi, built, unit, words) for model, built, unit, words in rows]

    @derived
    def current_mileage(
        chance: Chance,
        age_days: Ints,
        idle_days: Ints,
        purchase_date: Days,
        year: Ints,
        status: Column,
        assigned_technician_id: Ints,
    ) -> Ints:
        spare = coded(status).is_("Active") & (assigned_technician_id == NULL)
        a_year = yearly_miles(chance) * of_usual_percent(chance, spare) // 100
        bought = purchase_date.astype("datetime64[Y]").astype(np.int64) + 1970
        before: Ints = np.maximum(bought - year, 0) * single.USED_VAN_MILES
        return 40 + a_year * (age_days - idle_days) // 365 + before

    @derived
    def last_maintenance_date(
        chance: Chance,
        age_days: Ints,
        idle_days: Ints,
        purchase_date: Days,
        today: Day,
        status: Column,
        assigned_technician_id: Ints,
    ) -> Days:
        # Miles make a service due, and once a year the calendar: who drives little comes seldom.
        active = coded(status).is_("Active")
        spare = active & (assigned_technician_id == NULL)
        share = np.where(spare, sum(SPARE_PERCENT) // 2, 100)
        before = idle_days + chance.between("days", *single.VAN_SERVICED_AGO) * 100 // share
        before = np.where(active & (before > SERVICED_WITHIN), before - SERVICED_WITHIN, before)
        day = today - np.minimum(before, age_days - 1) * ONE_DAY
        day = office_day_before(day, chance.below("weekday", 5))
        return np.where(day < purchase_date, next_office_day(purchase_date), day)

    @derived
    def next_maintenance_mileage(chance: Chance, current_mileage: Ints) -> Ints:
        return next_service(chance, current_mileage)

    @derived
    def last_latitude(
        chance: Chance, gps_enabled: Mask, seen_north: Ints, branch__latitude: Ints
    ) -> Ints:
        office = branch__latitude + chance.bell("north", IN_THE_YARD)
        return np.where(gps_enabled, np.where(seen_north == NULL, office, seen_north), NULL)

    @derived
    def last_longitude(
        chance: Chance, gps_enabled: Mask, seen_east: Ints, branch__longitude: Ints
    ) -> Ints:
        office = branch__longitude + chance.bell("east", IN_THE_YARD)
        return np.where(gps_enabled, np.where(seen_east == NULL, office, seen_east), NULL)

    @derived
    def last_gps_at(
        chance: Chance,
        gps_enabled: Mask,
        status: Column,
        idle_days: Ints,
        seen_at: Column,
        today: Day,
    ) -> Minutes:
        """What was not out with its driver was moved in the yard, on the last office day; what is
        in the workshop went there in the morning."""
        day = previous_office_day(today - idle_days * ONE_DAY).astype("datetime64[m]")
        broken = coded(status).is_("Maintenance")
        first, last = OUT_MINUTES
        minute = chance.between("minute", first, np.where(broken, BROUGHT_IN_UNTIL, last))
        seen = known(seen_at)
        return np.where(gps_enabled, np.where(np.isnat(seen), day + minute, seen), NEVER)


def _model_year(year: Ints) -> Ints:
    """Counted from the first that there is."""
    return np.clip(year, FIRST_MODEL_YEAR, LAST_MODEL_YEAR) - FIRST_MODEL_YEAR


def _of_van(van: Ints, attribute: str) -> Coded:
    return Coded(van, tuple(getattr(model, attribute) for model in VANS))
