"""Occasions: to whom the office offers what today."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from factories.days import devices as fleet
from factories.days import habits
from factories.days.books import DAY, INT, TEXT, Found, iso
from factories.days.contracts import new_customers
from factories.days.credit import held_today
from factories.days.day import Day, once_a_day, rounded
from factories.days.declined import to_be_replaced
from factories.days.devices import InUse
from factories.days.found import found_lately
from factories.days.leads import wanted_kinds
from factories.days.newcomers import models
from factories.days.offers import Offers
from factories.days.worn import follow_repairs, mended_lately, worn_percents
from factories.engine.set_operations import among, distinct, firsts
from factories.engine.streams import Ints, Mask
from factories.engine.values import NULL
from factories.rules.crm import quotes as rules
from factories.rules.crm import sales
from factories.rules.crm.additions import addition_weights, fitting
from factories.rules.crm.contracts import COMMERCIAL, PLAN_PRICES, PLANS, eager_to_sign
from factories.rules.crm.offers import OLD, ON_SITE, UNKNOWN
from factories.rules.equipment import devices as device_rules
from factories.rules.equipment.installations import in_season
from factories.rules.equipment.models import Models
from factories.rules.habits import QUOTED_AGAIN_AFTER
from factories.rules.hours.calendar import office_day_from
from factories.rules.region.climate import MAINTENANCE_BY_MONTH
from factories.rules.region.territory import metro_for


def occasions(day: Day, devices: InUse) -> Offers:
    """What new customers came for, what salesmen have seen, and what else there is to offer; one
    to a customer. ``devices`` are those that were in use this morning."""
    devices = devices.rows(_in_use_still(day, devices))
    groups = [Offers.joined(_newcomers(day, devices), _in_place_of_dead(day))]
    free = devices.rows(~among(devices.customer, np.append(_busy(day), groups[0].customer)))
    groups.append(found_lately(day, free))
    free = free.rows(_not_seen_to(day, free) & ~among(free.customer, groups[-1].customer))
    groups.append(_seen(day, free))
    free = free.rows(~among(free.customer, groups[-1].customer))
    for kind, count in _counts(day).items():
        made = _BY_CHANCE[kind](day, free, count)
        free = free.rows(~among(free.customer, made.customer))
        groups.append(made)
    offers = Offers.joined(*groups)
    day.offered = np.append(day.offered, offers.customer)
    return offers.rows(np.sort(firsts(offers.customer)))


def _in_use_still(day: Day, devices: InUse) -> Mask:
    """Not what was replaced today, nor what belongs to who has left."""
    return ~(among(devices.id, day.visits.replaces) | among(devices.customer, day.left))


def _not_seen_to(day: Day, devices: InUse) -> Mask:
    """Of what is in use still, what nobody has tuned or mended today."""
    seen_to = np.array(list(day.books.changed.get("installed_devices", ())), np.int64)
    return _in_use_still(day, devices) & ~among(devices.id, seen_to)


def _busy(day: Day) -> Ints:
    """Customers who were quoted lately, or for whom something is to be put in."""
    return np.append(_busy_before(day), day.offered)


@once_a_day
def _busy_before(day: Day) -> Ints:
    """The same before anything was offered today."""
    read = day.books.read
    groups = (
        read(
            "select customer_id as id from quotes where quote_date > ?",
            iso(day.number - _apart(day)), id=INT,
        ),
        read(
            "select customer_id as id from quotes where status = 'Accepted'"
            " and service_call_id is null and quote_type <> 'Maintenance Contract'",
            id=INT,
        ),
        read(
            "select customer_id as id from appointments where appointment_date > ?"
            " and appointment_type in ('Installation', 'Consultation')"
            " and status in ('Scheduled', 'Confirmed')",
            iso(day.number), id=INT,
        ),
    )  # fmt: skip
    return np.concatenate([group.id for group in groups])


def _apart(day: Day) -> int:
    """Days for which nothing else is offered to who was quoted: fewer where the history has so many
    quotes that hardly anybody would be left."""
    usual = day.scenario.rows["customers"] / day.rate("quotes")
    return min(rules.QUOTED_APART, max(int(usual * QUOTED_AGAIN_AFTER), 1))


def free_today(day: Day, devices: InUse) -> InUse:
    """Devices of customers who are still there, and to whom nothing was offered lately."""
    still = devices.rows(_not_seen_to(day, devices))
    return still.rows(~among(still.customer, _busy(day)))


def _counts(day: Day) -> dict[int, Ints]:
    """How many quotes of each type each branch writes today, by its place among the branches: of
    those that no visit gave rise to."""
    branches = np.arange(1, day.scenario.scale + 1, dtype=np.int64)
    weekdays = sales.DEMAND_BY_WEEKDAY
    # All are written from Monday to Friday.
    office = sum(weekdays) / sum(weekdays[:5]) if day.works else 0.0
    counts = {}
    offered = habits.offered(day)
    for kind in _BY_CHANCE:
        name = rules.QUOTE_TYPES[kind]
        months = MAINTENANCE_BY_MONTH if kind == rules.CONTRACT else sales.DEMAND_BY_MONTH
        usual = sum(months) / 12 * sum(weekdays) / 7
        season = sales.day_weights(day.number, day.number, months)[0] / usual
        share = offered[kind] * (rules.QUOTED_UNASKED if kind in rules.EQUIPPING else 1)
        expected = day.rate("quotes") * share * season * office
        usual_number = np.full(len(branches), expected)
        counts[kind] = rounded(day, f"quotes {name}", usual_number, branches)
    return counts


def _chosen(day: Day, label: str, devices: InUse, weight: Ints, count: Ints) -> Ints:
    """So many rows a branch, the heavier the likelier, one a customer."""
    chance = day.daily(f"offers {label}", devices.id)
    lot = np.where(weight > 0, chance.fraction("lot") // np.maximum(weight, 1), 2**40)
    chosen: list[int] = []
    for place in np.flatnonzero(count).tolist():
        own = np.flatnonzero((devices.branch == place + 1) & (weight > 0))
        own = own[np.argsort(lot[own], kind="stable")]
        first = np.sort(firsts(devices.customer[own]))
        chosen += own[first[: int(count[place])]].tolist()
    return np.array(chosen, np.int64)


def ages(day: Day, devices: InUse) -> Ints:
    """Whole years since each device was put in, up to ``AGE_COUNTS_UNTIL``."""
    years: Ints = np.clip((day.number - devices.installed) // 365, 0, rules.AGE_COUNTS_UNTIL)
    return years


def _half(day: Day) -> int:
    return int(device_rules.half_year(np.array([day.number]))[0])


def _in_season(day: Day, kind: Ints) -> Ints:
    """How much each kind is wanted that is offered today, percent."""
    return in_season(kind, np.full(len(kind), day.number))


def _replacements(day: Day, devices: InUse, count: Ints) -> Offers:
    devices = fleet.apart(devices)
    weight = rules.replacement_weights(ages(day, devices)) * _in_season(day, devices.kind)
    told = day.books.read(
        "select customer_id as id from quotes where quote_date > ? and quote_type = 'Replacement'",
        iso(day.number - rules.OFFERED_AGAIN_DAYS), id=INT,
    ).id  # fmt: skip
    percent = np.where(among(devices.customer, told), rules.OFFERED_AGAIN_PERCENT, 100)
    weight = weight * percent // 100 * worn_percents(day, devices) // 100
    mended = weight * mended_lately(day, devices)
    after = _chosen(day, "replacements", devices, mended, follow_repairs(day, count))
    others = weight * ~among(devices.customer, devices.customer[after])
    left = count - np.bincount(devices.branch[after] - 1, minlength=len(count))
    rest = _chosen(day, "replacements", devices, others, left)
    return _in_place(day, devices.rows(np.append(after, rest)))


def _in_place(day: Day, devices: InUse) -> Offers:
    """A model of its size in the place of each device."""
    models_ = [
        _one_of(day, int(key), device_rules.like_models(*of))
        for key, of in _models_of(day, devices)
    ]
    new = np.array(models_, np.int64)
    offers = Offers.of(
        rules.REPLACEMENT, devices.customer, devices.branch, new,
        old=devices.id, background=_aged(day, devices),
    )  # fmt: skip
    return offers.rows(new > 0)


def _in_place_of_dead(day: Day) -> Offers:
    """A model of its size in the place of each unit that was not worth its repair."""
    found = to_be_replaced(day)
    size, half = day.scenario.models, _half(day)
    rows = zip(found.device.tolist(), found.equipment.tolist(), strict=True)
    new = [
        _one_of(day, key, device_rules.like_models(size, equipment - 1, half))
        for key, equipment in rows
    ]
    offers = Offers.of(
        rules.REPLACEMENT, found.customer, found.branch, np.array(new, np.int64), old=found.device
    )
    return offers.rows(offers.equipment > 0)


def _models_of(day: Day, devices: InUse) -> list[tuple[int, tuple[Models, int, int]]]:
    """Key of each device, and size of the catalog, its position in it and the half-year."""
    size, half = day.scenario.models, _half(day)
    rows = zip(devices.id.tolist(), devices.equipment.tolist(), strict=True)
    return [(key, (size, equipment - 1, half)) for key, equipment in rows]


def _one_of(day: Day, key: int, models_: tuple[int, ...]) -> int:
    """Key of one of the models; -1 where there is none."""
    if not models_:
        return -1
    return models_[int(day.daily("model", np.array([key])).below("lot", len(models_))[0])] + 1


def _aged(day: Day, devices: InUse) -> Ints:
    """Whether a device is near the end of its life."""
    life = day.books.tables["equipment_types"]["expected_life_years"][devices.equipment - 1]
    aged = (day.number - devices.installed) * 100 >= life * 365 * rules.END_OF_LIFE_PERCENT
    return np.where(aged, OLD, UNKNOWN)


def _upgrades(day: Day, devices: InUse, count: Ints) -> Offers:
    devices = fleet.apart(devices)
    years = ages(day, devices)
    better = {
        equipment: bool(device_rules.better_models(day.scenario.models, equipment - 1, _half(day)))
        for equipment in distinct(devices.equipment).tolist()
    }
    fits = np.array([better[equipment] for equipment in devices.equipment.tolist()], np.bool_)
    weight = (rules.of_upgrade_age(years) & fits) * _in_season(day, devices.kind)
    found = devices.rows(_chosen(day, "upgrades", devices, weight, count))
    new = [_one_of(day, key, device_rules.better_models(*of)) for key, of in _models_of(day, found)]
    return Offers.of(
        rules.UPGRADE, found.customer, found.branch, np.array(new, np.int64), old=found.id
    )


def _contracts(day: Day, devices: InUse, count: Ints) -> Offers:
    """To who has none, nor had one lately: whoever did not want to go on is left alone, as is who
    owes for long."""
    held = day.books.read("select distinct customer_id as id from subscriptions", id=INT).id
    weight = eager_to_sign(among(devices.customer, new_customers(day)))
    weight = np.where(among(devices.customer, np.append(held, held_today(day))), 0, weight)
    found = devices.rows(_chosen(day, "contracts", devices, weight, count))
    return _plans(day, found, np.full(len(found), NULL, np.int64))


def _plans(day: Day, devices: InUse, lead: Ints) -> Offers:
    """A plan that fits the customer."""
    chance = day.chance("plan offered", devices.customer)
    drawn = chance.choose("plan", [plan.residential_weight for plan in PLANS])
    price = PLAN_PRICES[np.where(devices.commercial, COMMERCIAL, drawn)]
    return Offers.of(
        rules.CONTRACT, devices.customer, devices.branch, devices.equipment,
        lead=lead, plan_price=price,
    )  # fmt: skip


def _additions(day: Day, devices: InUse, count: Ints) -> Offers:
    """What goes with what is there and is not there yet."""
    wishes = _wishes(day, devices)
    row = _chosen(day, "additions", devices, wishes.sum(axis=1), count)
    return _beside(day, devices.rows(row), wishes[row], UNKNOWN)


def _beside(day: Day, devices: InUse, wishes: Ints, background: int) -> Offers:
    """A model of a kind that goes with what each customer has, by weight."""
    chance = day.daily("beside", devices.id)
    edges = np.cumsum(wishes, axis=1)
    point = chance.below("kind", np.maximum(edges[:, -1], 1))
    kind = np.minimum((edges <= point[:, None]).sum(axis=1), wishes.shape[1] - 1)
    today = np.full(len(devices), day.number)
    model = models(day, chance, kind, today, devices.customer)
    return Offers.of(
        rules.INSTALLATION, devices.customer, devices.branch, model + 1,
        background=np.full(len(devices), background),
    )  # fmt: skip


def _wishes(day: Day, devices: InUse) -> Ints:
    """Weight of each kind (columns) that may be offered to a device's owner (rows)."""
    kinds = len(device_rules.KIND_NAMES)
    who = distinct(devices.customer)
    place = np.searchsorted(who, devices.customer)
    owned = np.zeros((len(who), kinds), np.bool_)
    owned[place, devices.kind] = True
    branches = range(1, day.scenario.scale + 1)
    weights = np.array([addition_weights(metro_for(number).climate) for number in branches])
    weights = weights * _in_season(day, np.arange(kinds))
    wishes: Ints = fitting(owned)[place] * weights[devices.branch - 1]
    return wishes


