"""Clocks and waits go on as they went: what comes by which hour, before the as-of date and after.

Of several companies together, and of the same months: those of one are few, and noon in summer is
another hour of UTC than noon in winter.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from tests.factories.support.lived_company import company, lived, on

DAYS, SEEDS = 150, (42, 7)
BEFORE, AFTER = ((-729, DAYS - 730), (-364, DAYS - 365)), ((1, DAYS),)
FAR = 33
"""What chi squared of eleven degrees reaches once in two thousand tries."""
EVEN, SPREADS = 0.02, 3
"""How far two shares may be apart: some points, and so many standard deviations of their chance."""

BOOKED = "created_date from appointments where appointment_type = '{}' and date(created_date)"
RECORDED = "created_at_utc from {} where {}"
MOMENTS = {
    "installations booked": BOOKED.format("Installation"),
    "tune-ups booked": BOOKED.format("Maintenance"),
    "repairs booked": BOOKED.format("Repair"),
    "emergencies reported": "reported_time from incident_response where date(reported_time)",
    "emergencies begun": (
        "started_at from service_calls where service_type = 'Emergency' and service_date"
    ),
    "repairs of the day": (
        "started_at from service_calls as s where service_type = 'Repair' and not exists (select 1"
        " from appointments as a where a.service_call_id = s.service_call_id) and service_date"
    ),
    "orders entered": RECORDED.format("purchase_orders", "ordered_date"),
    "invoices entered": RECORDED.format("invoices", "issue_date"),
    "payments entered": RECORDED.format("payments", "payment_date"),
    "quotes entered": RECORDED.format("quotes", "quote_date"),
    "answers entered": RECORDED.format("customer_feedback", "feedback_date"),
    "leads entered": RECORDED.format("leads", "created_date"),
    "contacts entered": RECORDED.format("mailing_list", "subscription_date"),
}
SHARES = {
    "tune-ups booked on Mondays": (
        f"strftime('%w', created_date) = '1', {BOOKED.format('Maintenance')}"
    ),
    "tune-ups booked weeks ahead": (
        f"julianday(scheduled_time) - julianday(created_date) >= 20, {BOOKED.format('Maintenance')}"
    ),
    "urgent repairs": f"priority = 'High', {BOOKED.format('Repair')}",
    "windows of four hours": (
        "strftime('%s', window_end) - strftime('%s', window_start) > 7200,"
        " created_date from appointments where appointment_date"
    ),
    "late arrivals": (
        "scheduled_time > window_end, created_date from appointments"
        " where status = 'Completed' and appointment_date"
    ),
    "emergencies on full five minutes": (
        f"substr(started_at, 15, 2) % 5 = 0, {MOMENTS['emergencies begun']}"
    ),
    "who was not served well": (
        f"customer_satisfaction between 5 and 6, {MOMENTS['emergencies reported']}"
    ),
}


def rows(query: str, days: tuple[tuple[int, int], ...]) -> Iterator[Any]:
    """What a query finds in all companies between these days, first and last among them."""
    for seed in SEEDS:
        with company(seed=seed) if days == BEFORE else lived(DAYS, seed=seed) as books:
            for first, last in days:
                yield from books.execute(f"select {query} between ? and ?", (on(first), on(last)))


@cache
def hours(moment: str, days: tuple[tuple[int, int], ...]) -> Counter[int]:
    """How many there are by hours, two and two."""
    return Counter(int(when[11:13]) // 2 for (when,) in rows(MOMENTS[moment], days))


def apart(was: Counter[int], now: Counter[int]) -> float:
    """Chi squared of two counts by the same hours: about 11 where both are of one company."""
    both = was.total() + now.total()
    found = 0.0
    for hour in was.keys() | now.keys():
        for counts in (was, now):
            expected = (was[hour] + now[hour]) * counts.total() / both
            found += (counts[hour] - expected) ** 2 / expected
    return found


def is_as_it_was(was: int, of: int, now: int, of_now: int) -> bool:
    """Whether two shares are of one company."""
    both = (was + now) / (of + of_now)
    chance = math.sqrt(both * (1 - both) * (1 / of + 1 / of_now))
    return abs(was / of - now / of_now) <= EVEN + SPREADS * chance


@pytest.mark.parametrize("moment", MOMENTS)
def test_moments_have_the_hours_that_they_had(moment: str) -> None:
    was, now = hours(moment, BEFORE), hours(moment, AFTER)
    assert min(was.total(), now.total()) >= 20
    assert apart(was, now) < FAR


@pytest.mark.parametrize("share", SHARES)
def test_a_share_is_what_it_was(share: str) -> None:
    was, now = (
        Counter(bool(found) for found, _ in rows(SHARES[share], d)) for d in (BEFORE, AFTER)
    )
    assert is_as_it_was(was[True], was.total(), now[True], now.total())


def test_salesmen_are_late_sometimes_too() -> None:
    late = (
        "scheduled_time > window_end from appointments where status = 'Completed'"
        " and appointment_type = 'Consultation' and appointment_date"
    )
    for days in (BEFORE, AFTER):
        assert sum(found for (found,) in rows(late, days)) > 0
