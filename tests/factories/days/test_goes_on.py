"""The days go on as the history went: figures before the as-of date, and after it."""

from __future__ import annotations

import pytest

from tests.factories.support.lived_company import lived, on

DAYS = 150

FIGURES = {
    "hours of a repair": (
        (
            "select avg(duration_hours) from service_calls"
            " where service_type = 'Repair' and service_date {}"
        ),
        0.22,
    ),
    "hours of a tune-up": (
        (
            "select avg(duration_hours) from service_calls"
            " where service_type = 'Maintenance' and service_date {}"
        ),
        0.18,
    ),
    "hours expected of a repair": (
        (
            "select avg(estimated_duration_hours) from appointments"
            " where appointment_type = 'Repair' and appointment_date {}"
        ),
        # A hundred visits, of which one more in twenty that brings a compressor counts for much.
        0.3,
    ),
    "a repair's bill": (
        (
            "select avg(i.total_amount) from invoices as i"
            " join service_calls as s on s.service_call_id = i.service_call_id"
            " where s.service_type = 'Repair' and i.status <> 'Cancelled' and i.issue_date {}"
        ),
        0.35,
    ),
    "a tune-up's bill": (
        (
            "select avg(i.total_amount) from invoices as i"
            " join service_calls as s on s.service_call_id = i.service_call_id"
            " where s.service_type = 'Maintenance' and i.issue_date {}"
        ),
        0.15,
    ),
    "satisfaction": (
        "select avg(overall_satisfaction) from customer_feedback where feedback_date {}",
        0.08,  # some 140 answers beside as many
    ),
    "calls a day": ("select count(*) from service_calls where service_date {}", 0.25),
    "quotes a day": ("select count(*) from quotes where quote_date {}", 0.25),
    "orders a day": ("select count(*) from purchase_orders where ordered_date {}", 0.5),
}


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_is_about_what_it_was(figure: str) -> None:
    """The history of the same months a year before, or of them and those around them."""
    query, within = FIGURES[figure]
    with lived(DAYS) as books:
        before = f"between '{on(-364)}' and '{on(DAYS - 365)}'"
        (was,) = books.execute(query.format(before)).fetchone()
        (now,) = books.execute(query.format(f"between '{on(1)}' and '{on(DAYS)}'")).fetchone()
        assert now == pytest.approx(was, rel=within)


SHARES = {
    "repairs billed with a fee": (
        (
            "select avg(exists (select 1 from invoice_lines as n where n.invoice_id = i.invoice_id"
            " and n.line_type = 'fee')) from invoices as i"
            " join service_calls as s on s.service_call_id = i.service_call_id"
            " where s.service_type = 'Repair' and i.status <> 'Cancelled' and i.issue_date {}"
        ),
        0.15,
    ),
    "the furious": (
        "select avg(overall_satisfaction <= 2) from customer_feedback where feedback_date {}",
        0.065,  # some two hundred answers beside as many, of which ten or twenty count
    ),
    "emergencies": (
        "select avg(service_type = 'Emergency') from service_calls where service_date {}",
        0.04,
    ),
    "appointments not kept": (
        (
            "select avg(status in ('Cancelled', 'No-Show')) from appointments"
            " where appointment_date {}"
        ),
        0.05,
    ),
    "repairs that needed a second visit": (
        (
            "select avg(exists (select 1 from service_calls as n"
            " where n.installation_id = s.installation_id"
            " and n.failed_component = s.failed_component"
            " and n.service_date between s.service_date and date(s.service_date, '+40 days')"
            " and n.service_call_id > s.service_call_id)) from service_calls as s"
            " where s.service_type = 'Repair' and s.service_date {}"
        ),
        0.07,
    ),
}


@pytest.mark.parametrize("share", SHARES)
def test_a_share_is_about_what_it_was(share: str) -> None:
    query, within = SHARES[share]
    with lived(DAYS) as books:
        (was,) = books.execute(query.format(f"between '{on(-364)}' and '{on(0)}'")).fetchone()
        (now,) = books.execute(query.format(f"between '{on(1)}' and '{on(DAYS)}'")).fetchone()
        assert 0 < now == pytest.approx(was, abs=within)
