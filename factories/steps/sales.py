"""Run campaigns, and work the leads that they and others bring."""

from __future__ import annotations

import numpy as np

from factories.engine.money import percent
from factories.engine.streams import Ints, keep_weighted
from factories.engine.values import NULL, Coded, coded
from factories.rules import sales
from factories.rules.service import EMERGENCY, INSTALLATION, REPAIR
from factories.sales import LeadFactory, MarketingCampaignFactory
from factories.steps.world import World, days, shares

_HEATING = ("Furnace", "Boiler")
_COOLING = ("Central AC",)


def run_campaigns(world: World) -> None:
    """Spread evenly over the history, each in its slot."""
    count = world.rows("marketing_campaigns")
    length = world.today - world.start + 1
    slot = np.arange(count, dtype=np.int64)
    low, high = slot * length // count, (slot + 1) * length // count
    offset = world.chance("campaigns", slot).below("day", np.maximum(high - low, 1))
    world.add(
        MarketingCampaignFactory,
        branch_id=world.number,
        start_date=days(np.minimum(world.start + low + offset, world.today)),
    )


def work_leads(world: World) -> None:
    """Some customers won within the history were leads first; other leads came to nothing yet."""
    count = world.rows("leads")
    customer = _won(world, count)
    asked_for = _first_orders(world, customer)
    won_source, other_source = _sources(world, count, len(customer))
    created = np.concatenate(
        [_days_of_won(world, customer, asked_for), _days_of_others(world, count - len(customer))]
    )
    order = np.argsort(created, kind="stable")
    none = np.full(count - len(customer), -1, np.int64)
    customer, asked_for = np.append(customer, none)[order], np.append(asked_for, none)[order]
    source = np.append(won_source, other_source)[order]
    world.add(
        LeadFactory,
        branch_id=world.number,
        customer_id=np.where(customer >= 0, world.first_id("customers") + customer, NULL),
        campaign_id=_campaigns(world, created[order], source),
        created_date=days(created[order]),
        lead_source=Coded(source, sales.SOURCES),
        asked_for=Coded(asked_for, (*sales.INTERESTS, None)),
    )


def _won(world: World, count: int) -> Ints:
    """Positions of the customers who were a lead first, each once."""
    opened = world.tables["customers"]["created_at"].astype("datetime64[D]").astype(np.int64)
    new = np.flatnonzero(opened >= world.start)
    wanted = min(round(sales.LEADS_WON * count), round(sales.LEADS_OF_CUSTOMERS * len(new)))
    kept = keep_weighted(world.chance("won", new), "won", np.ones(len(new), np.int64), wanted)
    return new[kept]


def _first_orders(world: World, customer: Ints) -> Ints:
    """Index into INTERESTS of what each customer's first call was for; -1 when there was none."""
    calls = world.calls
    first = np.full(world.rows("customers"), -1, np.int64)
    # Backwards: the earliest call is written last.
    first[calls.customer[::-1]] = np.arange(len(calls), dtype=np.int64)[::-1]
    call = first[customer]
    kind, equipment = calls.kind[call], world.devices.equipment[calls.device[call]]
    types = coded(world.tables["equipment_types"]["equipment_type"]).take(equipment)
    month = sales.month_of(days(calls.day[call]))
    cooling = types.is_(*_COOLING) | (~types.is_(*_HEATING) & (month >= 4) & (month <= 8))
    ac, heating, installation, maintenance, emergency = range(len(sales.INTERESTS))
    wish = np.select(
        [kind == EMERGENCY, kind == INSTALLATION, kind == REPAIR],
        [emergency, installation, np.where(cooling, ac, heating)],
        maintenance,
    )
    return np.where(call >= 0, wish, -1)


def _sources(world: World, count: int, won: int) -> tuple[Ints, Ints]:
    """Index into SOURCES of the leads won and of the others: exact shares, in random order."""
    rules = [sales.LEAD_SOURCES[name] for name in sales.SOURCES]
    of_won = shares(won, tuple(rule.share * rule.wins for rule in rules))
    left = tuple(
        max(rule.share * count / 100 - n, 0.01) for rule, n in zip(rules, of_won, strict=True)
    )
    return (
        _shuffled(world, "sources of won", of_won),
        _shuffled(world, "sources of others", shares(count - won, left)),
    )


def _shuffled(world: World, label: str, counts: list[int]) -> Ints:
    index = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    return index[world.chance(label, len(index)).order("order")]


def _days_of_won(world: World, customer: Ints, asked_for: Ints) -> Ints:
    """Some days before the account was opened, by what was asked for."""
    opened = (
        world.tables["customers"]["created_at"][customer].astype("datetime64[D]").astype(np.int64)
    )
    tables = np.stack([sales.DAYS_BEFORE_ACCOUNT[name] for name in sales.INTERESTS])
    chance = world.chance("first words", customer)
    maintenance = sales.INTERESTS.index("Maintenance")
    row = np.where(asked_for >= 0, asked_for, maintenance)
    before: Ints = opened - tables[row, chance.below("days", tables.shape[1])]
    return before


def _days_of_others(world: World, count: int) -> Ints:
    weights = sales.day_weights(world.start, world.today, sales.DEMAND_BY_MONTH) * 100
    open_days, more = sales.OPEN_MORE
    weights[-open_days:] = percent(weights[-open_days:], more)
    edges = np.concatenate([[0], np.cumsum(weights)])
    chance = world.chance("inquiries", count)
    return world.start + _pick_days(chance.below("day", int(edges[-1])), edges)


def _pick_days(point: Ints, edges: Ints) -> Ints:
    """The day (from 0) on which a point of the cumulated weights falls; ``edges`` begins with 0."""
    return np.searchsorted(edges, point, side="right") - 1


def _campaigns(world: World, created: Ints, source: Ints) -> Ints:
    """Key of the campaign that brought each lead, NULL for most; ``created`` is in order."""
    table = world.tables["marketing_campaigns"]
    began = np.searchsorted(created, table["start_date"].astype(np.int64), side="left").tolist()
    ended = np.searchsorted(created, table["end_date"].astype(np.int64), side="right").tolist()
    attributed = world.chance("attribution", len(created)).happens("campaign", sales.ATTRIBUTED)
    campaign = np.full(len(created), NULL, np.int64)
    for number, channel in enumerate(coded(table["channel"]).tolist()):
        rows = slice(began[number], ended[number])
        fits = np.isin(
            source[rows], [sales.SOURCES.index(n) for n in sales.CAMPAIGNS[channel].sources]
        )
        # The later campaign is the one that people remember.
        campaign[rows][fits & attributed[rows]] = table.first_id + number
    return campaign
