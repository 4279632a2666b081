"""Who comes to the mailing list, and who leaves it."""

from __future__ import annotations

import pytest

from factories.days import mailing
from factories.rules.crm.mailing import OPTED_IN, consenting
from tests.factories.support.lived_company import company, day_of, live, lived, on, scenario


def test_most_new_customers_opt_in_within_weeks() -> None:
    with lived(150) as after:
        met, opted = after.execute(
            "select count(*), count(m.contact_id) from customers as c"
            " left join mailing_list as m on m.customer_id = c.customer_id"
            " where c.created_at between ? and ?",
            (on(1), on(100)),
        ).fetchone()
        assert opted / met == pytest.approx(OPTED_IN, abs=0.25)


def test_some_of_the_other_leads_agree() -> None:
    with lived(150) as after:
        share = consenting(scenario().rows, scenario().history_days)
        leads, agreed = after.execute(
            "select count(*), sum(email in (select email from mailing_list)) from leads"
            " where customer_id is null and created_date between ? and ?",
            (on(1), on(100)),
        ).fetchone()
        assert agreed / leads == pytest.approx(share, abs=0.13)


def test_nobody_opts_in_before_we_met() -> None:
    with lived(150) as after:
        early = after.execute(
            "select count(*) from mailing_list as m join customers as c"
            " on c.customer_id = m.customer_id where m.subscription_date > ?"
            " and m.contact_source = 'Existing Customer'"
            " and m.subscription_date <= date(c.created_at)",
            (on(0),),
        ).fetchone()
        assert early == (0,)


def test_as_many_strangers_come_as_before() -> None:
    with lived(150) as after:
        before, since = after.execute(
            "select sum(subscription_date between ? and ?2), sum(subscription_date > ?2)"
            " from mailing_list where customer_id is null and email not in"
            " (select email from leads)",
            (on(-1_000), on(0)),
        ).fetchone()
        assert before > 50
        assert since == pytest.approx(150 / 1_000 * before, rel=0.6)


def test_contacts_leave_on_their_day_whatever_the_day_looked_from() -> None:
    """A contact's day is a function of its key: a year at once takes the same ones."""
    query = "select contact_id, unsubscribed_date from mailing_list where contact_id <= 800"
    with company() as connection, lived(150) as after:
        for days in range(1, 151):
            mailing.keep_mailing_list(day_of(connection, days))
        left = {c: d for c, d in connection.execute(query) if d}
        assert left == {c: d for c, d in after.execute(query) if d}
        assert sum(day > on(0) for day in left.values()) == pytest.approx(10, abs=8)


def test_a_lead_on_the_list_that_is_won_is_a_customer_there() -> None:
    """Who asked before the as-of date may be on the list by then, like anybody who is no customer
    yet: here somebody is who will be won within days."""
    with lived(14, seed=7) as after, company(seed=7) as connection:
        lead, customer = after.execute(
            "select lead_id, customer_id from leads where customer_id > 500 and created_date <= ?"
            " order by lead_id",
            (on(0),),
        ).fetchone()
        (contact,) = connection.execute(
            "select max(contact_id) from mailing_list where customer_id is null"
            " and subscription_status = 'Subscribed' and email not in (select email from leads)"
        ).fetchone()
        connection.execute(
            "update mailing_list set email = 'nobody@example.org' where email ="
            " (select email from leads where lead_id = ?)",
            (lead,),
        )
        connection.execute(
            "update mailing_list set (first_name, last_name, email, phone, address) = ("
            " select first_name, last_name, email, phone, address from leads where lead_id = ?)"
            " where contact_id = ?",
            (lead, contact),
        )
        live(connection, 14, seed=7)
        assert connection.execute(
            "select contact_id, customer_id from mailing_list where customer_id = ?", (customer,)
        ).fetchall() == [(contact, customer)]


def test_no_customer_is_on_the_list_as_somebody_else() -> None:
    with lived(150) as after:
        unknown = after.execute(
            "select count(*) from mailing_list as m join customers as c on c.email = m.email"
            " where m.customer_id is not c.customer_id"
        ).fetchone()
        assert unknown == (0,)


def test_some_leads_are_on_the_list_before_they_buy() -> None:
    """As in the history, they keep the source that they came by."""
    query = (
        "select count(*), sum(m.contact_source <> 'Existing Customer') from leads as l"
        " join customers as c on c.customer_id = l.customer_id"
        " left join mailing_list as m on m.customer_id = l.customer_id where {}"
    )
    with lived(150) as after:
        for when in ("date(c.created_at) <= ?1", "date(c.created_at) > ?1"):
            won, as_leads = after.execute(query.format(when), (on(0),)).fetchone()
            assert 0.05 < as_leads / won < 0.5, when
