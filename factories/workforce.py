"""The branch, its technicians and its vans."""

from __future__ import annotations

from typing import Any

import factory
import numpy as np

from factories.engine.context import current
from factories.engine.declarations import Between, Choice, Flag, Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.quantiles import normal
from factories.engine.values import NULL, Coded, coded
from factories.recorded import NEVER, Changed, Recorded, known, overnight
from factories.rules import people, phones, territory
from factories.rules.calendar import months_later, previous_office_day
from factories.rules.workforce import (
    COMPANY_FOUNDED,
    IN_REPAIR_DAYS,
    LAID_UP_DAYS,
    LEVELS,
    MILES_A_YEAR,
    OTHER_CERTIFICATIONS,
    OUT_MINUTES,
    RETIRED_DAYS,
    SERVICE_MILES,
    VALID_YEARS,
    VANS,
    vin,
)
from hvac_models import Branch, Technician, TechnicianCertification, Vehicle

DAY = np.timedelta64(1, "D")


def _metro(attribute: str) -> Any:
    """A column of the branch's metro area."""

    @derived
    def column(ids: Any) -> Any:
        return [str(getattr(territory.metro_for(number), attribute)) for number in ids.tolist()]

    return column


class BranchFactory(HvacFactory[Branch]):
    """An office: the n-th branch opens in the n-th metro area."""

    class Meta:
        model = Branch

    branch_id = RowId()
    city = _metro("city")
    state = _metro("state")
    time_zone = _metro("time_zone")
    climate = _metro("climate")
    created_at_utc = Recorded("opened_date")
    updated_at_utc = Changed()

    @derived
    def branch_name(ids: Any) -> Any:
        return [territory.branch_name(number) for number in ids.tolist()]

    @derived
    def street(chance: Any) -> Any:
        return people.streets(chance, np.zeros(len(chance), np.int64))

    @derived
    def postal_code(ids: Any) -> Any:
        return [territory.metro_for(number).places[0].postal_code for number in ids.tolist()]

    @derived
    def phone(ids: Any) -> Any:
        return [phones.office_phone(number) for number in ids.tolist()]

    @derived
    def latitude(ids: Any) -> Any:
        return np.array(
            [round(territory.metro_for(n).places[0].latitude * 10**6) for n in ids.tolist()]
        )

    @derived
    def longitude(ids: Any) -> Any:
        return np.array(
            [round(territory.metro_for(n).places[0].longitude * 10**6) for n in ids.tolist()]
        )

    @derived
    def opened_date(chance: Any) -> Any:
        return COMPANY_FOUNDED + chance.below("days", 1200) * DAY


