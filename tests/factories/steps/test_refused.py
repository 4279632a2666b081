"""Offers that came to nothing are like those that were taken: no column tells them apart."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from numpy.typing import NDArray

from factories.engine.streams import Ints
from factories.engine.values import NULL, coded, index_in, texts
from factories.rules.accounting.documents import years
from factories.rules.crm import quotes as rules
from factories.rules.crm import unit_prices
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.hours.calendar import ONE_DAY
from factories.steps.quoted_prices import listed_units
from factories.steps.world import World
from tests.factories.support.finished_worlds import NOT_TAKEN, company, quotes_of_leads

Mask = NDArray[np.bool_]
SEEDS = (1, 2, 3, 4, 42)


def equipping(world: World) -> tuple[Mask, Mask]:
    """Which quotes for equipment were won, and which were lost."""
    quotes = world.tables["quotes"]
    new = coded(quotes["quote_type"]).is_(*rules.WITH_EQUIPMENT)
    status = coded(quotes["status"])
    return new & status.is_("Accepted"), new & status.is_("Declined", "Expired")


def list_percent(world: World, rows: Mask) -> Ints:
    """What units were offered at, percent of the list of the year in which the offer was written or
    the next one; -1 where it is no whole number of neither."""
    quotes = world.tables["quotes"]
    model, cost = quotes["equipment_id"][rows] - 1, quotes["equipment_cost"][rows]
    found = np.full(len(cost), -1, np.int64)
    for later in (1, 0):
        listed = listed_units(world, model, years(quotes["quote_date"][rows]) + later)
        percent = (200 * cost + listed) // (2 * listed)
        # Half a cent of the price may be lost.
        found = np.where(np.abs(100 * cost - percent * listed) <= 50, percent, found)
    return found


def test_won_and_lost_offers_are_of_one_price_list() -> None:
    percents = [[list_percent(company(s), rows) for rows in equipping(company(s))] for s in SEEDS]
    won, lost = (np.concatenate(column) for column in zip(*percents, strict=True))
    assert set(won.tolist()) == set(lost.tolist())
    low, high = unit_prices.UNIT_PERCENT
    assert set(won.tolist()) == set(range(low, high + 1))
    # Dearer offers are taken a little less often.
    assert 0.2 < lost.mean() - won.mean() < 2.5
    for cents in ("parts_cost", "equipment_cost"):
        ratio = [
            [world.tables["quotes"][cents][rows].mean() for rows in equipping(world)]
            for world in map(company, SEEDS)
        ]
        bought, refused = np.mean(ratio, axis=0)
        assert refused == pytest.approx(bought, rel=0.25)


def labor_and_parts(world: World, rows: Mask) -> tuple[Ints, NDArray[np.float64]]:
    """Hours planned, and how labor and parts hang together beside others of the same model."""
    quotes = world.tables["quotes"]
    hours, model = quotes["labor_hours"][rows], quotes["equipment_id"][rows]
    logs = np.log(np.stack([hours, quotes["parts_cost"][rows]]))
    for one in np.unique(model).tolist():
        logs[:, model == one] -= logs[:, model == one].mean(axis=1, keepdims=True)
    return hours, logs


def test_labor_and_parts_do_not_give_the_answer_away() -> None:
    found = [[labor_and_parts(company(s), rows) for rows in equipping(company(s))] for s in SEEDS]
    won, lost = (
        (np.concatenate([h for h, _ in side]), np.concatenate([logs for _, logs in side], axis=1))
        for side in zip(*found, strict=True)
    )
    for hours, _ in (won, lost):
        # A day's work, and the quarter of an hour that a firm price may add.
        assert hours.max() <= rules.MOST_HOURS + 25
    assert lost[0].mean() == pytest.approx(won[0].mean(), rel=0.06)
    assert lost[0].std() == pytest.approx(won[0].std(), rel=0.2)
    balance = [np.corrcoef(logs)[0, 1] for _, logs in (won, lost)]
    # Of one model the hours differ by a quarter, so that the rest of the price leaves them free:
    # over many companies both are -0.04.
    assert max(balance) < 0.1
    assert balance[0] == pytest.approx(balance[1], abs=0.2)


def test_no_share_of_the_price_is_a_round_one_in_lost_offers_only() -> None:
    round_ones: Counter[bool] = Counter()
    for world in map(company, SEEDS):
        quotes = world.tables["quotes"]
        for is_won, rows in zip((True, False), equipping(world), strict=True):
            parts, unit = quotes["parts_cost"][rows], quotes["equipment_cost"][rows]
            percent = (200 * parts + unit) // (2 * unit)
            round_ones[is_won] += int((np.abs(100 * parts - percent * unit) <= 50).sum())
    assert round_ones[False] < 60


def test_the_cheaper_an_offer_the_more_say_yes() -> None:
    percent = np.arange(unit_prices.UNIT_PERCENT[0], unit_prices.UNIT_PERCENT[1] + 1)
    often = unit_prices.says_yes(percent)
    assert (np.diff(often) < 0).all()
    assert often.mean() == 100


def test_every_kind_is_won_about_as_often() -> None:
    won, lost = np.zeros((2, 2, len(KIND_NAMES)))
    for world in map(company, SEEDS):
        quotes, models = world.tables["quotes"], world.tables["equipment_types"]
        kind = index_in(models.at("equipment_type", quotes["equipment_id"]), KIND_NAMES)
        for found, rows in zip((won, lost), equipping(world), strict=True):
            for place, name in enumerate(("Installation", "Replacement")):
                of_type = rows & coded(quotes["quote_type"]).is_(name)
                found[place] += np.bincount(kind[of_type], minlength=len(KIND_NAMES))
    offered = won + lost
    usual = won.sum(axis=1) / offered.sum(axis=1)
    rate = won / np.maximum(offered, 1) / usual[:, None]
    assert (offered > 30).sum() >= 8
    assert ((rate > 0.6) & (rate < 1.5))[offered > 30].all()
    # Who asks for a heat pump, or a boiler where there are some, may say no.
    assert (lost[0] > 0)[offered[0] > 5].all()


def test_what_was_won_before_the_history_is_on_file_no_more_than_what_was_lost() -> None:
    for world in map(company, SEEDS):
        for table, date in (("quotes", "quote_date"), ("leads", "created_date")):
            assert world.tables[table][date].min() >= np.datetime64(world.scenario.start, "D")


def test_as_many_are_won_in_the_first_weeks_as_later() -> None:
    for table, date, state in (
        ("quotes", "quote_date", "Accepted"),
        ("leads", "created_date", "Converted"),
    ):
        early, later = np.zeros((2, 2))
        for world in map(company, SEEDS):
            rows = world.tables[table]
            soon = rows[date] < np.datetime64(world.scenario.start, "D") + 60 * ONE_DAY
            won = coded(rows["status"]).is_(state)
            early += (won & soon).sum(), soon.sum()
            later += (won & ~soon).sum(), (~soon).sum()
        assert early[1] > 100
        assert early[0] / early[1] < 1.4 * later[0] / later[1]


def test_some_who_came_for_a_new_system_do_not_take_it() -> None:
    """As on later days: one in ten of those leads, over several companies."""
    asked, lost = 0, 0
    for seed in SEEDS:
        world = company(seed)
        leads, quoted = world.tables["leads"], quotes_of_leads(world)
        wishes = texts(leads["service_interest"])
        for row in np.flatnonzero(leads["customer_id"] != NULL).tolist():
            if wishes[row] == "Installation":
                asked += 1
                lost += bool(NOT_TAKEN & set(quoted.get(int(leads.first_id) + row, ())))
    assert 0.04 < lost / asked < 0.2


def test_who_went_to_another_contractor_left_us() -> None:
    """Some of those who leave; and nobody who decided to wait, or had no money, is said to have."""
    lost: list[float] = []
    for seed in SEEDS:
        world = company(seed)
        quotes = world.tables["quotes"]
        notes = [text or "" for text in texts(quotes["notes"])]
        went = np.flatnonzero(["nother contractor" in text for text in notes])
        customer = quotes["customer_id"][went] - world.first_id("customers")
        assert (world.leaving[customer] <= world.today).all()
        replaces = coded(quotes["quote_type"]).is_("Replacement", "System Upgrade")
        assert replaces[went].all()
        declined = replaces & coded(quotes["status"]).is_("Declined")
        lost.append(len(went) / np.count_nonzero([notes[row] for row in np.flatnonzero(declined)]))
    assert 0.06 < np.mean(lost) < 0.35
