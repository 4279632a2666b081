"""Run campaigns, and work the leads that they and others bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.campaigns import MarketingCampaignFactory
from factories.engine.money import half_up, percent
from factories.engine.rows import columns_of
from factories.engine.streams import Ints, keep_weighted
from factories.engine.values import NULL, Coded, coded
from factories.leads import LeadFactory
from factories.rules import sales
from factories.rules.devices import KIND_NAMES
from factories.rules.service import EMERGENCY, INSTALLATION, REPAIR
from factories.rules.urgency import COOLS_ONLY, HEATS_ONLY
from factories.rules.wants import INSTALLATION as INSTALLATION_WISH
from factories.rules.wants import wants
from factories.steps.customers import has_email
from factories.steps.facts import Mask
from factories.steps.world import World, days, shares

_CHANNELS = tuple(sales.CAMPAIGNS.values())


@dataclass
class _Leads:
    """One row a lead; customer, call and interest are -1 where there is none, or none as yet."""

    customer: Ints
    call: Ints
    """The first call of who was won."""
    interest: Ints
    urgency: Ints
    source: Ints
    created: Ints

    @classmethod
    def joined_by_date(cls, one: _Leads, other: _Leads) -> _Leads:
        """The rows of both, in the order in which they came."""
        order = np.argsort(np.append(one.created, other.created), kind="stable")
        return cls(**{n: np.append(col, vars(other)[n])[order] for n, col in vars(one).items()})


def run_campaigns(world: World) -> None:
    """Spread evenly over the history, each in its slot."""
    count = world.rows("marketing_campaigns")
    length = world.today - world.start + 1
    slot = np.arange(count, dtype=np.int64)
    low, high = slot * length // count, (slot + 1) * length // count
    chance = world.chance("campaigns", slot)
    offset = chance.below("day", np.maximum(high - low, 1))
    start = np.minimum(world.start + low + offset, world.today)
    channel = chance.choose("channel", [rule.share for rule in _CHANNELS])
    shortest, longest = np.array([rule.days for rule in _CHANNELS], np.int64).T
    end = start + chance.between("days", shortest[channel], longest[channel]) - 1
    world.add(
        MarketingCampaignFactory,
        branch_id=world.number,
        channel=Coded(channel, tuple(sales.CAMPAIGNS)),
        start_date=days(start),
        end_date=days(end),
        expected_leads=_expected(world, channel, start, end),
    )


def _expected(world: World, channel: Ints, start: Ints, end: Ints) -> Ints:
    """How many leads each campaign should bring, given the others."""
    base = sales.day_weights(world.start, int(end.max(initial=world.today)), sales.DEMAND_BY_MONTH)
    edges = np.concatenate([[0], np.cumsum(base)])
    lift = np.array([rule.lift for rule in _CHANNELS], np.int64)[channel]
    source = _sources_of_channels()[channel]
    ran = edges[end + 1 - world.start] - edges[start - world.start]
    by_now = edges[np.minimum(end, world.today) + 1 - world.start] - edges[start - world.start]
    whole = np.full(len(sales.SOURCES), edges[world.today + 1 - world.start] * 100)
    np.add.at(whole, source, by_now * lift)
    share = np.array([sales.LEAD_SOURCES[name].share for name in sales.SOURCES], np.int64)
    leads = world.rows("leads") * share[source]
    # The weights of years times leads pass 63 bits: thousandths of the whole will do.
    expected: Ints = half_up(ran * lift * 1000 // whole[source] * leads, 100_000)
    return np.maximum(expected, 1)


def _sources_of_channels() -> Ints:
    """Index into SOURCES a channel."""
    return np.array([sales.SOURCES.index(rule.source) for rule in _CHANNELS], np.int64)


def work_leads(world: World) -> None:
    """Some customers won within the history were leads first; other leads came to nothing yet."""
    leads = _all_leads(world, world.rows("leads"))
    campaign = _campaigns(world, leads.created, leads.source)
    wishes = _wishes_of_others(world, leads, campaign)
    interest = np.where(leads.interest >= 0, leads.interest, wishes)
    wanted, replaced = _equipment(world, leads, interest)
    world.add(
        LeadFactory,
        branch_id=world.number,
        nth=np.arange(len(interest)),
        customer_id=_keys(world, "customers", leads.customer),
        campaign_id=_keys(world, "marketing_campaigns", campaign),
        created_date=days(leads.created),
        lead_source=Coded(leads.source, sales.SOURCES),
        service_interest=Coded(interest, sales.INTERESTS),
        urgency=Coded(leads.urgency, sales.URGENCIES),
        sold_for=_sold_for(world, interest, leads.call),
        wanted_kind=wanted,
        replaced_kind=replaced,
    )


def _equipment(world: World, leads: _Leads, interest: Ints) -> tuple[Coded, Coded]:
    """The kind of equipment that each lead names, and of what it is to replace; None for none. Of
    those won it is what was seen to first."""
    ids = world.first_id("leads") + np.arange(len(interest), dtype=np.int64)
    business = columns_of(
        LeadFactory,
        ids,
        ("is_business",),
        seed=world.scenario.seed,
        today=world.scenario.as_of,
        tables=world.tables,
    )["is_business"]
    drawn = wants(world.scenario.seed, ids, interest, np.full(len(ids), world.number), business)
    devices, seen = world.devices, leads.call >= 0
    device = world.calls.device[leads.call]
    old = devices.replaces[device]
    kind = np.where(seen, devices.kind[device], drawn.kind)
    replaced = np.where(seen, np.where(old >= 0, devices.kind[old], -1), drawn.kind)
    replaces = np.where(seen, old >= 0, drawn.replaces) & (interest == INSTALLATION_WISH)
    none, names = len(KIND_NAMES), (*KIND_NAMES, None)
    says = drawn.says & np.where(leads.customer >= 0, seen, True)
    return (
        Coded(np.where(says, kind, none), names),
        Coded(np.where(replaces, replaced, none), names),
    )


def _keys(world: World, table: str, position: Ints) -> Ints:
    return np.where(position >= 0, world.first_id(table) + position, NULL)


def _all_leads(world: World, count: int) -> _Leads:
    """Those who became customers, as they came, and the others, in the order of their dates."""
    customer, call = _won(world, count)
    lift = _lift(world)
    of_won, of_others = _source_counts(world, count, len(customer))
    won = _as_they_came(world, customer, call, lift, of_won)
    source, created = _others(world, lift, of_others)
    urgency = _urgency_of_others(world, won.urgency, len(source))
    none = np.full(len(source), -1, np.int64)
    return _Leads.joined_by_date(won, _Leads(none, none, none, urgency, source, created))


def _won(world: World, count: int) -> tuple[Ints, Ints]:
    """Positions of the customers who were a lead first, and of their first calls or -1."""
    opened = world.account_days()
    new = np.flatnonzero(opened >= world.start)
    first = first_calls(world)[new]
    kind = world.calls.kind[first]
    broken = (first >= 0) & ((kind == REPAIR) | (kind == EMERGENCY))
    visited = np.where(first >= 0, world.calls.day[first], world.today)
    # What they asked for is the visit they got: others called before, for what came to nothing.
    soon = np.where(
        kind == EMERGENCY,
        sales.VISITED_NEXT_DAY,
        np.where(broken, sales.VISITED_SOON, sales.VISITED_LATER),
    )
    within = np.where(first >= 0, soon, sales.VISITED_LATER)
    likely = has_email(world)[new] & (visited - opened[new] <= within)
    wanted = round(sales.LEADS_OF_CUSTOMERS * int(likely.sum()))
    # Who was not visited yet is known for having asked.
    kept = keep_weighted(
        world.chance("won", new),
        "won",
        np.where(likely, np.where(first >= 0, 1, 1 << 20), 0),
        min(world.about("leads won", sales.LEADS_WON, count), wanted),
    )
    return new[kept], first[kept]


def first_calls(world: World) -> Ints:
    """Position of each customer's first call, or -1."""
    first = np.full(world.rows("customers"), -1, np.int64)
    # Backwards: the earliest call is written last.
    first[world.calls.customer[::-1]] = np.arange(len(world.calls), dtype=np.int64)[::-1]
    return first


