"""Mutations of who is said to have been there, and of what could be known or sent."""

from tests.factories.audit.change import Mutation, change
from tests.factories.audit.days import sunday

_HEAD = "service_call_id in (select service_call_id from service_calls where"
_UNREACHABLE = "customer_id in (select customer_id from customers where email is null)"
_INSPECTED_UNREACHABLE = f"{_HEAD} service_type = 'Inspection' and {_UNREACHABLE})"
_AT_LOCKBOX = (
    "service_call_id in (select service_call_id from appointments"
    " where special_instructions like '%lockbox%' and service_call_id is not null)"
)
_MAILED_LATER = (
    "service_call_id in (select service_call_id from service_calls as s join appointments as a"
    " using (service_call_id) where a.special_instructions like '%email the report%')"
)
_TUNED_AGAIN = f"""{_HEAD} exists (select 1 from service_calls as l
    where l.installation_id = service_calls.installation_id and l.service_type = 'Maintenance'
    and service_calls.service_type = 'Maintenance' and l.started_at < service_calls.started_at
    and l.service_date > date(service_calls.service_date, '-200 days')))"""
_PUT_IN = f"{_HEAD} installation_id in (select installation_id from installed_devices where {{}}))"


_SEEN_BEFORE = (
    "service_call_id in (select max(service_call_id) from service_calls"
    " join installed_devices using (installation_id) where installed_by <> 'Company'"
    " group by installation_id having count(*) > 1)"
)


def _on_days(weather: str) -> str:
    return f"{_HEAD} service_date in (select weather_date from weather_daily where {weather}))"


MUTATIONS: dict[str, list[Mutation]] = {
    "said-in-person-at-a-visit": [
        change(
            "customer_feedback",
            "feedback_date = date(feedback_date, '+3 days')",
            "source = 'In Person'",
        ),
        change(
            "customer_feedback",
            "source = 'In Person'",
            "not exists (select 1 from service_calls as s"
            " where s.customer_id = customer_feedback.customer_id"
            " and s.service_date = customer_feedback.feedback_date)",
        ),
    ],
    "asked-by-phone-on-a-working-day": [
        sunday("customer_feedback", "feedback_date", "source = 'Phone Call'"),
        change("customer_feedback", "feedback_date = '2025-12-25'", "source = 'Phone Call'"),
    ],
    "report-goes-where-it-was-asked-for": [
        change("appointments", "special_instructions = 'Email the report.'", _UNREACHABLE),
        change("work_orders", "description = 'Report by email.'", _INSPECTED_UNREACHABLE),
        change(
            "work_orders",
            "description = 'Report by email.',"
            " completion_notes = 'Report with photos left with the customer.'",
        ),
        change(
            "work_orders",
            "completion_notes = 'Report with photos left with the customer.'",
            _MAILED_LATER,
        ),
    ],
    "annual-visit-comes-after-a-year": [
        change("work_orders", "description = 'Annual tune-up for the AC.'", _TUNED_AGAIN),
        change(
            "work_orders",
            "description = 'Annual tune-up for the AC.'",
            _PUT_IN.format("installation_date > date(service_date, '-200 days')"),
        ),
    ],
    "nobody-met-where-the-key-is-in-a-lockbox": [
        *(
            change("work_orders", said, _AT_LOCKBOX)
            for said in (
                "completion_notes = 'Reviewed with the customer.'",
                "completion_notes = 'Showed the customer how to run it.'",
                "description = 'Customer will be present.'",
                "description = 'Waiting on site.'",
                "instructions = 'Customer will open the garage door.'",
                "customer_signature_required = 1",
            )
        ),
        change("service_calls", "technician_notes = 'Discussed replacement.'", _AT_LOCKBOX),
        *(
            change(
                "appointments",
                f"special_instructions = special_instructions || '{said}'",
                "special_instructions like '%lockbox%'",
            )
            for said in (
                " Customer wants to watch the tune-up.",
                " Leave the checklist with the customer.",
                " Both decision makers will be there.",
                " Customer is waiting at the site.",
                " Owner will be present.",
            )
        ),
        change(
            "customer_feedback",
            "source = 'In Person', feedback_date = (select service_date from service_calls as s"
            " where s.service_call_id = customer_feedback.service_call_id)",
            _AT_LOCKBOX,
        ),
        *(
            change("customer_feedback", f"comments = 'Ann {said}.'", _AT_LOCKBOX)
            for said in (
                *("took the time to explain everything", "was patient with all my questions"),
                *("was polite", "was courteous", "was friendly", "showed me photos"),
                *("showed up right on time", "came 20 minutes late", "was great with our dog"),
                *("barely said a word", "came early in the window"),
            )
        ),
    ],
    "second-opinion-is-on-the-work-of-others": [
        change(
            "work_orders",
            "description = 'Second opinion on the condition of the AC.'",
            where,
        )
        for where in (
            _PUT_IN.format("installed_by = 'Company'"),
            _SEEN_BEFORE,
        )
    ],
    "indoors-follow-the-weather": [
        change("work_orders", f"description = '{said}'", _on_days(weather))
        for said, weather in (
            (
                "There is no heat and it is 66 F inside.",
                "low_temperature_f + high_temperature_f < 60",
            ),
            (
                "Caller reports temperature indoors is down to 66 F.",
                "low_temperature_f + high_temperature_f < 60",
            ),
            ("Caller reports temperature indoors is down to 52 F.", "low_temperature_f > 40"),
            ("The AC is not cooling and it is 80 F inside.", "high_temperature_f > 94"),
            ("Per customer, temperature indoors is up to 80 F.", "high_temperature_f > 94"),
            ("Per customer, temperature indoors is up to 91 F.", "high_temperature_f < 88"),
        )
    ],
}
