"""Run campaigns, and work the leads that they and others bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from factories.engine.money import half_up, percent
from factories.engine.rows import columns_of
from factories.engine.streams import Chance, Ints, Mask, keep_weighted
from factories.engine.values import NULL, Coded, coded, texts
from factories.rules.calls.service import COMPONENTS, INSPECTION, INSTALLATION
from factories.rules.crm import sales, wishes
from factories.rules.crm.customers import came_by_then
from factories.rules.crm.wants import INSTALLATION as INSTALLATION_WISH
from factories.rules.crm.wants import wants
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.hours.calendar import month_of
from factories.steps.won import WINS, words_of
from factories.steps.world import World, days, shares
from factories.tables.campaigns import MarketingCampaignFactory
from factories.tables.leads import LeadFactory
from factories.wording.sales import told_apart

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
    """Spread evenly over the history, each in its slot, but for those at a show."""
    count = world.rows("marketing_campaigns")
    length = world.today - world.start + 1
    slot = np.arange(count, dtype=np.int64)
    low, high = slot * length // count, (slot + 1) * length // count
    chance = world.chance("campaigns", slot)
    offset = chance.below("day", np.maximum(high - low, 1))
    start = np.minimum(world.start + low + offset, world.today)
    channel = chance.choose("channel", [rule.share for rule in _CHANNELS])
    channel, start = _at_shows(world, chance, channel, start)
    shortest, longest = np.array([rule.days for rule in _CHANNELS], np.int64).T
    end = start + chance.between("days", shortest[channel], longest[channel]) - 1
    table = world.add(
        MarketingCampaignFactory,
        branch_id=world.number,
        channel=Coded(channel, tuple(sales.CAMPAIGNS)),
        start_date=days(start),
        end_date=days(end),
        expected_leads=_expected(world, channel, start, end),
    )
    table.columns["campaign_name"] = told_apart(texts(table["campaign_name"]), ())


def _at_shows(world: World, chance: Chance, channel: Ints, start: Ints) -> tuple[Ints, Ints]:
    """Channels and first days, in the order of those: who goes to a show goes to the next one, or
    to the last, where none has begun by now; another channel where the history had no show."""
    show = sales.next_show(start)
    show = np.where(show > world.today, sales.last_show(start), show)
    other = [0 if name == sales.SHOW else rule.share for name, rule in sales.CAMPAIGNS.items()]
    shown = channel == tuple(sales.CAMPAIGNS).index(sales.SHOW)
    channel = np.where(shown & (show < world.start), chance.choose("instead", other), channel)
    start = np.where(shown & (show >= world.start), show, start)
    order = np.argsort(start, kind="stable")
    return channel[order], start[order]


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
    others = _wishes_of_others(world, leads, campaign)
    interest = np.where(leads.interest >= 0, leads.interest, others)
    about = _equipment(world, leads, interest)
    ids = world.first_id("leads") + np.arange(len(interest), dtype=np.int64)
    world.add(
        LeadFactory,
        branch_id=world.number,
        nth=np.arange(len(interest)),
        customer_id=world.keys("customers", leads.customer),
        campaign_id=world.keys("marketing_campaigns", campaign),
        created_date=days(leads.created),
        lead_source=Coded(leads.source, sales.SOURCES),
        service_interest=Coded(interest, sales.INTERESTS),
        urgency=Coded(leads.urgency, sales.URGENCIES),
        sold_for=_sold_for(world, interest, leads.call),
        **about._asdict(),
        words=np.where(leads.call >= 0, words_of(world, leads.call), ids),
    )


class _Equipment(NamedTuple):
    """What each lead is about; texts are None where nothing is said."""

    wanted_kind: Coded
    """The kind of equipment that it names."""
    replaced_kind: Coded
    """The kind of what is to be replaced."""
    failed: Coded
    """What is broken: one of ``service.COMPONENTS``."""
    checks: Mask
    """Who wants an inspection."""


def _equipment(world: World, leads: _Leads, interest: Ints) -> _Equipment:
    """The equipment that leads ask about. Of those won it is what was seen to first."""
    ids = world.first_id("leads") + np.arange(len(interest), dtype=np.int64)
    business = columns_of(
        LeadFactory,
        ids,
        ("is_business",),
        seed=world.scenario.seed,
        today=world.scenario.as_of,
        tables=world.tables,
    )["is_business"]
    branch = np.full(len(ids), world.number)
    drawn = wants(world.scenario.seed, ids, interest, branch, business, leads.created)
    devices, seen = world.devices, leads.call >= 0
    device = world.calls.device[leads.call]
    old = devices.replaces[device]
    # Who did not take the new one has the old one still.
    kept = seen & (interest == INSTALLATION_WISH) & (world.calls.kind[leads.call] != INSTALLATION)
    old = np.where(kept, device, old)
    kind = np.where(seen, devices.kind[device], drawn.kind)
    replaced = np.where(seen, np.where(old >= 0, devices.kind[old], -1), drawn.kind)
    replaces = np.where(seen, old >= 0, drawn.replaces) & (interest == INSTALLATION_WISH)
    broken = np.where(seen, world.calls.component[leads.call], drawn.component)
    # Who was not visited yet may have booked either.
    mine = np.where(seen, world.calls.kind[leads.call] == INSPECTION, True)
    checks = np.where(leads.customer >= 0, mine, drawn.checks)
    none, names = len(KIND_NAMES), (*KIND_NAMES, None)
    says = drawn.says & np.where(leads.customer >= 0, seen, True)
    return _Equipment(
        Coded(np.where(says, kind, none), names),
        Coded(np.where(replaces, replaced, none), names),
        Coded(np.where(broken >= 0, broken, len(COMPONENTS)), (*COMPONENTS, None)),
        checks & (interest == sales.INTERESTS.index("Maintenance")),
    )


def _all_leads(world: World, count: int) -> _Leads:
    """Those who became customers, as they came, and the others, in the order of their dates."""
    lift = _lift(world)
    of_won, of_others = _source_counts(world, count, len(world.won.customer))
    won = _as_they_came(world, lift, of_won)
    source, created = _others(world, lift, of_others)
    urgency = _urgency_of_others(world, won.urgency, len(source))
    none = np.full(len(source), -1, np.int64)
    return _Leads.joined_by_date(won, _Leads(none, none, none, urgency, source, created))


def _as_they_came(world: World, lift: Ints, of_sources: list[int]) -> _Leads:
    won = world.won
    lift_then = lift[:, np.maximum(won.created - world.start, 0)]
    source = _sources_of_won(world, won.customer, lift_then, of_sources)
    return _Leads(won.customer, won.call, won.interest, won.urgency, source, won.created)


def _urgency_of_others(world: World, of_won: Ints, count: int) -> Ints:
    """Index into URGENCIES: so many of each that the urgent are won most often."""
    won = np.bincount(of_won, minlength=len(WINS)) + 1
    all_ = [n * 100 / wins for n, wins in zip(won.tolist(), WINS, strict=True)]
    each = (count + int(won.sum())) / sum(all_)
    lost = tuple(max(a * each - n, 0.01) for a, n in zip(all_, won.tolist(), strict=True))
    return _shuffled(world, "urgency of others", shares(count, lost))


def _wishes_of_others(world: World, leads: _Leads, campaign: Ints) -> Ints:
    """Index into INTERESTS, by when who was won asked for what, urgency, and what the campaign that
    brought them is for."""
    target = coded(world.tables["marketing_campaigns"]["target_service"])
    wanted = target.map({name: number for number, name in enumerate(sales.INTERESTS)})
    chance = world.chance("wishes", len(campaign))
    known = np.where(campaign >= 0, wanted[campaign], -1)
    date, won = days(leads.created), leads.interest >= 0
    asked = np.zeros((12, len(sales.INTERESTS)), np.int64)
    np.add.at(asked, (month_of(date[won]), leads.interest[won]), 100)
    of = wishes.cuts(wishes.by_month(asked))
    return wishes.wishes(chance, of, date, known, leads.urgency)


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
    """Percent that campaigns add to each source (rows) on each day of the history (columns), and
    shows to theirs."""
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
    shown = sales.show_percent(world.start + np.arange(lift.shape[1]))
    lift[sales.SOURCES.index("Trade Show")] += shown - 100
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


def _others(world: World, lift: Ints, counts: list[int]) -> tuple[Ints, Ints]:
    """Source and day of the leads that are not won: more come while campaigns run."""
    weights = sales.day_weights(world.start, world.today, sales.DEMAND_BY_MONTH)
    weights = percent(weights, came_by_then(np.arange(world.start, world.today + 1), world.today))
    open_days, more = sales.OPEN_LEADS_MORE
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