_BY_CHANCE: dict[int, Callable[[Day, InUse, Ints], Offers]] = {
    rules.INSTALLATION: _additions,
    rules.REPLACEMENT: _replacements,
    rules.CONTRACT: _contracts,
    rules.UPGRADE: _upgrades,
}


def _seen(day: Day, devices: InUse) -> Offers:
    """What salesmen's visits lead to: the old unit replaced, or one more beside it."""
    visits = day.books.read(
        "select a.appointment_id as id, a.customer_id as customer,"
        " a.appointment_date as [on] from appointments as a"
        " where a.appointment_type = 'Consultation' and a.status = 'Completed'"
        " and a.appointment_date >= ?1 and not exists (select 1 from quotes as q"
        "  where q.customer_id = a.customer_id and q.quote_date >= a.appointment_date)"
        " order by a.appointment_id",
        iso(day.number - rules.QUOTED_WITHIN), id=INT, customer=INT, on=DAY,
    )  # fmt: skip
    chance = day.chance("after the visit", visits.id)
    sent = office_day_from(visits.on + chance.choose("days", rules.AFTER_THE_VISIT))
    quoted = chance.happens("quoted", rules.VISITS_QUOTED) & (sent == day.number)
    wanted = visits.customer[quoted]
    own = devices.rows(among(devices.customer, wanted))
    wishes, alone = _wishes(day, own), ~own.half
    # What can be replaced first, of that the oldest.
    order = np.lexsort((own.id, own.installed, ~alone, own.customer))
    oldest = order[firsts(own.customer[order])]
    wishes, alone = wishes[oldest], alone[oldest]
    worn = (ages(day, own) >= rules.WORTH_REPLACING)[oldest] | ~wishes.any(axis=1)
    more = wishes.any(axis=1) & ~(worn & alone)
    beside = _beside(day, own.rows(oldest[more]), wishes[more], ON_SITE)
    return Offers.joined(_in_place(day, own.rows(oldest[worn & alone])), beside)