def _as_they_came(
    world: World, customer: Ints, call: Ints, lift: Ints, of_sources: list[int]
) -> _Leads:
    """What they asked for is what was done first, and the sooner we went the more urgent it was."""
    interest = _first_orders(world, call)
    created = _days_of_won(world, customer, call, interest)
    waited = np.where(call >= 0, world.calls.day[call] - created, world.today)
    hot_water = world.devices.kind[world.calls.device[call]] == KIND_NAMES.index("Water Heater")
    calm = sales.out_of_season(interest, days(created)) & ~(hot_water & (call >= 0))
    urgency = _urgency_of_won(world, interest, waited, calm)
    lift_then = lift[:, np.maximum(created - world.start, 0)]
    source = _sources_of_won(world, customer, lift_then, of_sources)
    return _Leads(customer, call, interest, urgency, source, created)


def _first_orders(world: World, call: Ints) -> Ints:
    """Index into INTERESTS of what each first call was for; who had none asked for a check."""
    calls = world.calls
    kind, equipment = calls.kind[call], world.devices.equipment[calls.device[call]]
    types = coded(world.tables["equipment_types"]["equipment_type"]).take(equipment)
    month = sales.month_of(days(calls.day[call]))
    first, last = sales.COOLING_MONTHS
    warm = (month >= first) & (month <= last)
    cooling = types.is_(*COOLS_ONLY) | (~types.is_(*HEATS_ONLY) & warm)
    ac, heating, installation, maintenance, emergency = range(len(sales.INTERESTS))
    wish = np.select(
        [kind == EMERGENCY, kind == INSTALLATION, kind == REPAIR],
        [emergency, installation, np.where(cooling, ac, heating)],
        maintenance,
    )
    return np.where(call >= 0, wish, maintenance)


