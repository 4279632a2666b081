"""Demand: which visits the branch's customers need, and when."""

from __future__ import annotations

import numpy as np

from factories.engine.set_operations import among, firsts
from factories.engine.streams import Chance, Ints, Mask, keep_weighted
from factories.rules.calls import demand as rules
from factories.rules.calls import nothing_found, service
from factories.rules.calls.left_undone import MENDED
from factories.rules.calls.on_site import soon_mended
from factories.rules.calls.service import EMERGENCY, INSPECTION, INSTALLATION, MAINTENANCE, REPAIR
from factories.rules.calls.urgency import CALLBACKS_URGENT, misses_it_again
from factories.rules.crm.customers import (
    FIRST_VISIT_WITHIN,
    LEAVES_LET_DOWN,
    LET_DOWN_WITHIN,
    in_need,
)
from factories.rules.equipment.devices import BUYERS_INSTALLED_WITHIN, KIND_NAMES
from factories.rules.hours.calendar import (
    month_of,
    working_day_after,
    working_days,
    working_days_left,
)
from factories.steps.breakdowns import breakdowns, first_breakdowns, hazards
from factories.steps.left_undone import orders_no_part
from factories.steps.needs import (
    Demand,
    indoors,
    may_be_until,
    needed,
    of_type,
    only_cools,
    routine_spans,
    routine_until,
    stack,
    taken_days,
    too_cold,
)
from factories.steps.requests import Exposure, draw_days, too_many
from factories.steps.tune_ups import tune_ups
from factories.steps.world import World, on_day

_TUNED = (INSTALLATION, MAINTENANCE)
"""After these a device needs no tune-up for a while."""
_FAILED = np.array((REPAIR, EMERGENCY), np.int64)


def call_demand(world: World) -> Demand:
    """Exactly as many visits as the scenario has calls."""
    counts = _counts(world)
    in_use: list[tuple[Ints, Ints]] = [_installed(world)]
    visits = [needed(INSTALLATION, *in_use[0]), *_first_visits(world, counts)]
    in_use += [(first.device, first.day) for first in visits[1:]]
    looked_at = [
        (v.device[v.kind == kind], v.day[v.kind == kind]) for v in visits for kind in _TUNED
    ]
    earlier = stack(visits)
    failed = breakdowns(world, counts["failures"], counts["emergency"], in_use, earlier)
    in_use.append((failed.device, failed.day))
    visits.append(failed)
    visits.append(tune_ups(world, counts["maintenance"], in_use, looked_at))
    visits.append(needed(INSPECTION, *_inspections(world, counts["inspection"], in_use)))
    return _follow_ups(world, _one_a_day(world, stack(visits)), counts)


def _first_visits(world: World, counts: dict[str, int]) -> list[Demand]:
    """What new customers came for, soon after they called; taken off the counts."""
    device = _first_devices(world)
    chance = world.chance("first visits", device)
    kind, certain = _came_for(world, chance, device)
    known = world.devices.served_from[device]
    broken = among(kind, _FAILED)
    # What is replaced before long had failed; out of season they came for the new one.
    goes = routine_until(world)[device] <= known + FIRST_VISIT_WITHIN
    kind = np.where(broken | ~goes, kind, REPAIR)
    off = _out_of_season(world, device, known) & among(kind, _FAILED)
    kind = np.where(off, MAINTENANCE, kind)
    latest = np.minimum(world.devices.served_until[device], world.today)
    working = working_days(world.start, world.today)
    visits = []
    for type_, key, within in (
        (EMERGENCY, "emergency", 0),
        (REPAIR, "failures", rules.FIRST_VISIT_WAIT["failures"]),
        (MAINTENANCE, "maintenance", rules.FIRST_VISIT_WAIT["maintenance"]),
        (INSPECTION, "inspection", rules.FIRST_VISIT_WAIT["inspection"]),
    ):
        wait = chance.between(f"wait {type_}", 0, within)
        fits = (kind == type_) & (known <= latest) & ~(off & goes)
        if type_ == EMERGENCY:
            at_once = certain | chance.happens("at once", rules.FIRST_EMERGENCY_SAME_DAY)
            day = np.where(at_once, known - 1, known)
        else:
            day = working_day_after(known, wait, working)
            if type_ == MAINTENANCE:
                kind = np.where(fits & _cannot_be_run(world, device, day), INSPECTION, kind)
                fits &= kind == type_
            fits &= (day <= latest) & (working_days_left(known, working) > wait)
        room = int(rules.FIRST_VISITS_AT_MOST * counts[key])
        rows = np.flatnonzero(fits)[:room]
        counts[key] -= len(rows)
        if type_ == EMERGENCY:
            counts["failures"] -= len(rows)
        if type_ in (EMERGENCY, REPAIR):
            visits.append(first_breakdowns(world, type_, device[rows], day[rows]))
        else:
            visits.append(needed(type_, device[rows], day[rows]))
    return visits


