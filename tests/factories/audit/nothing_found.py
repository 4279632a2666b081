"""Mutations of visits at which nothing was found that had failed."""

from tests.factories.audit.change import Mutation, change

_NONE = "service_type in ('Repair', 'Emergency') and failed_component is null"
_ONE = f"(select min(service_call_id) from service_calls where {_NONE})"

MUTATIONS: dict[str, list[Mutation]] = {
    "nothing-failed-takes-no-part": [
        change(
            "parts_usage",
            f"service_call_id = {_ONE}",
            f"part_id in (select part_id from parts where part_category = '{category}')",
        )
        for category in ("Capacitor", "Ductwork")
    ],
    "nothing-failed-is-soon-over": [change("service_calls", "duration_hours = 3.5", _NONE)],
    "nothing-failed-is-not-quoted": [
        change("quotes", f"service_call_id = {_ONE}", "quote_type = 'Repair'")
    ],
    "nothing-failed-says-so": [
        change("service_calls", "technician_notes = 'Igniter open, replaced it.'", _NONE),
        change(
            "service_calls",
            "technician_notes = 'Filter was plugged solid, nothing has failed.'",
            "failed_component = 'Igniter'",
        ),
    ],
}