def _urgency_of_won(world: World, interest: Ints, waited: Ints, calm: Mask) -> Ints:
    """Index into URGENCIES: of those with one wish, the ones who waited least were in a hurry, and
    those who are calm for want of heat or cold never."""
    urgency = np.zeros(len(interest), np.int64)
    chance = world.chance("urgency", len(interest)).order("order")
    for wish, name in enumerate(sales.INTERESTS):
        rows = np.flatnonzero(interest == wish)
        weights = tuple(sales.URGENCY[name][u] * _WINS[i] for i, u in enumerate(sales.URGENCIES))
        counts = shares(len(rows), weights)
        patient = rows[np.lexsort((chance[rows], -waited[rows], ~calm[rows]))]
        urgency[patient] = np.repeat(np.arange(len(counts)), counts)
    return np.where(calm, np.minimum(urgency, sales.URGENCIES.index("Medium")), urgency)


_WINS = tuple(sales.WINS_BY_URGENCY[name] for name in sales.URGENCIES)


def _urgency_of_others(world: World, of_won: Ints, count: int) -> Ints:
    """Index into URGENCIES: so many of each that the urgent are won most often."""
    won = np.bincount(of_won, minlength=len(_WINS)) + 1
    all_ = [n * 100 / wins for n, wins in zip(won.tolist(), _WINS, strict=True)]
    each = (count + int(won.sum())) / sum(all_)
    lost = tuple(max(a * each - n, 0.01) for a, n in zip(all_, won.tolist(), strict=True))
    return _shuffled(world, "urgency of others", shares(count, lost))


def _wishes_of_others(world: World, leads: _Leads, campaign: Ints) -> Ints:
    """Index into INTERESTS, by season, urgency and what the campaign that brought them is for."""
    target = coded(world.tables["marketing_campaigns"]["target_service"])
    wanted = target.map({name: number for number, name in enumerate(sales.INTERESTS)})
    chance = world.chance("wishes", len(campaign))
    known = np.where(campaign >= 0, wanted[campaign], -1)
    return sales.wishes(chance, days(leads.created), known, leads.urgency)


def _sold_for(world: World, interest: Ints, call: Ints) -> Ints:
    """What the installation that each asked for was, or is like, in cents; NULL for other work."""
    done = np.flatnonzero(world.calls.kind == INSTALLATION)
    if not len(done):
        return np.full(len(interest), NULL, np.int64)
    like = done[world.chance("guesses", len(interest)).below("like", len(done))]
    own = (call >= 0) & (world.calls.kind[call] == INSTALLATION)
    sold: Ints = world.tables["service_calls"]["total_cost"][np.where(own, call, like)]
    return np.where(interest == sales.INTERESTS.index("Installation"), sold, NULL)


def _lift(world: World) -> Ints:
    """Percent that campaigns add to each source (rows) on each day of the history (columns)."""
    table = world.tables["marketing_campaigns"]
    channel = coded(table["channel"])
    lifts = channel.map({name: rule.lift for name, rule in sales.CAMPAIGNS.items()})
    numbers = {name: sales.SOURCES.index(rule.source) for name, rule in sales.CAMPAIGNS.items()}
    start = table["start_date"].astype(np.int64) - world.start
    end = np.minimum(table["end_date"].astype(np.int64), world.today) - world.start
    change = np.zeros((len(sales.SOURCES), world.today - world.start + 2), np.int64)
    np.add.at(change, (channel.map(numbers), start), lifts)
    np.subtract.at(change, (channel.map(numbers), end + 1), lifts)
    lift: Ints = change.cumsum(axis=1)[:, :-1]
    return lift


