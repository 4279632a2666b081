"""Ways to break what quotes say, and what they answer."""

from tests.factories.audit.change import Mutation, change

_SUNDAY = "date({0}, 'weekday 0')"
_FOLLOWED = "follow_up_date is not null"
_WANTS = "lead_id in (select lead_id from leads where service_interest = '{0}')"
_UPGRADE = "quote_type = 'System Upgrade'"
_AIR_HANDLER = (
    "(select min(equipment_id) from equipment_types where equipment_type = 'Air Handler')"
)
_NO_HEAT_PUMP = (
    "customer_id not in (select customer_id from installed_devices"
    " join equipment_types using (equipment_id) where equipment_type = 'Heat Pump')"
)
_RUNNING = (
    "(select min(p.start_date) from subscriptions as p where p.customer_id = quotes.customer_id)"
)
_BOOKED = (
    "status = 'Active' and next_service_date in (select appointment_date from appointments"
    " where appointments.customer_id = subscriptions.customer_id and service_call_id is null)"
)
_LATE = (
    "issue_date > (select date(completed_at, '+8 days') from service_calls as s"
    " where s.service_call_id = invoices.service_call_id)"
)

_HAS_DEVICE = "customer_id in (select customer_id from installed_devices)"

_BILLED = "service_call_id in (select service_call_id from invoices where status <> 'Cancelled')"

_OTHER_GAS = (
    "(select min(o.equipment_id) from equipment_types as o join equipment_types as e"
    " on e.equipment_id = installed_devices.equipment_id"
    " where o.equipment_type = '{}' and o.refrigerant <> e.refrigerant)"
)
_OF_KIND = "select equipment_id from equipment_types where equipment_type = '{}'"
_HALF = (
    f"status <> 'Replaced' and equipment_id in ({_OF_KIND}) and customer_id in"
    " (select customer_id from installed_devices where status <> 'Replaced'"
    f" and equipment_id in ({_OF_KIND.format('Air Handler')}))"
    " and customer_id in (select d.customer_id from installed_devices as d join equipment_types"
    " as e on e.equipment_id = d.equipment_id and e.equipment_type = 'Heat Pump'"
    " group by d.customer_id having count(*) = 1)"
)

_NOTED = (
    "service_call_id in (select service_call_id from service_calls where"
    " technician_notes like '%Noted %')"
)

_LOST = "notes like '%nother contractor%'"
_STAYS = (
    "status = 'Declined' and quote_type = 'Replacement' and customer_id in"
    " (select customer_id from installed_devices where status = 'Active')"
)

