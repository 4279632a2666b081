"""Demand: which visits the branch's customers need, and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.engine.streams import Ints, keep_weighted
from factories.rules import demand as rules
from factories.rules import devices as device_rules
from factories.rules import service
from factories.rules.calendar import next_working, working_days
from factories.rules.service import EMERGENCY, INSPECTION, INSTALLATION, MAINTENANCE, REPAIR
from factories.steps.facts import Mask
from factories.steps.requests import Exposure, draw_days, too_many
from factories.steps.world import World

TUNE_UPS_APART, FAILURES_APART, INSPECTIONS_APART = 130, 14, 120
"""Days between two such visits to a device, as far as there is room. Assumption."""
PAIRED = 0.17
"""Of tune-ups, those of a second device on the same visit. Assumption: split systems are tuned together."""


@dataclass
class Demand:
    """One row a visit needed; days are integers since 1970-01-01, positions count within these rows."""

    kind: Ints
    device: Ints
    day: Ints
    component: Ints
    returns_to: Ints
    is_callback: Mask
    awaits_part: Mask
    after: Ints
    """Position of the visit that this one follows on the same stop (second device), or -1."""

    def __len__(self) -> int:
        return len(self.kind)


def call_demand(world: World) -> Demand:
    """Exactly as many visits as the scenario has calls."""
    counts = _counts(world)
    days_in_use: list[tuple[Ints, Ints]] = [_installed(world)]
    visits = [_visits(INSTALLATION, *days_in_use[0])]
    failures = _breakdowns(world, *_failures(world, counts["failures"], days_in_use), counts["emergency"])
    days_in_use.append((failures.device, failures.day))
    visits.append(failures)
    visits.append(_tune_ups(world, counts["maintenance"], days_in_use))
    visits.append(_visits(INSPECTION, *_inspections(world, counts["inspection"], days_in_use)))
    return _follow_ups(world, _stack(visits), counts)


def _counts(world: World) -> dict[str, int]:
    """Calls of each kind [E]; emergencies are at least the incidents."""
    calls, incidents = world.rows("service_calls"), world.rows("incident_response")
    installations = int(world.devices.by_call.sum())
    emergency = max(round(service.JOBS["Emergency"].share * calls), incidents)
    inspection = round(service.JOBS["Inspection"].share * calls)
    repair = round(service.JOBS["Repair"].share * calls)
    repair = min(repair, calls - installations - emergency - inspection)
    callbacks = round(service.CALLBACKS * repair)
    returns = round(service.RETURN_VISITS * repair)
    return {
        "failures": repair - callbacks - returns + emergency,
        "emergency": emergency,
        "callbacks": callbacks,
        "returns": returns,
        "inspection": inspection,
        "maintenance": calls - installations - emergency - inspection - repair,
    }


def _visits(kind: int, device: Ints, day: Ints) -> Demand:
    count = len(device)
    none, no = np.full(count, -1, np.int64), np.zeros(count, np.bool_)
    return Demand(np.full(count, kind, np.int64), device, day, none, none.copy(), no, no.copy(), none.copy())


def _stack(parts: list[Demand]) -> Demand:
    """Parts one after the other; positions in ``after`` move along."""
    offset = np.cumsum([0] + [len(part) for part in parts])
    for part, first in zip(parts, offset[:-1].tolist(), strict=True):
        part.after = np.where(part.after >= 0, part.after + first, -1)
    return Demand(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in vars(parts[0])})


def _installed(world: World) -> tuple[Ints, Ints]:
    device = np.flatnonzero(world.devices.by_call)
    return device, world.devices.installed[device]


def _working_index(world: World) -> Ints:
    """For each day index of the history, the index of the working day on which a routine visit happens."""
    days = np.arange(world.start, world.today + 1)
    return next_working(days, working_days(world.start, world.today)) - world.start


def _taken(world: World, days_in_use: list[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    return (
        np.concatenate([device for device, _ in days_in_use]),
        np.concatenate([day for _, day in days_in_use]) - world.start,
    )


def _spans(world: World) -> tuple[Ints, Ints]:
    """First and last day index on which each device may be served."""
    first = np.maximum(world.devices.served_from - world.start, 0)
    return first, world.devices.served_until - world.start


def _failures(world: World, count: int, days_in_use: list[tuple[Ints, Ints]]) -> tuple[tuple[Ints, Ints], Ints]:
    """Breakdowns by age, make, kind, builder, contract and weather; and the season each belongs to."""
    devices, seasons = world.devices, len(device_rules.SEASONS)
    first, last = _spans(world)
    # A repair comes up to a week after the failure, and before the device or the customer is gone.
    last = np.where(devices.served_until < world.today, last - 7, last)
    age = np.maximum(world.today - devices.installed, 0) // 365
    hazard = service.failure_rate()[np.minimum(age, 60)].copy()
    hazard = hazard * device_rules.brand_failures(world.rows("equipment_types"))[devices.equipment] // 100
    hazard = np.where(devices.kind == device_rules.KIND_NAMES.index("Heat Pump"), hazard * 16 // 10, hazard)
    hazard = np.where(devices.builder, hazard * service.BUILDER_INSTALLED // 100, hazard)
    under_contract = np.isin(devices.customer, world.contracts.customer)
    hazard = np.where(under_contract, hazard * service.UNDER_CONTRACT // 100, hazard)
    hazard = hazard * _temper(world)[devices.customer] // 100
    weight = (hazard[:, None] * device_rules.season_share()[devices.kind]).ravel()
    drivers = rules.failure_drivers(world.weather.heating, world.weather.cooling)
    exposure = Exposure(
        device=np.repeat(np.arange(len(age)), seasons),
        first=np.repeat(first, seasons),
        last=np.repeat(last, seasons),
        weight=_by_season(world, weight, np.tile(np.arange(seasons), len(age)), drivers, first, last),
        driver=np.tile(np.arange(seasons), len(age)),
    )
    taken = _taken(world, days_in_use)
    chance = world.chance("failures", 1)
    found = draw_days(
        chance, count, exposure, drivers, working=np.arange(world.today - world.start + 1), taken=taken, apart=FAILURES_APART
    )
    device, day = found[0], found[1] + world.start
    return (device, day), _season_of(world, device, found[1], drivers)


def _by_season(world: World, weight: Ints, season: Ints, drivers: Ints, first: Ints, last: Ints) -> Ints:
    """Weights scaled so that cooling, heating and the rest have their shares of all failures."""
    cooling = rules.COOLING_SHARE[world.metro.climate]
    totals = (
        rules.SEASON_TOTALS["cooling"] * cooling,
        rules.SEASON_TOTALS["heating"] * (1 - cooling),
        rules.SEASON_TOTALS["both"],
    )
    scaled = np.zeros(len(weight), np.int64)
    length = np.maximum(np.repeat(last - first + 1, len(totals)), 0)
    for index, share in enumerate(totals):
        mine = season == index
        total = float((weight[mine] * length[mine]).sum())
        if total > 0:
            factor = share * 1e6 * drivers.shape[1] * len(weight) / total
            scaled[mine] = np.rint(weight[mine] * factor / 1e3).astype(np.int64)
    if not scaled.any():
        raise too_many()
    return scaled


def _season_of(world: World, device: Ints, day: Ints, drivers: Ints) -> Ints:
    """The season of each failure: drawn by what drives failures of that kind on that day."""
    share = device_rules.season_share()[world.devices.kind[device]]
    daily = np.diff(drivers, axis=1)[:, day].T
    weight = share * daily
    edges = np.cumsum(weight, axis=1)
    point = world.chance("season", device * 10_000 + day).bits("season") % edges[:, -1].astype(np.uint64)
    season: Ints = (edges <= point.astype(np.int64)[:, None]).sum(axis=1)
    return season


def _temper(world: World) -> Ints:
    """Percent: some customers call at the first noise, others wait; drawn once a customer. Assumption [E]:
    with the devices they own, the top 20 % of customers give 40-55 % of the calls."""
    chance = world.chance("temper", world.rows("customers"))
    return np.array((25, 55, 90, 140, 260), np.int64)[chance.choose("temper", (22, 26, 24, 18, 10))]


def _tune_ups(world: World, count: int, days_in_use: list[tuple[Ints, Ints]]) -> Demand:
    """Maintenance: contracts bring most of it, each kind of device in its season; some on the same stop."""
    devices, contracts = world.devices, world.contracts
    first, last = _spans(world)
    kinds = np.array(device_rules.KIND_NAMES)[devices.kind]
    burns = np.isin(kinds, ("Furnace", "Boiler"))
    cools = np.isin(kinds, ("Central AC", "Heat Pump", "Package Unit", "Ductless Mini-Split"))
    driver = np.where(cools, 0, np.where(burns, 1, 2))
    temper = _temper(world)[devices.customer]
    of_contract = [np.flatnonzero(devices.customer == customer) for customer in contracts.customer.tolist()]
    device = np.concatenate([np.arange(len(first)), *of_contract]).astype(np.int64)
    term = np.repeat(np.arange(len(of_contract)), [len(found) for found in of_contract])
    own = len(first)
    start = np.concatenate([first, np.maximum(contracts.start[term] - world.start, first[device[own:]])])
    end = np.concatenate([last, np.minimum(contracts.covers_until[term] - world.start, last[device[own:]])])
    weight = np.concatenate([30 + temper // 4, np.full(len(term), 330, np.int64)])
    exposure = Exposure(device, np.minimum(start, world.today - world.start), end, weight, driver[device])
    exposure.weight = np.where(exposure.last >= exposure.first, exposure.weight, 0)
    months = np.arange(world.start, world.today + 1).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    paired = round(PAIRED * count)
    found = draw_days(
        world.chance("tune-ups", 1),
        count - paired,
        exposure,
        rules.maintenance_drivers(months),
        working=_working_index(world),
        taken=_taken(world, days_in_use),
        apart=TUNE_UPS_APART,
    )
    visits = _visits(MAINTENANCE, found[0], found[1] + world.start)
    days_in_use.append((visits.device, visits.day))
    second = _second_devices(world, visits, paired, days_in_use)
    days_in_use.append((second.device, second.day))
    missing = count - len(visits) - len(second)
    if missing:
        found = draw_days(
            world.chance("more tune-ups", 1),
            missing,
            exposure,
            rules.maintenance_drivers(months),
            working=_working_index(world),
            taken=_taken(world, days_in_use),
            apart=TUNE_UPS_APART // 4,
        )
        days_in_use.append((found[0], found[1] + world.start))
        return _stack_after(visits, second, _visits(MAINTENANCE, found[0], found[1] + world.start))
    return _stack_after(visits, second)


def _stack_after(visits: Demand, second: Demand, *more: Demand) -> Demand:
    after = second.after.copy()
    stacked = _stack([visits, second, *more])
    stacked.after[len(visits) : len(visits) + len(second)] = after
    return stacked


def _second_devices(world: World, visits: Demand, count: int, days_in_use: list[tuple[Ints, Ints]]) -> Demand:
    """Tune-ups of the customer's other device on the same stop, right after the first."""
    devices = world.devices
    by_customer = np.argsort(devices.customer, kind="stable")
    place = np.empty(len(by_customer), np.int64)
    place[by_customer] = np.arange(len(by_customer))
    following = by_customer[(place + 1) % len(by_customer)]
    other = following[visits.device]
    taken = _taken(world, days_in_use)
    busy = np.unique(taken[0] * 100_000 + taken[1] + world.start)
    fits = (
        (devices.customer[other] == devices.customer[visits.device])
        & (other != visits.device)
        & (devices.served_from[other] <= visits.day)
        & (devices.served_until[other] >= visits.day)
        & ~np.isin(other * 100_000 + visits.day, busy)
    )
    # The other device is not tuned up within two months before or after on its own, nor twice as a second one.
    key = np.sort(visits.device * 100_000 + visits.day)
    wanted = other * 100_000 + visits.day
    before = np.searchsorted(key, wanted - 60)
    fits &= np.searchsorted(key, wanted + 60) == before
    first_only = np.zeros(len(visits), np.bool_)
    first_only[np.unique(other, return_index=True)[1]] = True
    fits &= first_only | (visits.day % 2 == 0)
    _, once = np.unique(other * 100_000 + visits.day // 60, return_index=True)
    single = np.zeros(len(visits), np.bool_)
    single[once] = True
    fits &= single
    count = min(count, int(fits.sum()))
    chosen = keep_weighted(world.chance("second devices", len(visits)), "second", fits.astype(np.int64), count)
    second = _visits(MAINTENANCE, other[chosen], visits.day[chosen])
    second.after = chosen
    return second


def _inspections(world: World, count: int, days_in_use: list[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """Safety and condition checks, businesses twice as often as households."""
    first, last = _spans(world)
    commercial = world.tables["customers"]["customer_type"].is_("commercial")[world.devices.customer]
    months = np.arange(world.start, world.today + 1).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    exposure = Exposure(
        np.arange(len(first)), first, last, np.where(last >= first, np.where(commercial, 2, 1), 0), np.zeros(len(first), np.int64)
    )
    device, day = draw_days(
        world.chance("inspections", 1),
        count,
        exposure,
        rules.monthly_driver(months, rules.INSPECTION_BY_MONTH)[None, :],
        working=_working_index(world),
        taken=_taken(world, days_in_use),
        apart=INSPECTIONS_APART,
    )
    days_in_use.append((device, day + world.start))
    return device, day + world.start


def _breakdowns(world: World, found: tuple[Ints, Ints], season: Ints, emergencies: int) -> Demand:
    """Breakdowns that cannot wait are emergencies: no heat in the cold, no cooling in the heat, weekends."""
    device, day = found
    index = day - world.start
    extreme = np.maximum(world.weather.heating[index] // 8, world.weather.cooling[index] // 4)
    weekend = (day + 3) % 7 >= 5
    weight = 12 + extreme + np.where(weekend, 40, 0)
    chance = world.chance("urgent", len(device))
    urgent = np.zeros(len(device), np.bool_)
    urgent[keep_weighted(chance, "urgent", weight, emergencies)] = True
    visits = _visits(REPAIR, device, day)
    visits.kind = np.where(urgent, EMERGENCY, REPAIR)
    age = (day - world.devices.installed[device]) // 365
    group = device_rules.component_group(world.devices.kind[device], season, age)
    component = chance.choose_by("component", device_rules.component_cuts(), group)
    visits.component = component
    # Repairs wait for a working day, most for the next one, some until there is a slot.
    wait = chance.choose("wait", (45, 33, 14, 8))
    working = working_days(world.start, world.today)
    visits.day = np.where(urgent, day, next_working(day + wait, working))
    return visits


def _follow_ups(world: World, visits: Demand, counts: dict[str, int]) -> Demand:
    """Return visits with the part that was missing, and callbacks for what did not hold."""
    working = working_days(world.start, world.today)
    latest = np.minimum(world.today, world.devices.served_until[visits.device])
    chance = world.chance("follow-ups", len(visits))
    repairs = (visits.kind == REPAIR) | (visits.kind == EMERGENCY)
    tail = []
    used = ~repairs
    # A device's next visit of its own must not come before it is mended.
    until_next = _days_to_next(visits)
    for label, count, range_ in (
        ("returns", counts["returns"], service.RETURN_DAYS),
        ("callbacks", counts["callbacks"], service.CALLBACK_DAYS),
    ):
        lag = chance.between(label, *range_)
        day = next_working(visits.day + lag, working)
        fits = ~used & (day > visits.day) & (day <= latest) & (day < visits.day + until_next)
        weight = np.where(fits, np.where(visits.kind == REPAIR, 3, 1), 0)
        if label == "returns":
            awkward = np.isin(visits.component, [service.COMPONENTS.index(name) for name in service.HEAVY])
            weight = np.where(awkward, weight * 3, weight)
        if int((weight > 0).sum()) < count:
            raise too_many()
        first = keep_weighted(chance, label, weight, count)
        used[first] = True
        again = _visits(REPAIR, visits.device[first], day[first])
        again.component = visits.component[first]
        again.returns_to = first
        again.is_callback = np.full(count, label == "callbacks")
        if label == "returns":
            visits.awaits_part[first] = True
        tail.append(again)
    after = visits.after.copy()
    whole = _stack([visits, *tail])
    whole.after[: len(after)] = after
    return whole


def _days_to_next(visits: Demand) -> Ints:
    """Days until the device's next visit; many for the last one."""
    order = np.lexsort((visits.day, visits.device))
    device, day = visits.device[order], visits.day[order]
    gap = np.full(len(order), 10_000, np.int64)
    same = device[1:] == device[:-1]
    gap[:-1] = np.where(same, day[1:] - day[:-1], 10_000)
    result = np.empty(len(order), np.int64)
    result[order] = gap
    return result