def _newcomers(day: Day, devices: InUse) -> Offers:
    """What new customers came for: a new system, or a contract for what they have."""
    new = day.books.read(
        "select l.lead_id as lead, l.customer_id as customer, c.branch_id as branch,"
        " l.service_interest as interest, c.created_at as opened"
        " from customers as c join leads as l on l.customer_id = c.customer_id"
        " where c.customer_id > ?1 and c.created_at >= ?2"
        " and l.service_interest in ('Installation', 'Maintenance')"
        " and not exists (select 1 from quotes as q where q.customer_id = c.customer_id)"
        " order by c.customer_id",
        day.scenario.rows["customers"] * day.scenario.scale, iso(day.number - rules.QUOTED_WITHIN),
        lead=INT, customer=INT, branch=INT, interest=TEXT, opened=DAY,
    )  # fmt: skip
    chance = day.chance("first quote", new.customer)
    on = office_day_from(new.opened + chance.between("days", *rules.NEWCOMERS_QUOTED_AFTER))
    # A quote is for a day on which there is a device of theirs in the morning's books.
    on = np.where(on == new.opened, office_day_from(on + 1), on)
    maintain = new.interest.is_("Maintenance")
    due = (on == day.number) & (~maintain | chance.happens("contract", rules.CONTRACTS_OFFERED))
    contract, equip = np.flatnonzero(due & maintain), np.flatnonzero(due & ~maintain)
    return Offers.joined(
        _first_contracts(day, new.rows(contract), devices),
        _first_systems(day, new.rows(equip), devices),
    )


