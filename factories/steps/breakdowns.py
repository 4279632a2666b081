"""Breakdowns: what fails, by age, make, season and weather, and which of it cannot wait."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import numpy as np

from factories.engine.packing import packed
from factories.engine.set_operations import among
from factories.engine.streams import Chance, Ints, keep_weighted
from factories.rules.calls import demand as rules
from factories.rules.calls import service, urgency
from factories.rules.calls.breakdowns import (
    FAILURES_PER_CLAIM,
    FIRST_REPAIRS_SPREAD,
    LAST_REPAIRS_SPREAD,
    MENDED_WITHIN,
    MORE_UNDER_WARRANTY,
    WARRANTY_FAILURES_AT_MOST,
)
from factories.rules.calls.nothing_found import NOTHING_FOUND
from factories.rules.calls.service import EMERGENCY, REPAIR
from factories.rules.equipment import devices as device_rules
from factories.rules.equipment import end_of_life as rules_of_age
from factories.rules.equipment.systems import beside_handlers
from factories.rules.hours.calendar import (
    next_working,
    weekday_of,
    working_day_after,
    working_days,
    working_days_left,
)
from factories.rules.parts.covered import makers_may_pay
from factories.steps.left_undone import declined, small_before_the_end
from factories.steps.needs import Demand, needed, spans, taken_days, tempers
from factories.steps.requests import Exposure, draw_days, too_many
from factories.steps.world import World


def breakdowns(
    world: World,
    count: int,
    emergencies: int,
    days_in_use: list[tuple[Ints, Ints]],
    earlier: Demand,
) -> Demand:
    """Breakdowns that cannot wait are emergencies: no heat in the cold, no cooling in the heat,
    weekends. What was mended at the ``earlier`` visits holds."""
    device, day, component = _failures(world, count, days_in_use, earlier)
    index = day - world.start
    extreme = rules.extreme(world.weather.heating[index], world.weather.cooling[index])
    weekend = weekday_of(day) >= 5
    # What everybody can wait for is an emergency only where there are too few others.
    missed = urgency.missed(
        world.devices.kind[device], world.weather.cooling[index], world.weather.heating[index]
    )
    weight = rules.urgency(extreme, weekend) * np.where(missed, 1_000, 1)
    chance = world.chance("urgent", len(device))
    urgent = np.zeros(len(device), np.bool_)
    urgent[keep_weighted(chance, "urgent", weight, emergencies)] = True
    visits = needed(REPAIR, device, day)
    visits.kind = np.where(urgent, EMERGENCY, REPAIR)
    visits.component = component
    visits.left = declined(world, visits, earlier)
    # Repairs wait for a slot, most until the next working day; those of a weekend spread over the
    # days that follow.
    wait = np.where(
        weekend,
        chance.choose("after the weekend", rules.REPAIR_WAITS_AFTER_WEEKEND),
        chance.choose("wait", rules.REPAIR_WAITS),
    )
    working = working_days(world.start, world.today)
    waited = _sooner(world, visits, working_day_after(day, wait, working), working)
    beyond = ~urgent & (working_days_left(day, working) <= wait)
    visits.day = np.where(urgent, day, np.where(beyond, _lately(world, visits, working), waited))
    return visits


class _Failures(NamedTuple):
    """What breaks down in the history."""

    device: Ints
    """Position in the branch's devices."""
    day: Ints
    """Day number."""
    component: Ints
    """What is found; -1 for nothing."""


def _failures(
    world: World, count: int, days_in_use: list[tuple[Ints, Ints]], earlier: Demand
) -> _Failures:
    """The failures of the history; drawn again where too few are under warranty to carry the claims
    wanted, with more of them on new devices."""
    ends = world.tables["equipment_types"]["warranty_months"] * 30
    for percent in MORE_UNDER_WARRANTY:
        device, day, season = _drawn(world, count, days_in_use, percent)
        component = _found(world, device, day, season, earlier)
        until = world.devices.installed[device] + ends[world.devices.equipment[device]]
        claimable = makers_may_pay(np.full(len(device), REPAIR), component, until >= day)
        if int(claimable.sum()) >= world.rows("warranty_claims"):
            break
    return _Failures(device, day, component)


_DAYS = 10_000
"""More than there are days in a history."""


def _address(world: World, device: Ints, day: Ints) -> Ints:
    """A device and a day of the history as one integer, for draws of both."""
    return packed(device, day - world.start, _DAYS)