MUTATIONS: dict[str, list[Mutation]] = {
    "quote-on-a-working-day": [
        change("quotes", f"quote_date = {_SUNDAY.format('quote_date')}"),
        change("quotes", "quote_date = '2025-07-04'"),
        change("quotes", "quote_date = '2025-11-27'"),
    ],
    "quote-follow-up-on-a-working-day": [
        change("quotes", f"follow_up_date = {_SUNDAY.format('follow_up_date')}", _FOLLOWED)
    ],
    "lead-contact-on-a-working-day": [
        change(
            "leads",
            f"last_contact_date = {_SUNDAY.format('last_contact_date')}",
            "service_interest = 'Maintenance' and status = 'Lost'",
        )
    ],
    "lead-emergency-served-at-once": [
        change(
            "leads",
            "created_date = date(created_date, '-2 days')",
            "status = 'Converted' and service_interest = 'Emergency Service'",
        )
    ],
    "quote-answers-the-wish": [
        change("quotes", "quote_type = 'Repair'", _WANTS.format("Installation")),
        change("quotes", "quote_type = 'Installation'", _WANTS.format("Maintenance")),
        change(
            "leads",
            "service_interest = 'Heating Repair'",
            "service_interest = 'Maintenance' and lead_id in (select lead_id from quotes)",
        ),
    ],
    "quote-names-the-wish": [
        change(
            "leads",
            "notes = 'Wants a price for a new gadget.'",
            f"service_interest = 'Installation' and lead_id in"
            f" (select lead_id from quotes where {_WANTS.format('Installation')})",
        ),
        (
            "update leads set notes = 'Looking to replace an old furnace.'",
            (
                "update quotes set quote_type = 'Installation', equipment_id = (select"
                " min(equipment_id) from equipment_types where equipment_type = 'Furnace')"
            ),
        ),
    ],
    "quote-found-at-a-visit": [
        change(
            "quotes",
            "description = 'Replace igniter. Found during the last visit.'",
            "customer_id not in (select customer_id from service_calls as s"
            " where s.service_date <= quote_date)",
        )
    ],
    "quote-found-was-noted": [
        change(
            "service_calls",
            "technician_notes = 'All fine.'",
            "service_type in ('Maintenance', 'Inspection')",
            rows=10_000,
        )
    ],
    "finding-is-told-in-the-order": [
        change("work_orders", "completion_notes = 'No further action needed.'", _NOTED),
        change("work_orders", "completion_notes = 'Tune-up done.'", _NOTED),
    ],
    "quote-of-a-repair-follows-a-visit": [
        change("quotes", "quote_date = date(quote_date, '-200 days')", "quote_type = 'Repair'", 50)
    ],
    "quote-sized-at-a-visit": [
        change("quotes", "description = 'Furnish and install. Sizing checked on site.'", rows=50)
    ],
    "quote-replaces-what-is-there": [
        change("quotes", "description = 'Replace existing gadget.'", "quote_type = 'Replacement'"),
        change(
            "quotes",
            "customer_id = (select min(customer_id) from customers where customer_id not in"
            " (select customer_id from installed_devices"
            " join equipment_types using (equipment_id) where equipment_type = 'Furnace'))",
            "description like '%existing furnace with%'",
        ),
    ],
    "quote-offers-what-is-sold": [
        change("quotes", "equipment_id = 1", "quote_type = 'Replacement'"),
        change(
            "quotes",
            "quote_date = (select introduced_year - 1 || '-06-30' from equipment_types as e"
            " where e.equipment_id = quotes.equipment_id)",
            "quote_type = 'System Upgrade'",
        ),
        "update equipment_types set introduced_year = 2099 where discontinued_year is null",
    ],
    "quote-upgrade-is-better": [
        "update equipment_types set energy_rating = 14",
        change(
            "quotes",
            "equipment_id = (select equipment_id from equipment_types as e"
            " where e.equipment_type = 'Central AC' order by energy_rating limit 1)",
            _UPGRADE,
        ),
    ],
    "quote-footprint-unknown": [
        change("quotes", "description = 'New furnace. Same footprint as the old unit.'")
    ],
    "quote-air-handler-to-heat-pump": [
        change("quotes", f"equipment_id = {_AIR_HANDLER}", _NO_HEAT_PUMP)
    ],
    "air-handler-with-heat-pump": [
        change("installed_devices", f"equipment_id = {_AIR_HANDLER}", _NO_HEAT_PUMP)
    ],
    "lead-gets-the-look-it-asked-for": [
        (
            change("leads", f"notes = '{said}'", "service_interest = 'Maintenance'", rows=9_999),
            change("service_calls", "service_type = 'Inspection'", rows=9_999),
        )
        for said in ("Wants a tune-up.", "System has not been serviced in years.")
    ],
    "water-heater-quoted-as-one": [
        change(
            "quotes",
            f"description = '{said}'",
            "equipment_id in (select equipment_id from equipment_types"
            " where equipment_type = 'Water Heater')",
        )
        for said in ("Includes electrical connection.", "Sized for the space served.")
    ],
    "halves-of-one-refrigerant": [
        *(
            change(
                "installed_devices", f"equipment_id = {_OTHER_GAS.format(kind)}", _HALF.format(kind)
            )
            for kind in ("Heat Pump", "Air Handler")
        ),
        change("installed_devices", "status = 'Replaced'", _HALF.format("Heat Pump")),
        change(
            "installed_devices",
            "status = 'Inactive'",
            f"status = 'Active' and {_HALF.format('Air Handler')}",
        ),
    ],
    "quote-promises-its-plan": [
        change(
            "quotes",
            f"description = '{plan} maintenance contract for Trane furnace. {promise}'",
            "quote_type = 'Maintenance Contract'",
        )
        for plan, promise in (
            ("Basic", "Covers filters."),
            ("Basic", "With priority scheduling."),
            ("Premium", "Small repair parts at no charge."),
            ("Comprehensive", "Filters and belts."),
        )
    ],
    "quote-contract-for-a-device": [
        change("quotes", "quote_date = '1980-01-02'", "quote_type = 'Maintenance Contract'"),
    ],
    "quote-follow-ups-happened": [
        change(
            "quotes",
            "follow_up_date = null, notes = 'No answer after two follow-ups.'",
            "status = 'Expired'",
        )
    ],
    "quote-followed-up-while-it-holds": [
        change("quotes", "follow_up_date = date(valid_until, '+1 day')", "status = 'Pending'")
    ],
    "quote-sent-to-an-address": [
        change(
            "quotes",
            "notes = 'Approved by email.'",
            "customer_id in (select customer_id from customers where email is null)",
        )
    ],
    "quote-contract-to-whom-has-none": [
        change(
            "quotes",
            f"quote_date = {_RUNNING}",
            "quote_type = 'Maintenance Contract' and status = 'Accepted'",
        )
    ],
    "quote-is-what-is-billed": [
        *(
            change(
                "quotes",
                f"total_amount = total_amount * {factor}",
                f"total_amount > 5000 and {_BILLED}",
            )
            for factor in (1.4, 0.7)
        ),
        *(
            change("quotes", assignment, f"notes like '{note}' and {_BILLED}")
            for assignment, note in (
                ("notes = null", "Change order%"),
                ("notes = replace(notes, 'added', 'taken off')", "%added%"),
                ("notes = replace(notes, '.', '0.')", "%added%"),
            )
        ),
        change(
            "quotes",
            "total_amount = total_amount - 0.01",
            f"coalesce(notes, '') not like 'Change order%' and {_BILLED}",
        ),
    ],
    "quote-change-order-was-billed": [
        change(
            "quotes",
            "notes = 'Change order: more work, $20.00 added.'",
            "status = 'Accepted' and coalesce(notes, '') not like 'Change order%'",
        )
    ],
    "quote-lost-to-another-contractor-was": [
        change("quotes", "quote_type = 'Repair'", _LOST),
        change("quotes", "notes = 'Went with another contractor on price.'", _STAYS),
        change(
            "installed_devices",
            "status = 'Active'",
            f"customer_id in (select customer_id from quotes where {_LOST})",
        ),
    ],
    "invoice-of-the-office-on-a-working-day": [
        change("invoices", f"issue_date = {_SUNDAY.format('issue_date')}", _LATE)
    ],
    "contract-follows-a-device": [
        change("subscriptions", "start_date = '1990-01-01'", _HAS_DEVICE),
    ],
    "nothing-to-come-for-who-left": [
        (
            f"delete from {table} where status in ('{status}')",
            change(table, f"{also}status = '{status}'", _HAS_DEVICE),
            (
                "update installed_devices set status = 'Inactive' where customer_id = (select"
                f" customer_id from {table} where status = '{status}' order by rowid limit 1)"
            ),
        )
        for table, status, also in (
            ("subscriptions", "Active", ""),
            ("subscriptions", "Suspended", ""),
            ("appointments", "Scheduled", "appointment_type = 'Repair', "),
            ("appointments", "Confirmed", "appointment_type = 'Maintenance', "),
            ("quotes", "Pending", ""),
        )
    ],
    "cancelled-contract-renews-no-more": [
        change("subscriptions", "auto_renewal = true", "status = 'Cancelled'")
    ],
    "contract-suspended-within-its-term": [
        change(
            "subscriptions",
            "status = 'Suspended', next_service_date = null, updated_at_utc = created_at_utc",
            "status = 'Active'",
        )
    ],
    "contract-visit-is-the-booked-one": [
        change("subscriptions", "next_service_date = null", _BOOKED),
        change("subscriptions", "next_service_date = date(next_service_date, '+1 day')", _BOOKED),
    ],
    "contract-visit-on-a-working-day": [
        change(
            "subscriptions",
            f"next_service_date = {_SUNDAY.format('next_service_date')}",
            "next_service_date is not null",
        )
    ],
}
