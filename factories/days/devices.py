"""The devices in use this morning, and how likely each is to fail."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from factories.days.books import CENTS, DAY, FLAG, INT, TEXT, Found, iso, keys, sql_day
from factories.days.day import Day, once_a_day
from factories.days.leaving import quiet
from factories.days.noted import as_noted
from factories.days.query_cache import kept
from factories.days.weather import temperatures
from factories.engine.columns import Columns
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.engine.values import index_in
from factories.rules.calls import demand as rules
from factories.rules.calls import service
from factories.rules.calls.nothing_found import NOTHING_FOUND, turns_out
from factories.rules.calls.urgency import COOLS_ONLY
from factories.rules.equipment import devices as device_rules
from factories.rules.hours.calendar import month_of
from factories.rules.region.climate import CLIMATES, usual_degree_days
from factories.rules.region.territory import metro_for

WATER_HEATER = device_rules.KIND_NAMES.index("Water Heater")


@dataclass
class InUse(Columns):
    """One row a device that is neither replaced nor out of use, by key."""

    id: Ints
    customer: Ints
    branch: Ints
    equipment: Ints
    """Key of the model in ``equipment_types``."""
    kind: Ints
    """Index into ``rules.equipment.devices.KIND_NAMES``."""
    installed: Ints
    """Day number, as all days here."""
    maintained: Ints
    """Day of the last tune-up, or NULL."""
    builder: Mask
    """True where the builder of the house put it in."""
    ours: Mask
    """True where the company did."""
    waiting: Mask
    """True where a part is awaited."""
    commercial: Mask
    warranty: Ints
    """Last day of the maker's warranty."""
    half: Mask
    """True for one half of a heat pump, which nobody replaces alone, see ``halves`` there."""

    def at(self, ids: Ints) -> Ints:
        """Rows of these keys."""
        found: Ints = np.searchsorted(self.id, ids)
        return found


def cannot_be_run(day: Day, devices: InUse) -> Mask:
    """Which cannot be tuned in today's cold: those that only cool."""
    _, high = temperatures(day, devices.branch)
    return only_cools(devices) & (high < rules.COOLED_FROM)


def only_cools(devices: InUse) -> Mask:
    """Which have nothing to heat with."""
    cools: Mask = among(np.array(device_rules.KIND_NAMES)[devices.kind], sorted(COOLS_ONLY))
    return cools


_IN_USE = f"""
    select d.installation_id as id, d.customer_id as customer, c.branch_id as branch,
           d.equipment_id as equipment,
           {sql_day("d.installation_date")} as installed,
           {sql_day("d.last_maintenance_date")} as maintained,
           d.installed_by = 'Builder' as builder, d.installed_by = 'Company' as ours,
           d.status = 'Under Maintenance' as waiting, c.customer_type = 'commercial' as commercial,
           {sql_day("d.warranty_end_date")} as warranty, {sql_day("c.created_at")} as since
    from installed_devices as d join customers as c on c.customer_id = d.customer_id
    where d.status in ('Active', 'Under Maintenance')"""


def in_use(day: Day) -> InUse:
    """As the books say now, of customers who may call.

    Who came today is looked after already, see ``joining``.
    """
    found = kept(
        day, "installed_devices", _IN_USE, _with_kinds,
        id=INT, customer=INT, branch=INT, equipment=INT, installed=INT, maintained=INT,
        builder=FLAG, ours=FLAG, waiting=FLAG, commercial=FLAG, warranty=INT, since=INT,
    )  # fmt: skip
    calls = (found.since < day.number) & ~among(found.customer, quiet(day))
    if not calls.all():
        found = found.rows(np.flatnonzero(calls))
    return InUse(
        id=found.id,
        customer=found.customer,
        branch=found.branch,
        equipment=found.equipment,
        kind=found.kind,
        installed=found.installed,
        maintained=found.maintained,
        builder=found.builder,
        ours=found.ours,
        waiting=found.waiting,
        commercial=found.commercial,
        warranty=found.warranty,
        half=device_rules.halves(found.customer, found.kind),
    )


