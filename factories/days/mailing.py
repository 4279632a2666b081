"""The mailing list: new customers, leads and others opt in; some have had enough."""

from __future__ import annotations

import numpy as np

from factories.days.books import DAY, INT, iso, keys
from factories.days.day import Day, rounded
from factories.days.revealed import revealed
from factories.engine.streams import Ints
from factories.engine.values import NULL
from factories.rules.crm import mailing as rules
from factories.rules.hours import office
from factories.tables.mailing import MailingListContactFactory


def keep_mailing_list(day: Day) -> None:
    """Who leaves the list, who comes to it."""
    _unsubscribe(day)
    customer, lead = _customers(day), _leads(day)
    strangers = _strangers(day)
    none = np.full(len(lead) + len(strangers), NULL, np.int64)
    count = len(customer) + len(none)
    lead_of = [_leads_of(day, customer), lead, np.full(len(strangers), NULL, np.int64)]
    # The branch is asked only of people whose address nobody knows.
    elsewhere = np.ones(count - len(strangers), np.int64)
    ids = day.books.next_id("mailing_list") + np.arange(count, dtype=np.int64)
    day.books.add(
        MailingListContactFactory,
        count,
        recorded=day.at(office.opts_in(day.chance("opting in", ids), "minute")),
        branch_id=np.concatenate([elsewhere, strangers]),
        customer_id=np.append(customer, none),
        lead_id=np.concatenate(lead_of),
        subscription_date=np.datetime64(day.number, "D"),
    )


def _opts_in(day: Day, label: str, share: float, ids: Ints, met: Ints, after: Ints) -> Ints:
    """Keys of those who opt in today: a share, some days after the first word."""
    chance = day.chance(f"opt in of {label}", ids)
    on = met + np.maximum(chance.quantile("after", after), 1)
    today: Ints = ids[chance.happens("opts in", share) & (on == day.number)]
    return today


def _customers(day: Day) -> Ints:
    """Customers who opt in today and are not on the list: with an e-mail address."""
    found = day.books.read(
        "select customer_id as id, created_at as met from customers as c where created_at > ?"
        " and email is not null and not exists"
        "  (select 1 from mailing_list as m where m.customer_id = c.customer_id)"
        " order by customer_id",
        iso(day.number - rules.OPTED_IN_WITHIN - 1), id=INT, met=DAY,
    )  # fmt: skip
    return _opts_in(day, "customers", rules.OPTED_IN, found.id, found.met, rules.OPTED_IN_AFTER)


def _leads(day: Day) -> Ints:
    """Leads who agree to be written to today, are no customers yet and are not on the list."""
    found = day.books.read(
        "select lead_id as id, created_date as met from leads as l where created_date > ?"
        " and customer_id is null and not exists"
        "  (select 1 from mailing_list as m where m.email = l.email) order by lead_id",
        iso(day.number - rules.OPTED_IN_WITHIN - 1), id=INT, met=DAY,
    )  # fmt: skip
    after = rules.LEADS_OPTED_IN_AFTER
    return _opts_in(day, "leads", _consenting(day), found.id, found.met, after)


def _leads_of(day: Day, customer: Ints) -> Ints:
    """The lead that each customer was first, or NULL: it names a business's person."""
    found = day.books.read(
        "select customer_id as customer, lead_id as lead from leads"
        " where customer_id in (select value from json_each(?))",
        keys(customer), customer=INT, lead=INT,
    )  # fmt: skip
    lead = dict(zip(found.customer.tolist(), found.lead.tolist(), strict=True))
    return np.array([lead.get(key, NULL) for key in customer.tolist()], np.int64)


def _consenting(day: Day) -> float:
    return rules.consenting(day.scenario.rows, day.scenario.history_days)


def _strangers(day: Day) -> Ints:
    """Branches of people who are neither and opt in today, a row a person: as many as with the
    leads come to what came on a day of the history."""
    rows, history = day.scenario.rows, day.scenario.history_days
    a_day = rules.not_customers(rows) / (history + rules.LIST_BEGAN_BEFORE)
    leads = _consenting(day) * rules.leads_not_won(rows) / history
    branches = np.arange(1, day.scenario.scale + 1, dtype=np.int64)
    rate = np.full(len(branches), max(a_day - leads, 0.0))
    return np.repeat(branches, rounded(day, "strangers", rate, branches))


def _unsubscribe(day: Day) -> None:
    """Those whose day has come: drawn once when they opted in."""
    everyone = np.arange(1, day.books.next_id("mailing_list"), dtype=np.int64)
    after = revealed(day, MailingListContactFactory, everyone, ["leaves_after"])["leaves_after"]
    oldest = day.number - day.books.begun + day.scenario.history_days + rules.LIST_BEGAN_BEFORE + 1
    may = everyone[after <= oldest]
    found = day.books.read(
        "select contact_id as id, subscription_date as since from mailing_list"
        " where contact_id in (select value from json_each(?))"
        " and subscription_status = 'Subscribed' order by contact_id",
        keys(may), id=INT, since=DAY,
    )  # fmt: skip
    gone = found.id[found.since + after[found.id - 1] <= day.number]
    day.books.change(
        "mailing_list",
        gone,
        at=day.at(day.chance("opting out", gone).between("minute", *office.OPT_OUT_HOURS)),
        subscription_status="Unsubscribed",
        unsubscribed_date=np.datetime64(day.number, "D"),
    )
