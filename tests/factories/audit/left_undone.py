"""Mutations of repairs at which nothing new was fitted."""

from tests.factories.audit.change import Mutation, change

_BOOKED_LONG_AGO = change(
    "appointments",
    "created_date = '2000-01-03 09:00:00'",
    "appointment_type = 'Installation' and service_call_id is not null",
    rows=10_000,
)

MUTATIONS: dict[str, list[Mutation]] = {
    "unit-about-to-go-gets-no-dear-part": [_BOOKED_LONG_AGO],
    "unit-about-to-go-is-patched-up": [_BOOKED_LONG_AGO],
}