def _with_kinds(day: Day, found: Found) -> Found:
    return found.with_(kind=kinds(day, found.equipment))


def kinds(day: Day, equipment: Ints) -> Ints:
    """Index into ``KIND_NAMES`` of models of the catalog."""
    names = day.books.tables["equipment_types"]["equipment_type"]
    numbers = names.map({name: i for i, name in enumerate(device_rules.KIND_NAMES)})
    kind: Ints = numbers[equipment - 1]
    return kind


def beside_handlers(day: Day, customer: Ints, kind: Ints) -> Mask:
    """Which devices are heat pumps whose customer has an air handler on file, too."""
    stored = day.books.tables["installed_devices"]
    handler = kinds(day, stored["equipment_id"]) == device_rules.AIR_HANDLER
    beside: Mask = (kind == device_rules.HEAT_PUMP) & among(
        customer, stored["customer_id"][handler]
    )
    return beside


@dataclass
class Seasons:
    """What the weather of a day does to each branch: its demand of cooling, of heating and of the
    rest, each against that of its own average day."""

    branch: Ints
    drive: NDArray[np.float64]
    """Rows as ``branch``, columns as ``rules.equipment.devices.SEASONS``."""
    extreme: Ints
    """How urgent the day makes a failure, see ``rules.calls.demand.extreme``."""
    cooling: Ints
    heating: Ints
    """Tenths of the day's degree days."""

    def of(self, branch: Ints) -> Ints:
        """Rows of these branches."""
        row: Ints = np.searchsorted(self.branch, branch)
        return row


@once_a_day
def seasons(day: Day) -> Seasons:
    """From the weather of the day and that of the year before it."""
    year = day.books.read(
        "select branch_id as branch, count(*) as recorded, avg(heating_degree_days) as heating,"
        " avg(cooling_degree_days) as cooling,"
        " max(case when weather_date = ?1 then heating_degree_days end) as heating_now,"
        " max(case when weather_date = ?1 then cooling_degree_days end) as cooling_now"
        " from weather_daily where weather_date > date(?1, '-365 days')"
        " group by branch_id order by branch_id",
        iso(day.number), branch=INT, recorded=INT, heating=CENTS, cooling=CENTS,
        heating_now=CENTS, cooling_now=CENTS,
    )  # fmt: skip
    year = _filled_up(year, day.number)
    # Hundredths of a degree day are read, tenths are what the rules go by.
    heating, cooling = year.heating_now // 10, year.cooling_now // 10
    extreme = rules.extreme(heating, cooling)
    return Seasons(year.branch, _drives(year), extreme, cooling, heating)


def _filled_up(found: Found, last: int) -> Found:
    """The average ``heating`` and ``cooling`` of whole years up to the ``last`` day, of which as
    many days are ``recorded``: those before had the weather that is usual."""
    if not (found.recorded % 365).any():
        return found
    heating, cooling = found.heating.copy(), found.cooling.copy()
    for row, (branch, days) in enumerate(
        zip(found.branch.tolist(), found.recorded.tolist(), strict=True)
    ):
        before = np.arange(last - days - -days % 365, last - days) + 1
        usual = usual_degree_days(metro_for(branch).climate, before)
        for mean, missing in zip((heating, cooling), usual, strict=True):
            mean[row] = (mean[row] * days + missing.sum()) // (days + len(before))
    return found.with_(heating=heating, cooling=cooling)


def _drives(year: Found) -> NDArray[np.float64]:
    """The drive of ``Seasons``, by a branch's degree days today and on an average day."""
    heating, cooling = year.heating_now, year.cooling_now
    rows = []
    for number in range(len(year.branch)):
        degrees = (cooling[number], heating[number], 2 * cooling[number] + heating[number])
        means = (
            year.cooling[number],
            year.heating[number],
            2 * year.cooling[number] + year.heating[number],
        )
        rows.append(
            [
                floor + (1 - floor) * degree / max(mean, 1)
                for floor, degree, mean in zip(rules.FLOOR.values(), degrees, means, strict=True)
            ]
        )
    return np.array(rows, np.float64).reshape(-1, 3)


