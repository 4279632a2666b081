"""Keep the mailing list: customers who opted in, leads who may still come, and others."""

from __future__ import annotations

import numpy as np

from factories.engine.streams import Ints, keep_weighted
from factories.engine.values import NULL
from factories.rules.accounting.billing import WORKDAY_ENDS
from factories.rules.crm import mailing
from factories.steps.customers import has_email
from factories.steps.recording import moments
from factories.steps.world import World, days
from factories.tables.mailing import MailingListContactFactory


def keep_mailing_list(world: World) -> None:
    """Exactly as many contacts as wanted, in the order in which they opted in."""
    count = world.rows("mailing_list")
    first = _as_leads(world)
    customer = _customers(world, count, first)
    lead = _leads(world, count - len(customer))
    others = count - len(customer) - len(lead)
    none = np.full(len(lead) + others, -1, np.int64)
    strangers = np.full(others, -1, np.int64)
    as_lead = first[customer]
    later = _after(world, "customers", customer, world.account_days()[customer])
    opted_in = np.concatenate(
        [
            np.where(as_lead >= 0, as_lead, later),
            _after(world, "leads", lead, _inquired(world)[lead]),
            _of_strangers(world, others, len(lead)),
        ]
    )
    lead_of = np.concatenate([_lead_of_customers(world)[customer], lead, strangers])
    order = np.argsort(opted_in, kind="stable")
    won = np.append(np.where(as_lead >= 0, world.account_days()[customer], -1), none)[order]
    world.add(
        MailingListContactFactory,
        branch_id=world.number,
        customer_id=world.keys("customers", np.append(customer, none)[order]),
        lead_id=world.keys("leads", lead_of[order]),
        subscription_date=days(opted_in[order]),
        came_as_lead=won >= 0,
        won_at=moments(np.where(won >= 0, won * 1440 + WORKDAY_ENDS, -1)),
    )


def _inquired(world: World) -> Ints:
    day: Ints = world.tables["leads"]["created_date"].astype(np.int64)
    return day


def _as_leads(world: World) -> Ints:
    """Day on which each customer opted in who did so as a lead, before there was an account; -1 for
    all others."""
    lead = _lead_of_customers(world)
    won = np.flatnonzero((lead >= 0) & has_email(world))
    lead = lead[won]
    on = _opting_in(world, "leads", lead, _inquired(world)[lead])
    agreed = world.chance("consent", lead).happens("as a lead", _consenting(world))
    early = agreed & (on < world.account_days()[won])
    day = np.full(world.rows("customers"), -1, np.int64)
    day[won[early]] = on[early]
    return day


def _customers(world: World, count: int, as_lead: Ints) -> Ints:
    """Positions of the customers who opted in: those who gave an e-mail address, and first of all
    who is on the list since before."""
    everyone = world.rows("customers")
    known = has_email(world)
    wanted = min(
        world.about("opted in", mailing.OPTED_IN, everyone),
        int(mailing.CUSTOMERS_AT_MOST * count),
        int(known.sum()),
    )
    weights = known * _had_time(world, "customers", np.arange(everyone), world.account_days())
    weights = np.where(as_lead >= 0, mailing.ON_THE_LIST_WEIGHT, weights)
    return keep_weighted(world.chance("opt in", everyone), "customers", weights, wanted)


def _leads(world: World, room: int) -> Ints:
    """Positions of leads who agreed to be written to and are not customers."""
    lead = np.flatnonzero(world.tables["leads"]["customer_id"] == NULL)
    wanted = min(world.about("consenting", _consenting(world), len(lead)), room)
    weights = _had_time(world, "leads", lead, _inquired(world)[lead])
    kept = keep_weighted(world.chance("consent", lead), "leads", weights, wanted)
    return lead[kept]


def _consenting(world: World) -> float:
    return mailing.consenting(world.scenario.rows, world.scenario.history_days)


def _lead_of_customers(world: World) -> Ints:
    """Position of the lead that each customer was first, or -1: it names a business's person."""
    customer_id = world.tables["leads"]["customer_id"]
    won = np.flatnonzero(customer_id != NULL)
    lead = np.full(world.rows("customers"), -1, np.int64)
    lead[customer_id[won] - world.first_id("customers")] = won
    return lead


def _had_time(world: World, label: str, ids: Ints, met: Ints) -> Ints:
    """Weights of those who may be on the list: few of whom the day to opt in would lie ahead."""
    ahead = _opting_in(world, label, ids, met) > world.today
    return np.where(ahead, 1, mailing.OPTED_IN_WEIGHT)


def _opting_in(world: World, label: str, ids: Ints, met: Ints) -> Ints:
    """Day of opting in: some time after they came to us, or when the list was begun."""
    chance = world.chance(f"opt in of {label}", ids)
    begun = world.start - mailing.LIST_BEGAN_BEFORE + chance.below("asked", mailing.ASKED_WITHIN)
    after = mailing.LEADS_OPTED_IN_AFTER if label == "leads" else mailing.OPTED_IN_AFTER
    day: Ints = np.maximum(met + chance.quantile("after", after), begun)
    return day


def _after(world: World, label: str, ids: Ints, met: Ints) -> Ints:
    """The same of those who are on the list: sooner where it would lie ahead."""
    day = _opting_in(world, label, ids, met)
    since = world.chance(f"opt in of {label}", ids).below("since", world.today - met + 1)
    return np.where(day > world.today, met + since, day)


def _of_strangers(world: World, count: int, leads: int) -> Ints:
    """Any day since the list was begun: so many before the history that with the ``leads`` within
    it as many come a day as then."""
    first, chance = world.start - mailing.LIST_BEGAN_BEFORE, world.chance("strangers", count)
    length = world.today - first + 1
    earlier = (count + leads) * mailing.LIST_BEGAN_BEFORE / (length * max(count, 1))
    before = first + chance.below("day", mailing.LIST_BEGAN_BEFORE)
    within = world.start + chance.below("day", world.today - world.start + 1)
    return np.where(chance.happens("before", min(earlier, 1.0)), before, within)