def _sooner(world: World, visits: Demand, day: Ints, working: Ints) -> Ints:
    """The same days, or the working day before: nobody waits from before the history, so in its
    first weeks the crew has time sooner."""
    place = np.searchsorted(working, day)
    before = working[np.maximum(place - 1, 0)]
    chance = world.chance("sooner", _address(world, visits.device, visits.day))
    early = chance.happens("sooner", np.maximum(1 - place / FIRST_REPAIRS_SPREAD, 0.0))
    return np.where(early & (place > 0) & (before >= visits.day), before, day)


def _lately(world: World, visits: Demand, working: Ints) -> Ints:
    """A day of the last weeks for each repair, in place of one that today's book would hold."""
    chance = world.chance("lately", _address(world, visits.device, visits.day))
    back = chance.below("days", np.minimum(LAST_REPAIRS_SPREAD, len(working)))
    day = working[len(working) - 1 - back]
    known: Ints = np.maximum(day, next_working(world.devices.served_from[visits.device], working))
    return known


def first_breakdowns(world: World, kind: int, device: Ints, day: Ints) -> Demand:
    """Breakdowns that bring a new customer: the device and the day are known, the fault is not."""
    drivers = rules.failure_drivers(world.weather.heating, world.weather.cooling)
    visits = needed(kind, device, day)
    season = _season_of(world, device, day - world.start, drivers)
    visits.component = _found(world, device, day, season)
    return visits


def _found(
    world: World, device: Ints, day: Ints, season: Ints, earlier: Demand | None = None
) -> Ints:
    """What is found to have failed: nothing (-1) on some visits."""
    chance = world.chance("nothing found", _address(world, device, day))
    component = np.full(len(device), -1, np.int64)
    failed = np.flatnonzero(~chance.happens("nothing", NOTHING_FOUND))
    component[failed] = _components(world, device[failed], day[failed], season[failed], earlier)
    return small_before_the_end(world, device, day, component)


def _components(
    world: World, device: Ints, day: Ints, season: Ints, earlier: Demand | None = None
) -> Ints:
    """What failed, by kind, season and age; what was mended lately holds for a while, as what was
    mended ``earlier``."""
    chance = world.chance("component", _address(world, device, day))
    age = (day - world.devices.installed[device]) // 365
    gone = device_rules.gone_gases(world.scenario.models)[world.devices.equipment[device]]
    outdoors = beside_handlers(world.devices.customer, world.devices.kind)[device]
    group = device_rules.component_group(world.devices.kind[device], season, age, gone, outdoors)
    cuts = device_rules.component_cuts()
    component, holds = chance.choose_by(0, cuts, group).tolist(), service.holds()
    mended: dict[int, list[tuple[int, int]]] = {}
    if earlier is not None:
        known = (earlier.device.tolist(), earlier.component.tolist(), earlier.day.tolist())
        for unit, what, then in zip(*known, strict=True):
            mended.setdefault(unit, []).append((what, then))
    where, when = device.tolist(), day.tolist()
    for row in np.lexsort((day, device)).tolist():
        history = mended.setdefault(where[row], [])
        # Days since each was mended, beyond those for which it holds.
        beyond: dict[int, int] = {}
        for what, then in history:
            since = abs(when[row] - then) - holds[what]
            beyond[what] = min(beyond.get(what, since), since)
        if beyond.get(component[row], 0) < 0:
            component[row] = _another(chance.at(chance.ids[[row]]), cuts[group[row]], beyond)
        history.append((component[row], when[row]))
    return np.array(component, np.int64)


def _another(chance: Chance, cuts: Ints, beyond: dict[int, int]) -> int:
    """What else has failed, or else what was mended longest ago; ``cuts`` are those of the row."""
    points = cuts.tolist()
    for attempt in range(1, 6):
        drawn = bisect_right(points, int(chance.fraction(attempt)[0]))
        if beyond.get(drawn, 0) >= 0:
            return drawn
    allowed = np.flatnonzero(np.diff(cuts, prepend=0) > 0).tolist()
    waited = dict.fromkeys(allowed, service.PART_HOLDS_DAYS)
    for what, since in beyond.items():
        waited[what] = min(waited.get(what, since), since)
    return max(waited, key=waited.__getitem__)


class _Drawn(NamedTuple):
    """Breakdowns before anybody has looked at them."""

    device: Ints
    """Position in the branch's devices."""
    day: Ints
    """Day number."""
    season: Ints
    """Which weather brought it about: index into ``rules.equipment.devices.SEASONS``."""