def _source_counts(world: World, count: int, won: int) -> tuple[list[int], list[int]]:
    """How many of each source, of the leads won and of the others."""
    rules = [sales.LEAD_SOURCES[name] for name in sales.SOURCES]
    came = [
        max(world.about(f"leads by {name}", rule.share / 100, count), 1)
        for name, rule in zip(sales.SOURCES, rules, strict=True)
    ]
    of_won = shares(won, tuple(n * rule.wins for n, rule in zip(came, rules, strict=True)))
    left = tuple(max(n - taken, 0.01) for n, taken in zip(came, of_won, strict=True))
    return of_won, shares(count - won, left)


def _shuffled(world: World, label: str, counts: list[int]) -> Ints:
    index = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    return index[world.chance(label, len(index)).order("order")]


def _sources_of_won(world: World, customer: Ints, lift: Ints, counts: list[int]) -> Ints:
    """Exactly so many of each, rather those who came while it was advertised: the rarest choose
    first."""
    chance = world.chance("sources of won", customer)
    source = np.full(len(customer), -1, np.int64)
    for number in np.argsort(counts, kind="stable").tolist():
        weight = np.where(source < 0, 100 + lift[number], 0)
        kept = keep_weighted(chance, sales.SOURCES[number], weight, counts[number])
        source[kept] = number
    return source


def _days_of_won(world: World, customer: Ints, call: Ints, asked_for: Ints) -> Ints:
    """Some days before the account was opened, by what was asked for."""
    opened = world.account_days()[customer]
    tables = np.stack([sales.DAYS_BEFORE_ACCOUNT[name] for name in sales.INTERESTS])
    chance = world.chance("first words", customer)
    before = tables[asked_for, chance.below("days", tables.shape[1])]
    waits = np.where(call >= 0, world.calls.day[call] - opened, 0)
    emergency = asked_for == sales.INTERESTS.index("Emergency Service")
    before = np.where(
        emergency, np.minimum(before, np.maximum(sales.VISITED_NEXT_DAY - waits, 0)), before
    )
    first_word: Ints = opened - before
    return first_word


def _others(world: World, lift: Ints, counts: list[int]) -> tuple[Ints, Ints]:
    """Source and day of the leads that are not won: more come while campaigns run."""
    weights = sales.day_weights(world.start, world.today, sales.DEMAND_BY_MONTH)
    open_days, more = sales.OPEN_MORE
    weights[-open_days:] = percent(weights[-open_days:], more)
    edges = np.cumsum(weights * (100 + lift), axis=1)
    source = _shuffled(world, "sources of others", counts)
    chance = world.chance("inquiries", len(source))
    # Draws are below 2**31: coarser weights where the sum would pass it.
    edges //= int(edges[:, -1].max()) // 2**31 + 1
    point = chance.below("day", edges[source, -1])
    created = np.zeros(len(source), np.int64)
    for number in range(len(counts)):
        rows = np.flatnonzero(source == number)
        created[rows] = world.start + np.searchsorted(edges[number], point[rows], side="right")
    return source, created


def _campaigns(world: World, created: Ints, source: Ints) -> Ints:
    """Position of the campaign that brought each lead, -1 for none; ``created`` is in order.

    Of the leads of its source a campaign brought as many, while it ran, as it added.
    """
    table = world.tables["marketing_campaigns"]
    began = np.searchsorted(created, table["start_date"].astype(np.int64), side="left").tolist()
    ended = np.searchsorted(created, table["end_date"].astype(np.int64), side="right").tolist()
    lift = np.append(_lift(world), np.zeros((len(sales.SOURCES), 1), np.int64), axis=1)
    added = lift[source, np.where(created >= world.start, created - world.start, -1)]
    # Below 100 it would have come anyway; above it, each campaign has a stretch of its lift.
    left = world.chance("attribution", len(created)).below("campaign", 100 + added) - 100
    campaign = np.full(len(created), -1, np.int64)
    for number, channel in enumerate(coded(table["channel"]).tolist()):
        rule = sales.CAMPAIGNS[channel]
        rows = slice(began[number], ended[number])
        fits = source[rows] == sales.SOURCES.index(rule.source)
        brought = fits & (left[rows] >= 0) & (left[rows] < rule.lift)
        campaign[rows][brought] = number
        left[rows][fits] -= rule.lift
    return campaign
