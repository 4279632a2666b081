"""Mutations of what is said in free text."""

from tests.factories.audit.change import Mutation, change

_BOOKED = (
    "service_call_id in (select service_call_id from appointments"
    " where service_call_id is not null)"
)
_MILD = (
    "service_call_id in (select service_call_id from service_calls join weather_daily"
    " on weather_date = service_date where low_temperature_f between 45 and 70"
    " and high_temperature_f < 79)"
)
_ON_TIME = (
    "service_call_id in (select service_call_id from appointments"
    " where scheduled_time between datetime(window_start, '+31 minutes') and window_end)"
)
_NEW = (
    "service_call_id in (select service_call_id from service_calls"
    " join installed_devices using (installation_id)"
    " where installation_date > date(service_date, '-300 days'))"
)

_OF_FEEDBACK = "service_call_id = (select min(service_call_id) from customer_feedback)"
_PAID = (
    "invoice_id in (select invoice_id from invoices join service_calls using (service_call_id)"
    " where payment_date = service_date)"
)

_UNBILLED = (
    "service_call_id not in (select service_call_id from invoices where status <> 'Cancelled')"
)

_OF_A_CALLBACK = "service_call_id in (select service_call_id from service_calls where is_callback)"
_ON_NO_ACCOUNT = (
    "service_call_id in (select service_call_id from service_calls join installed_devices as d"
    " using (installation_id) where service_type = 'Maintenance' and not is_callback"
    " and d.installation_date < date(service_date, '-400 days')"
    " and d.customer_id not in (select customer_id from subscriptions))"
)

_FIRST_REPAIR = (
    "service_call_id in (select s.service_call_id from leads as l join service_calls as s"
    " on s.service_call_id = (select min(service_call_id) from service_calls"
    " where customer_id = l.customer_id) where s.service_type = 'Repair'"
    " and l.service_interest in ('AC Repair', 'Heating Repair')"
    " and l.created_date < date(s.service_date, '-1 day'))"
)

_QUIET = (
    "customer_id in (select customer_id from subscriptions)"
    " and customer_id in (select customer_id from appointments)"
    + "".join(
        f" and not exists (select 1 from {table} as t"
        f" where t.customer_id = customer_feedback.customer_id and t.{date} > feedback_date)"
        for table, date in (
            ("service_calls", "service_date"),
            ("appointments", "appointment_date"),
            ("appointments", "created_date"),
            ("subscriptions", "start_date"),
        )
    )
)
_OF_QUIET = (
    "select customer_id from customer_feedback where feedback_id = (select min(feedback_id)"
    " from quiet)"
)

_COLD, _HOT = (
    f"service_date in (select weather_date from weather_daily where high_temperature_f {some})"
    for some in ("< 60", "> 85")
)
_IS_A = "equipment_id in (select equipment_id from equipment_types where equipment_type = '{}')"