def _drawn(world: World, count: int, days_in_use: list[tuple[Ints, Ints]], percent: int) -> _Drawn:
    """Breakdowns by age, make, kind, builder, contract and weather. ``percent`` of the usual
    failures for each claim are to be under warranty, at least."""
    devices, seasons = world.devices, len(device_rules.SEASONS)
    first, last = spans(world)
    # A repair comes up to a week after the failure, and before the device or the customer is gone.
    last = np.where(devices.served_until < world.today, last - MENDED_WITHIN, last)
    hazard = _with_claims(world, hazards(world), first, last, count, percent)
    # What is about to be replaced counts once more, for its last months.
    failing = _failing(world)
    device = np.concatenate([np.arange(len(hazard)), failing])
    soon = np.maximum(first[failing], last[failing] - rules_of_age.FAILING_DAYS)
    first, last = np.concatenate([first, soon]), last[device]
    more = np.where(np.arange(len(device)) < len(hazard), 1, rules_of_age.FAILING_TIMES - 1)
    hazard = hazard[device] * more
    weight = (hazard[:, None] * device_rules.season_share()[devices.kind[device]]).ravel()
    drivers = rules.failure_drivers(world.weather.heating, world.weather.cooling)
    exposure = Exposure(
        device=np.repeat(device, seasons),
        first=np.repeat(first, seasons),
        last=np.repeat(last, seasons),
        weight=_by_season(
            world, weight, np.tile(np.arange(seasons), len(hazard)), drivers, first, last
        ),
        driver=np.tile(np.arange(seasons), len(hazard)),
    )
    taken = taken_days(world, days_in_use)
    chance = world.chance("failures", 1)
    found = draw_days(
        chance,
        count,
        exposure,
        drivers,
        taken=taken,
        apart=rules.FAILURES_APART,
        most=rules_of_age.FAILURES_A_YEAR,
    )
    device, day = found[0], found[1] + world.start
    return _Drawn(device, day, _season_of(world, device, found[1], drivers))


def _failing(world: World) -> Ints:
    """Devices that are replaced within the history because they fail again and again."""
    replaces = world.devices.replaces
    old = np.sort(replaces[replaces >= 0])
    failing: Ints = old[world.chance("failing", old).happens("failing", rules_of_age.FAILING)]
    return failing


def hazards(world: World) -> Ints:
    """How likely each device is to fail, beside the others: by its age at the end of the history,
    make, builder and care, and its owner's temper."""
    devices = world.devices
    return service.hazards(
        np.maximum(world.today - devices.installed, 0) // 365,
        device_rules.brand_failures(world.scenario.models)[devices.equipment],
        devices.kind == device_rules.KIND_NAMES.index("Heat Pump"),
        devices.builder,
        among(devices.customer, world.contracts.customer),
        tempers(world)[devices.customer],
    )


def _with_claims(
    world: World, hazard: Ints, first: Ints, last: Ints, count: int, percent: int
) -> Ints:
    """The hazard, raised on devices under warranty where their failures would not carry the
    claims wanted (more claims than usual, or an age in which warranties were short)."""
    devices = world.devices
    months = world.tables["equipment_types"]["warranty_months"][devices.equipment]
    until = np.minimum(devices.installed + months * 30 - world.start, last)
    exposed = np.maximum(last - first + 1, 0)
    under_warranty = np.clip(until - first + 1, 0, exposed)
    whole = float((hazard * exposed).sum())
    covered = float((hazard * under_warranty).sum())
    claims = FAILURES_PER_CLAIM * world.rows("warranty_claims") * percent / 100
    wanted = min(claims / max(count, 1), WARRANTY_FAILURES_AT_MOST)
    if not 0 < covered < whole or covered / whole >= wanted:
        return hazard
    times = round(100 * wanted * (whole - covered) / (covered * (1 - wanted)))
    mostly = 2 * under_warranty >= exposed
    return np.where(mostly, hazard * times // 100, hazard)


def _by_season(
    world: World, weight: Ints, season: Ints, drivers: Ints, first: Ints, last: Ints
) -> Ints:
    """Weights scaled so that cooling, heating and the rest have their shares of all failures."""
    scaled = np.zeros(len(weight), np.int64)
    length = np.maximum(np.repeat(last - first + 1, len(device_rules.SEASONS)), 0)
    in_season = np.bincount(season, weight * length, len(device_rules.SEASONS))
    both = float(in_season[-1] / max(in_season.sum(), 1))
    weather = world.weather
    totals = rules.season_totals(world.metro.climate, weather.heating, weather.cooling, both)
    for index, share in enumerate(totals):
        mine = season == index
        total = float(in_season[index])
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
    chance = world.chance("season", _address(world, device, day + world.start))
    point = chance.bits("season") % edges[:, -1].astype(np.uint64)
    season: Ints = (edges <= point.astype(np.int64)[:, None]).sum(axis=1)
    return season