def _first_of(devices: InUse, customer: Ints) -> Ints:
    """Row of each customer's first device in use, or -1."""
    order = np.lexsort((devices.id, devices.customer))
    if not len(order):
        return np.full(len(customer), -1, np.int64)
    place = np.minimum(np.searchsorted(devices.customer[order], customer), len(order) - 1)
    found: Ints = np.where(devices.customer[order][place] == customer, order[place], -1)
    return found


def _first_contracts(day: Day, new: Found, devices: InUse) -> Offers:
    held = day.books.read("select distinct customer_id as id from subscriptions", id=INT).id
    row = _first_of(devices, new.customer)
    fits = np.flatnonzero((row >= 0) & ~among(new.customer, held))
    return _plans(day, devices.rows(row[fits]), new.lead[fits])


def _first_systems(day: Day, new: Found, devices: InUse) -> Offers:
    """The unit that was wanted: in the place of the old one of its kind, or the first one of who
    has none. Of who came for half a heat pump nothing is written: neither is replaced alone, and
    one unit more is not what was asked for."""
    own = devices.rows(among(devices.customer, new.customer))
    any_row = _first_of(own, new.customer)
    wanted = wanted_kinds(day, new.lead, new.branch)
    of = dict(zip(new.customer.tolist(), wanted.tolist(), strict=True))
    named = own.kind == np.array([of[key] for key in own.customer.tolist()], np.int64)
    old = own.rows(named & ~own.half)
    row = _first_of(old, new.customer)
    in_place = _in_place(day, old.rows(row[row >= 0]))
    lead = dict(zip(new.customer.tolist(), new.lead.tolist(), strict=True))
    in_place.lead = np.array([lead[key] for key in in_place.customer.tolist()], np.int64)
    fresh = np.flatnonzero(any_row < 0)
    today = np.full(len(fresh), day.number)
    who = new.customer[fresh]
    model = models(day, day.chance("first system", who), wanted[fresh], today, who)
    bare = Offers.of(
        rules.INSTALLATION, new.customer[fresh], new.branch[fresh], model + 1,
        lead=new.lead[fresh], bare=np.ones(len(fresh), np.bool_),
    )  # fmt: skip
    return Offers.joined(in_place, bare)
