"""Mutations of repairs at which nothing new was fitted."""

from tests.factories.audit.change import Mutation, change

_BOOKED_LONG_AGO = change(
    "appointments",
    "created_date = '2000-01-03 09:00:00'",
    "appointment_type = 'Installation' and service_call_id is not null",
    rows=10_000,
)
_DECLINED = change(
    "work_orders",
    "completion_notes = 'Unit is down, customer declined the repair.'",
    "service_call_id in (select service_call_id from service_calls as s"
    " where service_type = 'Repair' and exists (select 1 from service_calls as n"
    "  join installed_devices as d on d.installation_id = n.installation_id"
    "  where n.installation_id = s.installation_id and n.started_at > s.started_at"
    "  and d.status = 'Active'))",
)

MUTATIONS: dict[str, list[Mutation]] = {
    "unit-about-to-go-gets-no-dear-part": [_BOOKED_LONG_AGO],
    "unit-about-to-go-is-patched-up": [_BOOKED_LONG_AGO],
    "unit-given-up-is-left-alone": [_DECLINED],
    "unit-given-up-takes-no-part": [
        change(
            "work_orders",
            "completion_notes = 'Unit is down, customer declined the repair.'",
            "service_call_id in (select service_call_id from parts_usage)",
        )
    ],
    "unit-given-up-is-out-of-use": [_DECLINED],
}