class TechnicianFactory(HvacFactory[Technician]):
    """A technician, hired within the last years."""

    class Meta:
        model = Technician
        exclude = ("another_year_at", "last_day")

    class Params:
        junior: Any = factory.Trait(technician_level="junior")
        lead: Any = factory.Trait(technician_level="lead")
        specialist: Any = factory.Trait(technician_level="specialist")

    technician_id = RowId()
    branch = Parent(BranchFactory, shared=True)
    technician_level = Choice({name: level.share for name, level in LEVELS.items()})
    certification_level = Choice(
        {
            name: {
                c: level.certification.get(c, 0)
                for c in ("Basic", "Intermediate", "Advanced", "Master")
            }
            for name, level in LEVELS.items()
        },
        by="technician_level",
    )
    left_date: Any = None
    created_at_utc = Recorded("hire_date", after="branch__created_at_utc")
    updated_at_utc = Changed("another_year_at", "left_date")

    @derived
    def last_day(left_date: Any, today: Any) -> Any:
        """The last one with the company so far."""
        return np.fmin(np.asarray(left_date, "datetime64[D]"), today)

    @derived
    def another_year_at(hire_date: Any, last_day: Any) -> Any:
        """When the last of the years of experience was added."""
        years = (last_day - hire_date) // DAY // 365
        return overnight(hire_date + years * 365 * DAY)

    @derived
    def technician_name(chance: Any) -> Any:
        return people.full_names(chance, current.locale)

    @derived
    def phone(chance: Any, ids: Any, branch_id: Any) -> Any:
        return phones.phones(chance, ids, branch_id, phones.STAFF)

    @derived
    def hire_date(chance: Any, today: Any) -> Any:
        return previous_office_day(today - chance.between("days", 400, 4000) * DAY)

    @derived
    def years_experience(chance: Any, hire_date: Any, technician_level: Any, last_day: Any) -> Any:
        low = coded(technician_level).map(
            {name: level.prior_years[0] for name, level in LEVELS.items()}
        )
        high = coded(technician_level).map(
            {name: level.prior_years[1] for name, level in LEVELS.items()}
        )
        return ((last_day - hire_date) // DAY) // 365 + chance.between("prior", low, high)

    @derived
    def hourly_rate(chance: Any, technician_level: Any) -> Any:
        return _within(chance, technician_level, "wage")

    @derived
    def bill_rate(chance: Any, technician_level: Any) -> Any:
        return _within(chance, technician_level, "bill")

    @derived
    def hvac_installation_skill(chance: Any, technician_level: Any) -> Any:
        return _skill(chance, technician_level)

    @derived
    def electrical_skill(chance: Any, technician_level: Any) -> Any:
        return _skill(chance, technician_level)

    @derived
    def refrigeration_skill(chance: Any, technician_level: Any) -> Any:
        return _skill(chance, technician_level)

    @derived
    def ductwork_skill(chance: Any, technician_level: Any) -> Any:
        return _skill(chance, technician_level)

    @derived
    def diagnostics_skill(chance: Any, technician_level: Any) -> Any:
        return _skill(chance, technician_level)

    @derived
    def customer_service_skill(chance: Any) -> Any:
        return np.clip(6 + chance.bell("rating", 2), 1, 10)

    @derived
    def safety_protocols_skill(chance: Any, technician_level: Any) -> Any:
        return np.clip(_skill(chance, technician_level) + 1, 1, 10)


def _within(chance: Any, level: Any, range_: str) -> Any:
    low = coded(level).map({name: getattr(rule, range_)[0] for name, rule in LEVELS.items()})
    high = coded(level).map({name: getattr(rule, range_)[1] for name, rule in LEVELS.items()})
    return chance.between("rate", low, high)


def _skill(chance: Any, level: Any) -> Any:
    middle = coded(level).map({name: rule.skill for name, rule in LEVELS.items()})
    return np.clip(middle + chance.bell("rating", 1), 1, 10)


class TechnicianCertificationFactory(HvacFactory[TechnicianCertification]):
    """A card or license that a technician holds."""

    class Meta:
        model = TechnicianCertification

    class Params:
        expired: Any = factory.Trait(
            certification_name="NATE", issued_date=derived(lambda today: today - 800 * DAY)
        )

    certification_id = RowId()
    technician = Parent(TechnicianFactory)
    certification_name = Choice(
        dict.fromkeys(("EPA 608 Universal", "NATE", *OTHER_CERTIFICATIONS), 1)
    )
    created_at_utc = Recorded(
        "issued_date",
        "technician__hire_date",
        after="technician__created_at_utc",
        branch="technician__branch_id",
    )
    updated_at_utc = Changed()

    @derived
    def certificate_number(chance: Any, certification_name: Any) -> Any:
        prefixes = {
            "EPA": "EPA",
            "NATE": "NATE",
            "State": "LIC",
            "OSHA": "OSHA",
            "Manufacturer": "MFR",
        }
        names = coded(certification_name).tolist()
        return [
            f"{prefixes[name.split()[0]]}-{number:06d}"
            for name, number in zip(names, chance.distinct("card", 10**6).tolist(), strict=True)
        ]

    @derived
    def issued_date(
        chance: Any,
        certification_name: Any,
        technician__hire_date: Any,
        technician__left_date: Any,
        today: Any,
    ) -> Any:
        today = np.fmin(np.asarray(technician__left_date, "datetime64[D]"), today)
        name = coded(certification_name)
        before_hire = technician__hire_date - chance.between("before", 30, 900) * DAY
        years = name.map({**dict.fromkeys(name.values, 0), **VALID_YEARS})
        # Those that expire are renewed in time: the card at hand is at most as old as it is valid.
        age = 20 + ((years * 365 - 40) * chance.fraction("age") >> 32)
        renewed = np.maximum(today - age * DAY, technician__hire_date)
        return previous_office_day(np.where(years > 0, np.minimum(renewed, today), before_hire))

    @derived
    def expires_date(certification_name: Any, issued_date: Any) -> Any:
        name = coded(certification_name)
        years = name.map({**dict.fromkeys(name.values, 0), **VALID_YEARS})
        return np.where(years > 0, months_later(issued_date, 12 * years), np.datetime64("NaT", "D"))


class VehicleFactory(HvacFactory[Vehicle]):
    """A van of the fleet; nobody drives it until a technician is named."""

    class Meta:
        model = Vehicle
        exclude = ("van", "age_days", "idle_days", "last_driven_on", "home_at")

    class Params:
        retired: Any = factory.Trait(status="Retired", assigned_technician=None)
        in_repair: Any = factory.Trait(status="Maintenance")

    vehicle_id = RowId()
    branch = Parent(BranchFactory, shared=True, of="assigned_technician")
    assigned_technician = Parent(TechnicianFactory, optional=True)
    status: Any = "Active"
    van = Choice({str(number): van.share for number, van in enumerate(VANS)})
    age_days = Between(200, 3300)
    gps_enabled = Flag(0.8)
    home_at: Any = None
    created_at_utc = Recorded("purchase_date", after="branch__created_at_utc")
    updated_at_utc = Changed("last_maintenance_date", "last_driven_on", "last_gps_at")

    @derived
    def last_driven_on(idle_days: Any, today: Any) -> Any:
        """When the odometer was read last."""
        return today - idle_days * DAY

    @derived
    def idle_days(chance: Any, status: Any, age_days: Any) -> Any:
        """Since it was last driven."""
        status = coded(status)
        days = np.where(status.is_("Maintenance"), chance.between("in repair", *IN_REPAIR_DAYS), 0)
        laid_up = chance.between("laid up", *LAID_UP_DAYS)
        days = np.where(status.is_("Out of Service"), laid_up, days)
        days = np.where(status.is_("Retired"), chance.between("retired", *RETIRED_DAYS), days)
        return np.minimum(days, np.maximum(age_days - 100, 0))

    @derived
    def vehicle_number(ids: Any) -> Any:
        return [f"V-{number:03d}" for number in ids.tolist()]

    @derived
    def make(van: Any) -> Any:
        return _of_van(van, "make")

    @derived
    def model(van: Any) -> Any:
        return _of_van(van, "model")

    @derived
    def vehicle_type(van: Any) -> Any:
        return _of_van(van, "vehicle_type")

    @derived
    def fuel_type(chance: Any, van: Any) -> Any:
        drawn = np.zeros(len(van), np.int64)
        names = ("Gasoline", "Diesel", "Hybrid", "Electric")
        index = _van_index(van)
        for number, model in enumerate(VANS):
            picked = chance.choose("fuel", [model.fuels.get(name, 0) for name in names])
            drawn = np.where(index == number, picked, drawn)
        return Coded(drawn, names)

    @derived
    def purchase_date(age_days: Any, today: Any) -> Any:
        # Dealers sell from Monday to Saturday.
        bought = today - age_days * DAY
        return bought - (bought.astype(np.int64) % 7 == 3) * DAY

    @derived
    def year(chance: Any, purchase_date: Any) -> Any:
        # Three in ten were bought used, a year or two old.
        bought = purchase_date.astype("datetime64[Y]").astype(np.int64) + 1970
        return bought - chance.choose("used", (70, 18, 12))

    @derived
    def license_plate(chance: Any) -> Any:
        letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
        drawn = [chance.below(place, 23).tolist() for place in ("first", "second", "third")]
        rows = zip(*drawn, chance.distinct("plate", 10_000).tolist(), strict=True)
        return [
            f"{letters[a]}{letters[b]}{letters[c]}-{serial % 10_000:04d}"
            for a, b, c, serial in rows
        ]

    @derived
    def vin(chance: Any, van: Any, year: Any) -> Any:
        described = chance.below("descriptor", 2**25).tolist()
        serial = chance.distinct("serial", 1_000_000).tolist()
        rows = zip(_van_index(van).tolist(), year.tolist(), serial, described, strict=True)
        return [vin(VANS[model].wmi, built, unit, words) for model, built, unit, words in rows]

    @derived
    def current_mileage(
        chance: Any, age_days: Any, idle_days: Any, purchase_date: Any, year: Any
    ) -> Any:
        mean, deviation = MILES_A_YEAR
        a_year = chance.quantile("miles", normal(mean, deviation, 9_000, 36_000))
        bought = purchase_date.astype("datetime64[Y]").astype(np.int64) + 1970
        return 40 + a_year * (age_days - idle_days) // 365 + (bought - year) * 12_000

    @derived
    def last_maintenance_date(chance: Any, age_days: Any, idle_days: Any, today: Any) -> Any:
        before = idle_days + chance.between("days", 3, 120)
        return previous_office_day(today - np.minimum(before, age_days - 1) * DAY)

    @derived
    def next_maintenance_mileage(chance: Any, current_mileage: Any) -> Any:
        every = chance.between("every", SERVICE_MILES[0] // 500, SERVICE_MILES[1] // 500) * 500
        return (current_mileage // every + 1) * every

    @derived
    def last_latitude(chance: Any, gps_enabled: Any, branch__latitude: Any) -> Any:
        return np.where(gps_enabled, branch__latitude + chance.bell("north", 60_000), NULL)

    @derived
    def last_longitude(chance: Any, gps_enabled: Any, branch__longitude: Any) -> Any:
        return np.where(gps_enabled, branch__longitude + chance.bell("east", 70_000), NULL)

    @derived
    def last_gps_at(chance: Any, gps_enabled: Any, idle_days: Any, home_at: Any, today: Any) -> Any:
        """On the way home from today's last visit, else on the last office day."""
        day = previous_office_day(today - idle_days * DAY).astype("datetime64[m]")
        seen = day + chance.between("minute", *OUT_MINUTES)
        return np.where(gps_enabled, np.fmax(seen, known(home_at)), NEVER)


def _van_index(van: Any) -> Any:
    return coded(van).map({str(number): number for number in range(len(VANS))})


def _of_van(van: Any, attribute: str) -> Coded:
    return Coded(_van_index(van), tuple(getattr(model, attribute) for model in VANS))