def _came_for(world: World, chance: Chance, device: Ints) -> tuple[Ints, Mask]:
    """The type of visit that the owner of each device came for, and whether it was on a day on
    which nobody comes for less than an emergency."""
    kinds = np.array((REPAIR, MAINTENANCE, EMERGENCY, INSPECTION), np.int64)
    drawn = kinds[chance.choose("kind", rules.FIRST_VISITS)]
    failed, kind = among(drawn, _FAILED), np.empty_like(drawn)
    # Who comes with something broken has what breaks.
    likely = np.maximum(hazards(world)[device], 1)
    broken = np.zeros(len(device), np.bool_)
    broken[keep_weighted(chance, "broken", likely, int(failed.sum()))] = True
    kind[broken], kind[~broken] = drawn[failed], drawn[~failed]
    account = world.account_days()[world.devices.customer[device]]
    needy, certain = in_need(chance, kind == EMERGENCY, account)
    return np.where(needy, EMERGENCY, np.where(kind == EMERGENCY, REPAIR, kind)), certain


def _out_of_season(world: World, device: Ints, day: Ints) -> Mask:
    """Where nobody new calls for a repair: of the heating in summer, of the cooling in winter."""
    month = month_of(day) + 1
    kind = np.array(KIND_NAMES)[world.devices.kind[device]]
    off: Mask = among(kind, ("Furnace", "Boiler")) & among(month, rules.NO_HEATING)
    off |= (kind == "Central AC") & among(month, rules.NO_COOLING)
    return off


def _cannot_be_run(world: World, device: Ints, day: Ints) -> Mask:
    """What only cools, in the cold: then somebody looks at it."""
    month = month_of(day) + 1
    cold = among(month, rules.NO_COOLING) | too_cold(world, day)
    return only_cools(world)[device] & cold


def _first_devices(world: World) -> Ints:
    """A device each of the customers won within the history, unless they came for a new one: what
    is put in later is another matter."""
    devices = world.devices
    created = world.account_days()
    installs = np.zeros(len(created), np.bool_)
    soon = devices.by_call & (
        devices.installed <= created[devices.customer] + BUYERS_INSTALLED_WITHIN
    )
    installs[devices.customer[soon]] = True
    own = np.flatnonzero(~devices.by_call & (created >= world.start)[devices.customer])
    own = own[~installs[devices.customer[own]] & ~indoors(world)[own]]
    return own[firsts(devices.customer[own])]


def _counts(world: World) -> dict[str, int]:
    """Calls of each kind [E], as the season has them; emergencies are at least the incidents."""
    calls, incidents = world.rows("service_calls"), world.rows("incident_response")
    installations = int(world.devices.by_call.sum())
    emergency = max(of_type(world, "emergency", "Emergency"), incidents)
    inspection = of_type(world, "inspection", "Inspection")
    repair = of_type(world, "repair", "Repair")
    repair = min(repair, calls - installations - emergency - inspection)
    callbacks = world.about("callbacks", service.CALLBACKS, repair)
    returns = world.about("returns", service.RETURN_VISITS, repair)
    # Some of the callbacks are emergencies, too.
    urgent = min(round(callbacks * CALLBACKS_URGENT), emergency - incidents)
    emergency, repair = emergency - urgent, repair + urgent
    return {
        "failures": repair - callbacks - returns + emergency,
        "emergency": emergency,
        "callbacks": callbacks,
        "returns": returns,
        "inspection": inspection,
        "maintenance": calls - installations - emergency - inspection - repair,
    }


