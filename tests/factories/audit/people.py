"""Mutations of customers and of words."""

from tests.factories.audit.change import Mutation, change, copy

MUTATIONS: dict[str, list[Mutation]] = {
    # customers
    "customer-known-before-call": [
        change(
            "customers",
            "created_at = (select datetime(min(started_at), '+1 minute') from service_calls as s"
            " where s.customer_id = customers.customer_id)",
            "customer_id in (select customer_id from service_calls)",
        )
    ],
    "customer-known-before-appointment": [
        change("appointments", "created_date = '2001-01-01 09:00:00'")
    ],
    "customer-known-before-contract": [change("subscriptions", "start_date = '2001-01-01'")],
    "customer-known-before-quote": [
        change("quotes", "quote_date = '2001-01-01'", "lead_id is null")
    ],
    "customer-after-branch-opened": [change("customers", "created_at = '1999-12-31 23:59:59'")],
    "customer-recorded-once": [
        copy("customers", "customer_id", "email = null"),
        copy("customers", "customer_id", "customer_name = 'Ann Other'", "email is not null"),
    ],
    "feedback-customer-of-call": [change("customer_feedback", "customer_id = customer_id + 1")],
    "feedback-soon-after-call": [
        change("customer_feedback", "feedback_date = date(feedback_date, '-61 days')"),
        change("customer_feedback", "feedback_date = date(feedback_date, '+61 days')"),
    ],
    "feedback-ratings-near-overall": [
        change("customer_feedback", "overall_satisfaction = 10, timeliness_rating = 4"),
        change("customer_feedback", "overall_satisfaction = 2, value_rating = 8"),
        change(
            "customer_feedback",
            "overall_satisfaction = 9, technician_rating = 6, timeliness_rating = 6,"
            " quality_rating = 6, value_rating = 6",
        ),
        change(
            "customer_feedback",
            "overall_satisfaction = 4, technician_rating = 7, timeliness_rating = 7,"
            " quality_rating = 7, value_rating = 7",
        ),
    ],
    "feedback-type-fits-rating": [
        change("customer_feedback", "feedback_type = 'Complaint', overall_satisfaction = 6"),
        change("customer_feedback", "feedback_type = 'Compliment', overall_satisfaction = 6"),
    ],
    "review-is-online": [
        change("customer_feedback", "source = 'In Person'", "feedback_type = 'Review'"),
        change("customer_feedback", "source = 'Online Review'", "feedback_type = 'Survey'"),
    ],
    "recommendation-fits-rating": [
        change("customer_feedback", "overall_satisfaction = 8, would_recommend = 0"),
        change("customer_feedback", "overall_satisfaction = 4, would_recommend = 1"),
    ],
    "praised-repair-has-held": [
        (
            "delete from incident_response",
            (
                "update customer_feedback set overall_satisfaction = 10, feedback_date = :as_of"
                " where service_call_id = (select f.service_call_id from customer_feedback as f"
                " join service_calls as l on l.callback_of_id = f.service_call_id"
                " where l.service_date < :as_of limit 1)"
            ),
        )
    ],
    "mailing-list-e-mail-of-customer": [
        change(
            "mailing_list",
            "email = 'someone.else@example.com'",
            "customer_id in (select customer_id from customers where email is not null)",
        ),
        change(
            "customers", "email = null", "customer_id in (select customer_id from mailing_list)"
        ),
    ],
    "mailing-list-address-of-customer": [
        change("mailing_list", "address = '1 Oak St, Charlotte, NC 28202'", "customer_id > 0"),
        change("mailing_list", "phone = '(919) 555-0199'", "customer_id > 0"),
    ],
    "mailing-list-customer-once": [
        copy("mailing_list", "contact_id", "email = 'x@example.com'", "customer_id > 0")
    ],
    "mailing-list-knows-customers": [
        change(
            "mailing_list",
            "contact_source = 'Website', customer_id = null",
            "contact_source = 'Existing Customer'",
        )
    ],
    "mailing-list-source-by-then": [
        change("mailing_list", "contact_source = 'Website'", "customer_id > 0"),
        change("mailing_list", "subscription_date = '2001-01-01'", "customer_id > 0"),
    ],
    "e-mail-survey-went-somewhere": [
        change(
            "customer_feedback",
            "source = 'Email Survey'",
            "customer_id in (select customer_id from customers where email is null)",
        )
    ],
    # words
    "phone-is-fictional": [
        *(
            change(table, "phone = '(704) 555-1234'")
            for table in ("branches", "customers", "leads", "mailing_list", "suppliers")
        ),
        change("technicians", "phone = '(104) 555-0123'"),
        change("technicians", "phone = '704-555-0123'"),
    ],
    "e-mail-is-reserved": [
        *(change(table, "email = 'ann@gmail.com'") for table in ("customers", "leads")),
        change("mailing_list", "email = 'ann@notexample.com.biz'"),
    ],
    "e-mail-fits-name": [
        change(table, "email = 'q@example.com'", f"email > '' and {theirs}")
        for table, theirs in (
            ("customers", "customer_type = 'residential'"),
            ("leads", "customer_id is null and company_name is null"),
            ("mailing_list", "customer_id is null and email not like '%.example'"),
        )
    ],
    "business-writes-from-its-office": [
        change("customers", "email = 'ann@example.com'", "customer_type = 'commercial'"),
        change("customers", "email = customer_id || '@acme.example'", "customer_type > 'd'"),
        change("leads", "email = 'ann@example.com'", "company_name > '' and customer_id is null"),
        change("leads", "email = 'ann@acme.example'", "company_name is null"),
    ],
    "person-has-a-persons-name": [
        *(
            change("customers", f"customer_name = '{name}'", "customer_type = 'residential'")
            for name in ("Cher", "Smith & Sons", "Area 51", "Acme LLC", "Acme Inc.")
        ),
        change("technicians", "technician_name = 'Technician'"),
    ],
    "address-is-complete": [
        change("customers", "address = 'Oak St, Charlotte, NC 28202'"),
        change("leads", "address = '1 Oak St, Charlotte, NC'"),
        change("mailing_list", "address = '1 Oak St Charlotte NC 28202'"),
    ],
    "zip-fits-state": [
        change("customers", "address = '1 Oak St, Charlotte, NC 10001'"),
        change("leads", "address = '1 Oak St, Houston, TX 28202'"),
        change("mailing_list", "address = '1 Oak St, Albany, NY 75001'"),
        change("branches", "state = 'NC', postal_code = '77001'"),
    ],
    "town-fits-zip": [
        change("customers", "address = '1 Oak St, Concord, NC 28202'"),
        change("leads", "address = '1 Oak St, Concord, NC 28202'"),
        change("mailing_list", "address = '1 Oak St, Concord, NC 28202'"),
    ],
    "short-street-has-low-numbers": [
        *(
            change(table, "address = '2001 Elm Court, Charlotte, NC 28202'")
            for table in ("customers", "leads", "mailing_list")
        ),
        change("leads", "address = '2000 Elm Grove Circle, Charlotte, NC 28202'"),
    ],
    "neighbors-live-near": [
        change(
            "customers",
            f"(street, postal_code, latitude, longitude) = (select {street}, postal_code,"
            f" latitude + {north}, longitude - {west} from customers where customer_id = 1)",
            "customer_id = 2",
        )
        for street, north, west in (
            ("street", 0.02, 0),
            ("(cast(street as integer) + 150) || substr(street, instr(street, ' '))", 0, 0.02),
        )
    ],
    "customer-in-state-of-branch": [
        change("customers", "state = 'AK'"),
        change("customers", "latitude = latitude + 3"),
        change("customers", "longitude = longitude - 3"),
    ],
    "text-is-meant": [
        change("work_orders", "description = 'Lorem ipsum dolor'"),
        change("service_calls", "technician_notes = ''"),
        change("service_calls", "technician_notes = 'NULL'"),
        change("service_calls", "technician_notes = 'Replaced {part}.'"),
        change("service_calls", "technician_notes = 'Replaced  capacitor.'"),
        change("customer_feedback", "comments = '=1+1'"),
        change("customer_feedback", "comments = '-- fine'"),
        change("customer_feedback", "comments = '@everyone'"),
        change("customer_feedback", "comments = '+1 from me'"),
        change("invoice_lines", "description = ' Labor'"),
        change("quotes", "notes = 'Call back '"),
        change("leads", "notes = 'Wants %s'"),
    ],
}