_RETURNED = "completion_notes like '% on the truck, %return visit%'"
MUTATIONS: dict[str, list[Mutation]] = {
    "first-repair-is-what-the-lead-asked-for": [
        change("work_orders", f"description = '{said} the AC is loud. On the roof.'", _FIRST_REPAIR)
        for said in ("Customer says", "Per customer,")
    ],
    "trouble-is-as-old-as-the-lead": [
        change("work_orders", f"description = description || ' {since}'", _FIRST_REPAIR)
        for since in (
            *("Started this morning.", "Started last night."),
            *("Started yesterday.", "Noticed it the day before."),
        )
    ],
    "unit-without-its-part-is-not-praised": [
        (
            change("work_orders", f"completion_notes = 'Diagnosed. {notes}'", _OF_FEEDBACK),
            change("customer_feedback", f"comments = 'Our AC {said}.'", _OF_FEEDBACK),
        )
        for notes, said in (
            ("New igniter was not on the truck, return visit agreed.", "is running again"),
            ("No igniter on the truck, office will set the return visit.", "has run well since"),
        )
    ],
    "part-on-order-was-out-of-stock": [
        (
            "update inventory set opening_stock = opening_stock + 500",
            change("work_orders", f"completion_notes = '{notes}'", _RETURNED, 40),
        )
        for notes in ("New part on order, return visit agreed.", "Ordered a new part.")
    ],
    "part-tagged-is-claimed": [
        change(
            "work_orders",
            "completion_notes = 'Old part tagged for the warranty claim.'",
            "service_call_id not in (select service_call_id from warranty_claims)",
        )
    ],
    "weather-said-is-the-days": [
        change("customer_feedback", "comments = 'A lifesaver on a freezing day.'", _MILD),
        change("customer_feedback", "comments = 'It was over 90 outside.'", _MILD),
        change("work_orders", "description = 'There is no heat and it is 55 F inside.'", _MILD),
        change("work_orders", "description = 'The temperature indoors is up to 86 F.'", _MILD),
    ],
    "readings-fit-the-weather": [
        change("service_calls", f"technician_notes = 'Readings: {said}.'", f"{where} and {weather}")
        for said, where, weather in (
            ("superheat 9 F, subcooling 10 F", "service_type > ''", _COLD),
            ("temperature split 18 F", "service_type > ''", _COLD),
            ("compressor at 9.9 A", _IS_A.format("Central AC"), _COLD),
            ("flue CO 24 ppm", _IS_A.format("Furnace"), _HOT),
            ("flame signal 2.4 microamps", _IS_A.format("Furnace"), _HOT),
            ("temperature rise 40 F", _IS_A.format("Furnace"), _HOT),
        )
    ],
    "punctuality-said-is-true": [
        change("customer_feedback", "comments = 'Ann arrived early in the window.'", _ON_TIME),
        change(
            "customer_feedback",
            "comments = 'Ann arrived early in the window.'",
            f"not {_BOOKED}",
        ),
        change("customer_feedback", "comments = 'They came 20 minutes late.'", _ON_TIME),
        change(
            "customer_feedback", "comments = 'Showed up 20 minutes after the window.'", _ON_TIME
        ),
    ],
    "bill-spoken-of-was-sent": [
        *(
            change("customer_feedback", f"comments = '{said}'", where)
            for said in ("The bill was too high.", "Worth every penny.", "A bit pricey, but fair.")
            for where in (
                "service_call_id not in (select service_call_id from invoices)",
                (
                    f"{_UNBILLED} and service_call_id in (select service_call_id from invoices"
                    " where date(updated_at_utc) <= feedback_date)"
                ),
            )
        ),
        (
            change("customer_feedback", "comments = 'Way overpriced.'", f"not ({_UNBILLED})"),
            "update invoices set issue_date = date(issue_date, '+90 days')",
        ),
        change(
            "customer_feedback",
            "comments = 'The invoice took a few days to arrive.'",
            "service_call_id in (select service_call_id from invoices"
            " join service_calls using (service_call_id)"
            " where status = 'Paid' and issue_date = service_date)",
        ),
    ],
    "who-will-not-call-again-does-not": [
        (
            f"create temp table quiet as select feedback_id from customer_feedback where {_QUIET}",
            change(
                "customer_feedback", f"comments = '{said}'", "feedback_id in (select * from quiet)"
            ),
            change(table, assignments, f"customer_id = ({_OF_QUIET})"),
            "drop table quiet",
        )
        for said, table, assignments in (
            ("Never again.", "service_calls", "service_date = '2031-01-01'"),
            ("Stay away.", "service_calls", "service_date = '2031-01-01'"),
            ("Will not be calling again.", "appointments", "created_date = '2031-01-01 09:00'"),
            (
                "Looking for another company.",
                "appointments",
                "status = 'Confirmed', appointment_date = '2031-01-01'",
            ),
            ("Never again.", "subscriptions", "start_date = '2031-01-01'"),
        )
    ],
    "last-year-was-there": [
        change("work_orders", "description = 'Customer says it is louder than last year.'", _NEW)
    ],
    "gate-keeps-its-code": [
        change(
            "appointments",
            "special_instructions = 'Gate code 12' || (appointment_id % 10) || '4.'",
            "customer_id = (select customer_id from appointments group by customer_id"
            " having count(*) > 3 order by customer_id limit 1)",
            rows=3,
        )
    ],
    "void-reason-is-true": [
        change("invoices", f"status = 'Cancelled', notes = '{notes}'", _ON_NO_ACCOUNT)
        for notes in (
            "Warranty job, billed to the manufacturer instead.",
            "Voided: warranty job, no charge to the customer.",
            "Voided: return on our own repair.",
            "Voided: installed by us within the last year.",
            "Voided: first year of our own installation.",
            "Voided: covered by the service plan.",
            "Billed in error, reissued on the main account.",
            "Voided, charge moved to the main account.",
        )
    ]
    + [
        (
            change(
                "invoices",
                "status = 'Cancelled', notes = 'Voided: warranty job.'",
                "service_call_id in (select service_call_id from parts_usage"
                " where covered_by_warranty)",
            ),
            "update installed_devices set warranty_end_date = '2001-01-01'",
        ),
    ],
    "void-as-return-is-callback": [
        change("invoices", f"status = 'Cancelled', notes = 'Voided: {note}'", of_calls)
        for note, of_calls in (
            ("return on our own repair.", _ON_NO_ACCOUNT),
            ("our repair is still guaranteed.", _OF_A_CALLBACK),
            ("same fault within a year of our repair.", _OF_A_CALLBACK),
        )
    ],
    "praised-unit-had-no-major-failure": [
        change(
            "service_calls",
            "technician_notes = 'Trane AC is 4 years old, good shape for its age.'",
            f"failed_component = '{component}'",
        )
        for component in ("Compressor", "Heat Exchanger", "Refrigerant Leak", "Blower Motor")
    ],
    "alone-where-nobody-comes-along": [
        *(
            change("work_orders", f"instructions = '{said}'")
            for said in ("Confined space, work in pairs.", "Keep a second person at the opening.")
        ),
        change("work_orders", "description = 'Install new AC. Crew of two.'"),
    ],
    "comment-fits-the-recommendation": [
        change("customer_feedback", f"comments = '{said}', would_recommend = {flag}")
        for said, flag in (
            ("Our AC runs. I may get another quote next time.", 1),
            ("Average. Not sure I''d call again.", 1),
            ("I can''t recommend this company.", 1),
            ("Would use again.", 0),
            ("Would recommend.", 0),
            ("Highly recommend.", 0),
            ("Will probably call again.", 0),
            ("We are customers for life.", 0),
        )
    ],
    "comment-fits-the-customer": [
        change(
            "customer_feedback",
            f"comments = '{said}'",
            f"customer_id in (select customer_id from customers where {whose})",
        )
        for said, whose in (
            ("Already told my neighbors about you.", "customer_type = 'commercial'"),
            ("I took time off work and they were an hour late.", "customer_type = 'commercial'"),
            ("Was great with our dog.", "customer_type = 'commercial'"),
            ("Kept our tenants informed.", "customer_type = 'residential'"),
            (
                "Kept our tenants informed.",
                "customer_name like '%Dental%' or customer_name like '%Grill'",
            ),
        )
    ],
    "ever-since-takes-days": [
        change(
            "customer_feedback",
            f"comments = 'Our AC {said}.'",
            "feedback_date = (select service_date from service_calls as s"
            " where s.service_call_id = customer_feedback.service_call_id)",
        )
        for said in ("has been running like new ever since", "has run well since the repair")
    ],
    "paid-at-the-door-on-the-day": [
        change("payments", f"notes = '{notes}', payment_date = date(payment_date, '+1 day')", _PAID)
        for notes in ("Check handed to the technician.", "Paid on site by card.")
    ],
}