def _installed(world: World) -> tuple[Ints, Ints]:
    device = np.flatnonzero(world.devices.by_call)
    return device, world.devices.installed[device]


def _inspections(world: World, count: int, in_use: list[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """Safety and condition checks, businesses twice as often as households."""
    first, last = routine_spans(world)
    commercial = world.businesses()[world.devices.customer]
    exposure = Exposure(
        np.arange(len(first)),
        first,
        last,
        np.where(last >= first, rules.inspection_weights(commercial), 0),
        np.zeros(len(first), np.int64),
    )
    device, day = draw_days(
        world.chance("inspections", 1),
        count,
        exposure,
        rules.monthly_driver(np.arange(world.start, world.today + 1), rules.INSPECTION_BY_MONTH)[
            None, :
        ],
        taken=taken_days(world, in_use),
        apart=rules.INSPECTIONS_APART,
    )
    in_use.append((device, day + world.start))
    return device, day + world.start


def _one_a_day(world: World, visits: Demand) -> Demand:
    """Nobody works on a device that somebody else has open: what would come on the same day comes
    on the next free one, or the one before."""
    working = working_days(world.start, world.today)
    latest = np.minimum(may_be_until(world, visits), world.today)
    earliest = np.maximum(world.devices.served_from, world.start)[visits.device]
    # Tune-ups may be of two devices on one stop, and with an installation another one goes out.
    moves = among(visits.kind, (REPAIR, EMERGENCY, INSPECTION))
    key = on_day(visits.device, visits.day)
    order = np.lexsort((moves, key))
    again = order[1:][key[order][1:] == key[order][:-1]]
    taken = set(key.tolist())
    for row in again[moves[again]].tolist():
        place = int(np.searchsorted(working, visits.day[row]))
        for step in (
            sign * days for days in range(1, rules.SHIFTED_DAYS_AT_MOST + 1) for sign in (1, -1)
        ):
            day = int(working[min(max(place + step, 0), len(working) - 1)])
            other = int(on_day(visits.device[row], day))
            if earliest[row] <= day <= latest[row] and other not in taken:
                visits.day[row] = day
                taken.add(other)
                break
    return visits


def _follow_ups(world: World, visits: Demand, counts: dict[str, int]) -> Demand:
    """Return visits with the part that was missing, and callbacks for what did not hold."""
    working = working_days(world.start, world.today)
    latest = np.minimum(world.today, world.devices.served_until[visits.device])
    chance = world.chance("follow-ups", len(visits))
    repairs = (visits.kind == REPAIR) | (visits.kind == EMERGENCY)
    tail = []
    used = ~repairs | (visits.left != MENDED)
    # A device's next visit of its own must not come before it is mended.
    until_next = _days_to_next(visits)
    left = world.leaving[world.devices.customer[visits.device]]
    soon_gone = left <= np.minimum(visits.day + LET_DOWN_WITHIN, world.today)
    for label, count, range_ in (
        ("returns", counts["returns"], service.RETURN_DAYS),
        ("callbacks", counts["callbacks"], service.CALLBACK_DAYS),
    ):
        lag = chance.between(label, *range_)
        day = working_day_after(visits.day + 1, lag, working)
        fits = ~used & (day > visits.day) & (day <= latest) & (day < visits.day + until_next)
        # Those of the last days are still ahead, unless the count asks for them.
        in_time = fits & (working_days_left(visits.day + 1, working) > lag)
        fits = in_time if int(in_time.sum()) >= count else fits
        weight = np.where(fits, np.where(visits.kind == REPAIR, rules.REPAIR_REVISIT_WEIGHT, 1), 0)
        if label == "returns":
            weight = _return_weights(world, visits, chance, weight, count)
        else:
            # Of whom we let down so, more have gone elsewhere since.
            weight = np.where(soon_gone, weight * LEAVES_LET_DOWN, weight * 100)
            weight = _callback_weights(world, visits, weight)
        if int((weight > 0).sum()) < count:
            raise too_many()
        first = keep_weighted(chance, label, weight, count)
        used[first] = True
        again = needed(REPAIR, visits.device[first], day[first])
        again.component = _found_then(world, visits, first)
        again.returns_to = first
        again.is_callback = np.full(count, label == "callbacks")
        if label == "callbacks":
            again.kind = _cannot_wait(world, again, visits.day[first])
        if label == "returns":
            visits.awaits_part[first] = True
            _leave_large_parts(world, visits)
        tail.append(again)
    return stack([visits, *tail])


def _cannot_wait(world: World, again: Demand, mended: Ints) -> Ints:
    """The type of each callback: an emergency where it is missed, but for who called while somebody
    was still there, on the eve."""
    index = again.day - world.start
    urgent = misses_it_again(
        world.chance("comes back", again.returns_to),
        *(again.component, world.devices.kind[again.device]),
        *(world.weather.cooling[index], world.weather.heating[index]),
    )
    return np.where(urgent & (again.day > mended + 1), EMERGENCY, REPAIR)


def _callback_weights(world: World, visits: Demand, weight: Ints) -> Ints:
    """The weights with which visits are to have a callback: what did not show comes back, what was
    set right where nothing had failed hardly ever."""
    none, keys = visits.component < 0, world.keys("installed_devices", visits.device)
    hidden = nothing_found.intermittent(world.chance("nothing found", keys), keys)
    times = np.where(hidden, nothing_found.INTERMITTENT_CALLBACK_TIMES, 0)
    return np.where(none, np.where(times > 0, weight * times, np.minimum(weight, 1)), weight)


def _found_then(world: World, visits: Demand, first: Ints) -> Ints:
    """What is found on the visits that go back to these: the same again, or at last what had not
    shown."""
    chance = world.chance("turns out", first)
    late = nothing_found.turns_out(chance, world.devices.kind[visits.device[first]])
    return np.where(visits.component[first] >= 0, visits.component[first], late)


def _return_weights(world: World, visits: Demand, chance: Chance, weight: Ints, count: int) -> Ints:
    """The weights with which visits are to have a return: by what fails, and of large parts all but
    what is there. None for a unit that is about to go, unless fewer than ``count`` are left."""
    # Where nothing had failed nothing is brought.
    weight = np.where(visits.component >= 0, weight, 0)
    awkward = among(visits.component, [service.COMPONENTS.index(name) for name in service.HEAVY])
    weight = np.where(awkward, weight * rules.HEAVY_REVISIT_WEIGHT, weight)
    # These wait only where there are too few others.
    carried = among(visits.component, service.ON_THE_VAN)
    weight = np.where(carried, np.minimum(weight, 1), weight * rules.UNSTOCKED_REVISIT_WEIGHT)
    large = among(visits.component, service.LARGE_PARTS) & (weight > 0)
    waits = service.awaits_large(chance, visits.component, visits.kind)
    weight = np.where(large, np.where(waits, rules.LARGE_REVISIT_WEIGHT, 1), weight)
    stays = ~orders_no_part(world, visits.device, visits.day) & (weight > 0)
    return np.where(stays, weight, 0 if int(stays.sum()) >= count else np.minimum(weight, 1))


def _leave_large_parts(world: World, visits: Demand) -> None:
    """An emergency that nobody can come back to has something smaller: no large part is put in at
    once."""
    large = among(visits.component, service.LARGE_PARTS) & (visits.kind == EMERGENCY)
    smaller = np.flatnonzero(large & ~visits.awaits_part & (visits.left == MENDED))
    visits.component[smaller] = soon_mended(world.devices.kind[visits.device[smaller]])


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
