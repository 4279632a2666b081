"""The truths, a module a subject. A check is one query for the rows that break it."""

from functools import lru_cache

from factories.audit.check import Check
from factories.audit.checks import (
    appointments,
    billing,
    bookkeeping,
    calendars,
    catalog,
    clock,
    contracts,
    customers,
    devices,
    faults,
    fitting,
    halves,
    incidents,
    left_undone,
    nothing_found,
    offers,
    payments,
    presence,
    rows,
    sales,
    sayings,
    second_visits,
    service,
    stock,
    usage,
    weather,
    words,
    workforce,
)


@lru_cache(maxsize=1)
def all_checks() -> tuple[Check, ...]:
    """Every check, truths of single rows first."""
    return (
        *rows.checks(),
        *clock.checks(),
        *bookkeeping.checks(),
        *words.checks(),
        *sayings.CHECKS,
        *presence.CHECKS,
        *faults.CHECKS,
        *catalog.CHECKS,
        *workforce.CHECKS,
        *customers.CHECKS,
        *devices.CHECKS,
        *service.CHECKS,
        *calendars.CHECKS,
        *usage.CHECKS,
        *nothing_found.CHECKS,
        *left_undone.CHECKS,
        *fitting.CHECKS,
        *halves.CHECKS,
        *incidents.CHECKS,
        *appointments.CHECKS,
        *second_visits.CHECKS,
        *billing.CHECKS,
        *payments.CHECKS,
        *stock.CHECKS,
        *sales.CHECKS,
        *offers.CHECKS,
        *contracts.CHECKS,
        *weather.CHECKS,
    )
