"""Campaigns: a new one as often as in the history; those that run spend their budgets."""

from __future__ import annotations

from typing import Any

import numpy as np

from factories.days.books import CENTS, DAY, INT, iso
from factories.days.day import Day, rounded
from factories.days.inquiries import campaigns_a_day, usual_lifts
from factories.days.revealed import revealed
from factories.engine.packing import packed
from factories.engine.set_operations import distinct
from factories.engine.streams import Ints
from factories.engine.values import Coded, texts
from factories.rules.accounting.billing import WORKDAY_STARTS
from factories.rules.crm import sales
from factories.rules.hours import office
from factories.tables.campaigns import MarketingCampaignFactory
from factories.wording.sales import told_apart

_CHANNELS = tuple(sales.CAMPAIGNS.values())
_MANY = 1 << 12
"""More than there are campaigns of a branch."""
_SELDOM = 0.1
"""Campaigns a day up to which each gets a slot of its own."""


def run_campaigns(day: Day) -> None:
    """Set up those whose day it is, and pay for those that run."""
    _spend(day)
    _set_up(day)


def _set_up(day: Day) -> None:
    """Some days before they begin. Each in its slot, as wide as the history had them, on any day of
    it; where there are many, some a day."""
    branch = np.arange(1, day.scenario.scale + 1, dtype=np.int64)
    rate = campaigns_a_day(day)
    if not rate:
        return
    if rate > _SELDOM:
        count = rounded(day, "campaigns", np.full(len(branch), rate), branch)
        branch = np.repeat(branch, count)
        number = np.arange(len(branch)) - np.searchsorted(branch, branch)
        chance = day.daily("campaigns", packed(branch, number, _MANY))
    else:
        width = round(1 / rate)
        slot, into = divmod(day.number - day.books.begun - 1, width)
        chance = day.chance("campaigns", packed(branch, slot, _MANY))
        begins = chance.below("day", width) == into
        branch, chance = branch[begins], chance.at(chance.ids[begins])
    channel = chance.choose("channel", [rule.share for rule in _CHANNELS])
    shortest, longest = np.array([rule.days for rule in _CHANNELS], np.int64).T
    start = day.number + chance.between("ahead", *sales.SET_UP_DAYS)
    # A booth is booked long before.
    shown = channel == tuple(sales.CAMPAIGNS).index(sales.SHOW)
    start = np.where(shown, sales.next_show(start), start)
    end = start + chance.between("days", shortest[channel], longest[channel]) - 1
    if not len(branch):
        return
    known: dict[str, Any] = {
        "channel": Coded(channel, tuple(sales.CAMPAIGNS)),
        "start_date": start.astype("datetime64[D]"),
        "end_date": end.astype("datetime64[D]"),
    }
    day.books.add(
        MarketingCampaignFactory,
        len(branch),
        recorded=day.at(WORKDAY_STARTS),
        branch_id=branch,
        campaign_name=_names(day, branch, known),
        expected_leads=_expected(day, channel, start, end),
        **known,
    )


def _names(day: Day, branch: Ints, known: dict[str, Any]) -> list[str]:
    """What they are called: no two of a branch have one name."""
    first = day.books.next_id("marketing_campaigns")
    ids = first + np.arange(len(branch), dtype=np.int64)
    named = revealed(day, MarketingCampaignFactory, ids, ["campaign_name"], **known)
    names, apart = texts(named["campaign_name"]), [""] * len(branch)
    for number in distinct(branch).tolist():
        rows = np.flatnonzero(branch == number).tolist()
        taken = day.books.connection.execute(
            "select campaign_name from marketing_campaigns where branch_id = ?", (number,)
        )
        own = told_apart([str(names[row]) for row in rows], (name for (name,) in taken))
        for row, name in zip(rows, own, strict=True):
            apart[row] = name
    return apart


def _expected(day: Day, channel: Ints, start: Ints, end: Ints) -> Ints:
    """How many leads each should bring, given what its source brings anyway."""
    source = np.array([sales.SOURCES.index(rule.source) for rule in _CHANNELS], np.int64)[channel]
    lift = np.array([rule.lift for rule in _CHANNELS], np.int64)[channel]
    usual = usual_lifts(campaigns_a_day(day))[source]
    share = np.array([sales.LEAD_SOURCES[name].share for name in sales.SOURCES])[source] / 100
    usually = np.mean(sales.DEMAND_BY_MONTH) * np.mean(sales.DEMAND_BY_WEEKDAY)
    weight = [
        sales.day_weights(first, last, sales.DEMAND_BY_MONTH).sum()
        for first, last in zip(start.tolist(), end.tolist(), strict=True)
    ]
    days = np.array(weight, np.float64) / usually
    expected = day.rate("leads") * share * days * lift / (100 + usual)
    leads: Ints = np.maximum(np.rint(expected).astype(np.int64), 1)
    return leads


def _spend(day: Day) -> None:
    """What is spent grows with the days."""
    running = day.books.read(
        "select campaign_id as id, start_date as start, end_date as [end],"
        " budget from marketing_campaigns"
        " where start_date <= ?1 and end_date >= ?1 order by campaign_id",
        iso(day.number), id=INT, start=DAY, end=DAY, budget=CENTS,
    )  # fmt: skip
    spent = revealed(
        day,
        MarketingCampaignFactory,
        running.id,
        ["spent"],
        start_date=running.start.astype("datetime64[D]"),
        end_date=running.end.astype("datetime64[D]"),
        budget=running.budget,
    )["spent"]
    day.books.change(
        "marketing_campaigns", running.id, at=day.at(office.CAMPAIGNS_BILLED), spent=spent
    )
