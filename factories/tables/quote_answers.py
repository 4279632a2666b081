"""What a customer says to a quote, what becomes of it, and what the office notes.

These are columns of ``quotes``, in the order of its life; each is a function of those it names.
"""

from __future__ import annotations

import numpy as np

from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import NULL, Coded, Column, Day, Days, Minutes, coded, texts
from factories.rules import single
from factories.rules.crm import quotes
from factories.rules.hours.calendar import ONE_DAY, next_office_day, previous_office_day
from factories.tables.recorded import NEVER, NO_DAY, overnight
from factories.wording import sales as wording
from factories.wording.offers import ELSEWHERE, NOT_CALLED, ON_THE_SPOT


def answer(chance: Chance, service_call_id: Ints, valid_until: Days, today: Day) -> Column:
    """None was accepted of which nothing has come for so long."""
    lost = 1 - quotes.ACCEPTED
    no = quotes.DECLINED_SHARE
    weights = (quotes.ACCEPTED, lost * no, lost * (1 - no))
    drawn = chance.choose("answer", weights)
    stale = (drawn == 0) & (valid_until < today - quotes.CARRIED_OUT_WITHIN * ONE_DAY)
    drawn = np.where(service_call_id != NULL, 0, np.where(stale, 1, drawn))
    return Coded(drawn, ("Accepted", "Declined", None))


def answered_after(chance: Chance, service_call_id: Ints) -> Ints:
    days = quotes.spread(chance, "days", quotes.DECLINED_DAYS)
    return np.where(service_call_id != NULL, 0, days)


def status(
    quote_date: Days, valid_until: Days, answer: Column, answered_after: Ints, today: Day
) -> Column:
    answer = coded(answer)
    answered = ~answer.is_(None) & (quote_date + answered_after * ONE_DAY <= today)
    names = (*answer.values, "Expired", "Pending")
    open_ = np.where(valid_until < today, len(names) - 2, len(names) - 1)
    return Coded(np.where(answered, answer.codes, open_), names)


def follow_up_date(
    chance: Chance, quote_date: Days, valid_until: Days, status: Column, today: Day
) -> Days:
    """Open quotes: the next call planned, while they hold; expired ones: the call that reached
    nobody."""
    first, every, made = quotes.calls_made(chance, quote_date, today)
    planned = quote_date + (first + made * every) * ONE_DAY
    called = quote_date + (first + every) * ONE_DAY
    reached = chance.happens("called", single.EXPIRED_FOLLOWED_UP)
    status = coded(status)
    return np.select(
        [status.is_("Pending"), status.is_("Expired") & reached],
        [
            np.minimum(next_office_day(planned), previous_office_day(valid_until)),
            next_office_day(called),
        ],
        NO_DAY,
    )


def decided_on(quote_date: Days, answered_after: Ints, status: Column) -> Days:
    open_ = coded(status).is_("Pending", "Expired")
    return np.where(open_, NO_DAY, quote_date + answered_after * ONE_DAY)


def put_off_at(
    chance: Chance, quote_date: Days, valid_until: Days, status: Column, today: Day
) -> Minutes:
    """When it lapsed, or the next call was planned after one that brought no answer."""
    draws = chance.common(("quotes", "follow_up_date"), chance.ids)
    first, every, made = quotes.calls_made(draws, quote_date, today)
    again = quote_date + (first + (made - 1) * every + 1) * ONE_DAY
    status = coded(status)
    return np.select(
        [status.is_("Expired"), status.is_("Pending") & (made > 0)],
        [overnight(valid_until + ONE_DAY), overnight(again)],
        NEVER,
    )


def on_the_spot(quote_type: Column, quote_date: Days, service_call__service_date: Days) -> Mask:
    """Whether the work was done at the visit at which it was written."""
    same_day: Mask = quote_date == service_call__service_date
    return coded(quote_type).is_("Repair") & same_day


def notes(
    chance: Chance,
    quote_type: Column,
    status: Column,
    on_the_spot: Mask,
    follow_up_date: Days,
    customer__customer_type: Column,
    customer__email: Column,
    changed_by: Ints,
    elsewhere: Mask,
) -> Column:
    standing = coded(status)
    silent = standing.is_("Expired") & np.isnat(follow_up_date)
    names = (NOT_CALLED, ON_THE_SPOT, ELSEWHERE, *standing.values)
    codes = np.select([silent, on_the_spot, elsewhere], range(3), standing.codes + 3)
    said = (quote_type, Coded(codes, names), customer__customer_type, customer__email)
    kinds, states, customers, emails = map(texts, said)
    return wording.quote_notes(chance, kinds, states, customers, emails, changed_by)