def season_totals(branch: Ints, both: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each season has of all failures in each branch's climate, columns as ``SEASONS``, where
    the share ``both`` of its fleet's comes in either."""
    cooling = np.array(
        [rules.COOLING_SHARE[metro_for(number).climate] for number in branch.tolist()], np.float64
    )
    return np.column_stack([(1 - both) * cooling, (1 - both) * (1 - cooling), both])


def hazard(day: Day, devices: InUse) -> Ints:
    """How likely each device is to fail, beside the others: by age, make, who put it in, care and
    its owner's temper."""
    makes = device_rules.brand_failures(day.scenario.models)
    return service.hazards(
        (day.number - devices.installed) // 365,
        makes[devices.equipment - 1],
        devices.kind == device_rules.HEAT_PUMP,
        devices.builder,
        among(devices.customer, _contract_runs(day)),
        tempers(day, devices.customer),
    )


@once_a_day
def _contract_runs(day: Day) -> Ints:
    """Customers whose contract runs this morning."""
    held: Ints = day.books.read(
        "select distinct customer_id as customer from subscriptions where status = 'Active'",
        customer=INT,
    ).customer
    return held


def tempers(day: Day, customer: Ints) -> Ints:
    """How often each customer calls, percent of the usual."""
    return rules.tempers(day.chance("temper", customer))


def of_customers(day: Day, devices: InUse, ids: Ints, customer: Ints) -> Ints:
    """Row of the device that each customer calls for, the likelier to fail the likelier; -1 for
    those who have none in use. ``ids`` address the choice."""
    order = np.argsort(devices.customer, kind="stable")
    owner = devices.customer[order]
    first = np.searchsorted(owner, customer, side="left")
    last = np.searchsorted(owner, customer, side="right")
    total = np.concatenate([[0], np.cumsum(np.maximum(hazard(day, devices)[order], 1))])
    span = total[last] - total[first]
    point = total[first] + day.chance("which device", ids).below("of", np.maximum(span, 1))
    row = np.searchsorted(total, point, side="right") - 1
    return np.where(last > first, order[np.minimum(row, len(order) - 1)] if len(order) else -1, -1)


def usual_drives(branch: Ints, on: Ints) -> NDArray[np.float64]:
    """What drives failures of each season, against its average day, as usual in a branch in the
    month of a day, rows as ``branch``: what is known of a day without its weather."""
    month = month_of(on)
    rows = []
    for number, of_year in zip(branch.tolist(), month.tolist(), strict=True):
        climate = metro_for(number).climate
        rule, share = CLIMATES[climate], rules.COOLING_SHARE[climate]
        cooling = 12 * rule.cooling[of_year] / sum(rule.cooling)
        heating = 12 * rule.heating[of_year] / sum(rule.heating)
        totals = rules.SEASON_TOTALS
        rows.append(
            (
                cooling + rules.OUT_OF_SEASON_SHARE / (totals["cooling"] * share),
                heating + rules.OUT_OF_SEASON_SHARE / (totals["heating"] * (1 - share)),
                1.0,
            )
        )
    return np.array(rows, np.float64).reshape(-1, 3)


def component(
    day: Day, label: str, ids: Ints, devices: InUse, drives: NDArray[np.float64]
) -> list[Ints]:
    """What failed, a row a device, by its kind and age and what ``drives`` each season's failures:
    the first choice, and others for where that cannot be; -1 where nothing is found to have."""
    weights = drives * device_rules.season_share()[devices.kind]
    edges = np.cumsum(np.rint(weights * 1000).astype(np.int64), axis=1)
    chance = day.chance(label, ids)
    point = chance.below("season", np.maximum(edges[:, -1], 1))
    season = np.minimum((edges <= point[:, None]).sum(axis=1), 2)
    age = (day.number - devices.installed) // 365
    gone = device_rules.gone_gases(day.scenario.models)[devices.equipment - 1]
    outdoors = beside_handlers(day, devices.customer, devices.kind)
    group = device_rules.component_group(devices.kind, season, age, gone, outdoors)
    cuts = device_rules.component_cuts()
    drawn = [chance.choose_by(f"component {n}", cuts, group) for n in range(CHOICES)]
    failed = as_noted(day, devices.id, _not_again(day, devices.id, drawn))
    nothing = chance.happens("nothing", NOTHING_FOUND)
    return [np.where(nothing, -1, choice) for choice in failed]


def last_fault(day: Day, ids: Ints) -> dict[int, tuple[int, int]]:
    """The last call to each device that broke down, and what had failed; where nothing was found,
    what that will turn out to be. Not for those where there was none of late."""
    if not len(ids):
        return {}
    found = day.books.read(
        "select s.installation_id as device, s.service_call_id as call from service_calls as s"
        " where s.service_call_id in (select max(n.service_call_id) from service_calls as n"
        " join installed_devices as d on d.installation_id = n.installation_id"
        " where n.service_type in ('Repair', 'Emergency') and +n.service_date >= ?"
        # A part is awaited since the visit that found out which.
        " and (n.failed_component is not null or d.status <> 'Under Maintenance')"
        " and n.installation_id in (select value from json_each(?)) group by n.installation_id)",
        iso(day.number - service.FOLLOWS_WITHIN), keys(ids), device=INT, call=INT,
    )  # fmt: skip
    if not len(found):
        return {}
    failed = failed_at(day, found.call).tolist()
    rows = zip(found.device.tolist(), found.call.tolist(), failed, strict=True)
    return {device: (call, component) for device, call, component in rows}


def failed_at(day: Day, call: Ints) -> Ints:
    """What had failed at each breakdown (index into ``COMPONENTS``): where nothing was found, what
    that will turn out to be."""
    calls = day.books.tables["service_calls"]
    numbers: dict[str | None, int] = {name: n for n, name in enumerate(service.COMPONENTS)}
    known = calls.at("failed_component", call).map({**numbers, None: -1}).astype(np.int64)
    kind = kinds(day, calls.at("equipment_id", call))
    return np.where(known >= 0, known, turns_out(day.chance("turns out", call), kind))


def waits_since(day: Day, devices: InUse) -> Ints:
    """The minute at which the visit was over that found out what each device awaits, which no visit
    that was booked before is for; 0 for those that await nothing, 1 where it was long ago."""
    since = np.zeros(len(devices), np.int64)
    since[devices.waiting] = 1
    last = last_fault(day, devices.id[devices.waiting])
    if last:
        row = devices.at(np.array(list(last), np.int64))
        calls = np.array([call for call, _ in last.values()], np.int64)
        over = day.books.tables["service_calls"].at("completed_at", calls)
        since[row] = over.astype("datetime64[m]").astype(np.int64)
    return since


CHOICES = 5


def apart(devices: InUse) -> InUse:
    """Those that are replaced by themselves."""
    return devices.rows(~devices.half)


def _not_again(day: Day, ids: Ints, drawn: list[Ints]) -> list[Ints]:
    """The choices a row, those last that were mended lately on the same device."""
    found = day.books.read(
        "select installation_id as id, failed_component as what,"
        " service_date as [on] from service_calls"
        " where failed_component is not null and service_date > ?"
        " and installation_id in (select value from json_each(?))",
        iso(day.number - service.PART_HOLDS_DAYS), str(ids.tolist()), id=INT, what=TEXT, on=DAY,
    )  # fmt: skip
    what = index_in(found.what, service.COMPONENTS)
    holds = np.array(service.holds(), np.int64)[what] > day.number - found.on
    mended = set(zip(found.id[holds].tolist(), what[holds].tolist(), strict=True))
    rows = zip(ids.tolist(), *(column.tolist() for column in drawn), strict=True)
    ranked = [
        sorted(choices, key=lambda choice: (device, choice) in mended) for device, *choices in rows
    ]
    return [np.array([row[n] for row in ranked], np.int64) for n in range(CHOICES)]
