"""Mutations of the catalog, invoices, payments, stock and sales."""

from tests.factories.audit.change import Mutation, change, copy, remove

_PAID = "status = 'Paid'"
_OPEN = "status in ('Pending', 'Overdue')"
_PAID_INVOICE = "invoice_id in (select invoice_id from invoices where status = 'Paid')"
_BILLED_REPAIR = (
    "service_type in ('Repair', 'Emergency') and service_call_id in"
    " (select service_call_id from invoices where status <> 'Cancelled')"
)
_USED = "part_id in (select part_id from parts_usage)"

MUTATIONS: dict[str, list[Mutation]] = {
    # catalog
    "part-names-its-supplier": [change("parts", "supplier = 'Nobody'")],
    "part-name-fits-category": [
        change("parts", "part_name = 'Widget'", f"part_category = '{category}'")
        for category in ("Filter", "Compressor", "Flame Sensor", "Fan Motor")
    ],
    "refrigerant-of-its-era": [
        change("equipment_types", "refrigerant = 'R-22', discontinued_year = null"),
        change("equipment_types", "refrigerant = 'R-410A', discontinued_year = 2026"),
        change("equipment_types", "refrigerant = 'R-410A', introduced_year = 1990"),
        change("equipment_types", "refrigerant = 'R-32', introduced_year = 2005"),
    ],
    "model-announced-before-it-is-listed": [
        change("equipment_types", "introduced_year = 2099, discontinued_year = null"),
        change("equipment_types", "created_at_utc = '2009-12-31'", "introduced_year > 2010"),
    ],
    "model-ends-when-its-last-year-comes": [
        change("equipment_types", "discontinued_year = 2030"),
        change("equipment_types", "updated_at_utc = '2009-12-31'", "discontinued_year > 2010"),
    ],
    "rating-unit-of-its-era": [
        change("equipment_types", "rating_unit = 'SEER2', discontinued_year = 2022"),
        change("equipment_types", "rating_unit = 'SEER', introduced_year = 2023"),
        change("equipment_types", "discontinued_year = 2016", "rating_unit = 'UEF'"),
        change(
            "equipment_types",
            "introduced_year = 2018, discontinued_year = null",
            "rating_unit = 'EF'",
        ),
    ],
    "efficiency-is-legal": [
        change(
            "equipment_types",
            f"rating_unit = '{unit}', energy_rating = {rating}, discontinued_year = null",
        )
        for unit, rating in (("SEER2", 13.3), ("AFUE", 78))
    ],
    "efficiency-is-possible": [
        change("equipment_types", f"rating_unit = '{unit}', energy_rating = 46")
        for unit in ("SEER", "SEER2")
    ],
    # billing
    "invoice-customer-of-call": [change("invoices", "customer_id = customer_id + 1")],
    "invoice-after-call": [
        change("invoices", "issue_date = date(issue_date, '-61 days')"),
        change("invoices", "issue_date = date(issue_date, '+61 days')"),
        (
            "update service_calls set completed_at = datetime(service_date, '+30 hours')",
            change(
                "invoices",
                "issue_date = (select service_date from service_calls as s"
                " where s.service_call_id = invoices.service_call_id)",
            ),
        ),
    ],
    "invoice-due-by-its-terms": [
        change("invoices", "due_date = date(due_date, '+1 day')", f"payment_terms = '{terms}'")
        for terms in ("Due on Receipt", "Net 15", "Net 30")
    ],
    "invoice-lines-add-up": [
        change("invoice_lines", "amount = amount + 0.01"),
        change("invoices", "subtotal = subtotal - 0.01"),
        remove("invoice_lines", "amount > 0"),
    ],
    "invoice-lines-numbered-from-one": [
        remove(
            "invoice_lines",
            "line_number = 1 and invoice_id in"
            " (select invoice_id from invoice_lines where line_number = 2)",
        )
    ],
    "invoice-labor-of-call": [
        change("invoice_lines", "amount = amount + 0.01", "line_type = 'labor'"),
        change("invoice_lines", "line_type = 'fee'", "line_type = 'labor'"),
    ],
    "invoice-parts-of-call": [
        change("invoice_lines", "amount = amount + 0.01", "line_type = 'part'"),
        change("invoice_lines", "line_type = 'fee'", "line_type = 'part' and amount > 0"),
    ],
    "invoice-line-of-its-part": [
        change("invoice_lines", "quantity = quantity + 1", "usage_id > 0"),
        change("invoice_lines", "unit_price = unit_price + 0.01", "usage_id > 0"),
        change("invoice_lines", "invoice_id = 1700, line_number = 99", "usage_id > 0"),
    ],
    "invoice-line-names-its-part": [
        change("invoice_lines", "description = 'Materials'", "usage_id > 0")
    ],
    "invoice-labor-at-rate-of-call": [
        change("invoice_lines", "quantity = quantity + 0.1", "line_type = 'labor'"),
        change("invoice_lines", "unit_price = unit_price + 1", "line_type = 'labor'"),
    ],
    "invoice-discount-of-contract": [
        change("invoice_lines", "amount = -9999", "line_type = 'discount'"),
        "update subscriptions set discount_percentage = 0",
    ],
    "own-warranty-is-not-billed": [
        change("service_calls", "is_callback = true", _BILLED_REPAIR),
        change(
            "installed_devices",
            "installed_by = 'Company', installation_date = (select date(max(service_date),"
            " '-1 day') from service_calls as s"
            " where s.installation_id = installed_devices.installation_id"
            f" and {_BILLED_REPAIR})",
            "installation_id in (select installation_id from service_calls"
            f" where {_BILLED_REPAIR})",
        ),
    ],
    "invoice-tax-rate-of-place": [change("invoices", "tax_rate = tax_rate + 0.01")],
    "invoice-numbers-run-with-dates": [
        change("invoices", "issue_date = date(issue_date, '+40 days')")
    ],
    # payments
    "payment-after-invoice": [change("payments", "payment_date = '2001-01-01'")],
    "payments-within-total": [
        change("payments", "amount = amount + 0.01", f"status = 'Completed' and {_PAID_INVOICE}"),
        copy(
            "payments",
            "payment_id",
            "transaction_id = 'TXN-X'",
            f"status = 'Completed' and {_PAID_INVOICE}",
        ),
    ],
    "paid-means-paid-in-full": [
        change("invoices", "status = 'Pending'", _PAID),
        change("invoices", "status = 'Paid'", _OPEN),
        change("payments", "amount = amount - 0.01", f"status = 'Completed' and {_PAID_INVOICE}"),
        change("payments", "status = 'Refunded'", f"status = 'Completed' and {_PAID_INVOICE}"),
    ],
    "overdue-means-past-due": [
        change("invoices", "status = 'Overdue', due_date = :as_of", _OPEN),
        change("invoices", "status = 'Pending', due_date = date(:as_of, '-1 day')", _OPEN),
    ],
    "cancelled-invoice-has-no-payment": [
        change(
            "invoices", "status = 'Cancelled'", "invoice_id in (select invoice_id from payments)"
        )
    ],
    "payment-fee-by-method": [
        change("payments", "processing_fee = processing_fee + 0.02", "processing_fee > 0"),
        change("payments", "processing_fee = 1", "payment_method in ('Cash', 'Check')"),
        change("payments", "processing_fee = 0", "processing_fee > 0 and status = 'Completed'"),
        change("payments", "payment_method = 'ACH Transfer', amount = 1000, processing_fee = 8"),
    ],
    "no-loan-to-who-owes-for-long": [
        "delete from payments where payment_method <> 'Financing'",
    ],
    "financing-buys-installations": [
        change(
            "payments",
            "payment_method = 'Financing'",
            "invoice_id in (select invoice_id from invoices join service_calls"
            " using (service_call_id) where service_type = 'Repair')",
        )
    ],
    "pending-payment-is-recent": [
        change("payments", "status = 'Pending', payment_date = date(:as_of, '-31 days')")
    ],
    # stock
    "stock-adds-up": [
        change("inventory", "current_stock = current_stock + 1"),
        change("inventory", "opening_stock = opening_stock + 1"),
        change("parts_usage", "quantity_used = quantity_used + 1"),
        change("purchase_orders", "quantity = quantity + 1", "received_date is not null"),
    ],
    "stock-never-negative": [
        change("inventory", "opening_stock = 0", _USED),
        "update purchase_orders set received_date = :as_of where received_date is not null",
    ],
    "stock-fits-the-shelf": [change("inventory", "current_stock = max_stock_level + 1")],
    "part-on-every-branch-shelf": [remove("inventory")],
    "abc-ranks-by-usage-value": [
        change("inventory", "abc_classification = 'C'", "abc_classification = 'A'"),
        change("inventory", "abc_classification = 'C'", "abc_classification = 'B'", rows=9),
        change(
            "inventory",
            "abc_classification = 'A'",
            "part_id not in (select part_id from parts_usage)",
        ),
    ],
    "stock-cost-of-part": [change("inventory", "unit_cost = unit_cost + 0.01")],
    "stock-usage-is-monthly-usage": [
        change("inventory", "avg_monthly_usage = avg_monthly_usage + 2"),
    ],
    "last-restock-is-last-receipt": [
        change(
            "inventory",
            "last_restock_date = date(last_restock_date, '-1 day')",
            "part_id in (select part_id from purchase_orders where received_date is not null)",
        )
    ],
    "last-restock-quantity-of-receipt": [
        change(
            "inventory",
            "last_restock_quantity = last_restock_quantity + 1",
            "part_id in (select part_id from purchase_orders where received_date is not null)",
        )
    ],
    "order-from-supplier-of-part": [
        change("purchase_orders", "supplier_id = supplier_id % 5 + 1", rows=9)
    ],
    "order-at-cost-of-part": [
        change("purchase_orders", "unit_cost = unit_cost / 2"),
        change(
            "purchase_orders",
            "unit_cost = unit_cost * 1.1",
            "unit_cost > 5 and (part_id, substr(ordered_date, 1, 4)) in (select part_id,"
            " substr(ordered_date, 1, 4) from purchase_orders group by 1, 2 having count(*) > 1)",
        ),
        change(
            "purchase_orders",
            "unit_cost = unit_cost * 1.2",
            "exists (select 1 from purchase_orders as later where later.part_id ="
            " purchase_orders.part_id and substr(later.ordered_date, 1, 4)"
            " > substr(purchase_orders.ordered_date, 1, 4))",
        ),
    ],
    "order-arrives-or-waits": [
        change("purchase_orders", "status = 'Ordered', expected_date = date(:as_of, '-91 days')")
    ],
    "order-numbers-run-with-dates": [
        change("purchase_orders", "ordered_date = date(ordered_date, '+300 days')")
    ],
    # sales
    "lead-before-account": [change("leads", "created_date = '2098-01-01'", "status = 'Converted'")],
    "lead-becomes-its-customer": [
        change("leads", "last_name = 'Nobody', company_name = 'Nobody Inc'", "customer_id > 0"),
        change("leads", "company_name = 'Acme'", "customer_id > 0 and company_name is null"),
        change("leads", "address = '1 Oak St, Charlotte, NC 28202'", "customer_id > 0"),
        change("leads", "phone = '(919) 555-0198'", "customer_id > 0"),
        change("leads", "email = 'someone.else@example.com'", "customer_id > 0"),
        change("customers", "email = null", "customer_id in (select customer_id from leads)"),
    ],
    "customer-won-once": [copy("leads", "lead_id", "", "customer_id > 0")],
    "repair-waits-for-no-season": [
        change("leads", "notes = 'Timeline: next season.'", f"service_interest = '{wish}'")
        for wish in ("AC Repair", "Heating Repair")
    ],
    "lead-hurry-fits-the-season": [
        change(
            "leads",
            f"service_interest = '{wish}', urgency = 'High', notes = 'Runs on and off.'",
            f"created_date like '____-{month}-%'",
        )
        for wish, month in (
            *(("Heating Repair", month) for month in ("06", "07", "08")),
            *(("AC Repair", month) for month in ("12", "01", "02")),
        )
    ],
    "lead-while-campaign-runs": [
        change("leads", "created_date = '2001-01-01'", "campaign_id > 0"),
        "update marketing_campaigns set end_date = date(start_date, '-40 days')",
    ],
    "lead-source-of-campaign": [
        change("leads", "lead_source = 'Cold Call'", "campaign_id > 0"),
    ],
    "lead-campaign-of-branch": [
        change(
            "marketing_campaigns",
            "branch_id = 99",
            "campaign_id in (select campaign_id from leads where customer_id > 0)",
        )
    ],
    "lead-probability-fits-status": [
        change("leads", "conversion_probability = 50", "status = 'Converted'"),
        change("leads", "conversion_probability = 50", "status = 'Lost'"),
        change("leads", "conversion_probability = 100", "status not in ('Converted', 'Lost')"),
        change("leads", "conversion_probability = 0", "status not in ('Converted', 'Lost')"),
    ],
    "campaign-named-once": [
        change("marketing_campaigns", "campaign_name = 'Spring Tune-Up', branch_id = 1", rows=2)
    ],
    "campaign-spends-once-begun": [
        change("marketing_campaigns", "start_date = date(:as_of, '+1 day'), spent = 1")
    ],
    "quote-after-lead": [
        change("quotes", "quote_date = '2001-01-01'", "lead_id > 0"),
        change("quotes", "customer_id = customer_id + 1", "lead_id > 0"),
    ],
    "quote-of-its-call": [
        change("quotes", "customer_id = customer_id + 1", "service_call_id > 0"),
        change("quotes", "quote_date = '2098-01-01'", "service_call_id > 0"),
    ],
    "quote-before-its-booking": [
        change(
            "quotes",
            "quote_date = (select date(a.created_date, '+1 day') from appointments as a"
            " where a.service_call_id = quotes.service_call_id)",
            "service_call_id in (select service_call_id from appointments)",
        )
    ],
    "quote-before-what-lies-ahead": [
        change(
            "appointments",
            "created_date = (select datetime(min(q.quote_date), '-1 day') from quotes as q"
            " where q.customer_id = appointments.customer_id and q.status = 'Accepted'"
            " and q.service_call_id is null and q.quote_type in ('Installation', 'Replacement'))",
            "appointment_type = 'Installation' and status in ('Scheduled', 'Confirmed')"
            " and customer_id in (select customer_id from quotes where status = 'Accepted'"
            " and service_call_id is null and quote_type in ('Installation', 'Replacement'))",
        )
    ],
    "quote-type-of-its-call": [
        change(
            "quotes",
            "equipment_id = null",
            "service_call_id in (select service_call_id"
            " from service_calls where service_type = 'Installation')",
        ),
        change(
            "quotes",
            "quote_type = 'Repair'",
            "service_call_id in (select service_call_id"
            " from service_calls where service_type = 'Installation')",
        ),
        change("quotes", "quote_type = 'Maintenance Contract'", "service_call_id > 0"),
    ],
    "quote-accepted-is-carried-out": [
        change("quotes", "service_call_id = null", "quote_type = 'Repair' and service_call_id > 0")
    ],
    "quote-for-repair-has-its-visit": [
        change(
            "quotes",
            "service_call_id = null",
            "quote_type = 'Repair' and service_call_id > 0 and customer_id not in (select"
            " customer_id from appointments where appointment_type = 'Repair'"
            " and status in ('Scheduled', 'Confirmed'))",
        )
    ],
    "quote-for-contract-is-signed": [
        change(
            "quotes",
            "customer_id = (select min(customer_id) from customers where customer_id not in"
            " (select customer_id from subscriptions))",
            "quote_type = 'Maintenance Contract' and status = 'Accepted'",
        )
    ],
    "quote-for-replacement-replaces": [
        "update installed_devices set status = 'Inactive' where status = 'Replaced'"
    ],
    "quote-for-one-call": [
        copy("quotes", "quote_id", "quote_number = 'QUO-2025-X'", "service_call_id > 0")
    ],
    "quote-open-until-its-date": [
        change("quotes", "status = 'Expired', valid_until = :as_of"),
        change("quotes", "status = 'Pending', valid_until = date(:as_of, '-1 day')"),
    ],
    "quote-revised-by-another": [
        change("quotes", "status = 'Revised', quote_date = '2099-01-01'"),
        change("quotes", "total_amount = 1", "status = 'Revised'", rows=50),
        change("quotes", "status = 'Revised', quote_type = 'Maintenance Contract'", rows=20),
    ],
    "quote-numbers-run-with-dates": [
        change("quotes", "quote_date = date(quote_date, '+300 days')")
    ],
    # contracts
    "contracts-do-not-overlap": [
        copy("subscriptions", "subscription_id"),
        copy("subscriptions", "subscription_id", "start_date = coalesce(cancelled_date, end_date)"),
    ],
    "contract-status-fits-dates": [
        change("subscriptions", "status = 'Expired', end_date = :as_of"),
        change("subscriptions", "status = 'Active', end_date = date(:as_of, '-1 day')"),
        change("subscriptions", "status = 'Suspended', end_date = date(:as_of, '-1 day')"),
    ],
    "contract-visit-within-term": [
        change("subscriptions", "next_service_date = date(:as_of, '-1 day')"),
        change("subscriptions", "next_service_date = date(end_date, '+1 day')"),
    ],
    "contract-plan-fits-customer": [
        change("subscriptions", "service_plan = 'Commercial'", "service_plan <> 'Commercial'"),
        change("subscriptions", "service_plan = 'Basic'", "service_plan = 'Commercial'"),
    ],
    "contract-term-is-a-year": [
        change("subscriptions", "end_date = date(end_date, '+2 days')"),
        change("subscriptions", "end_date = date(end_date, '-2 days')"),
    ],
    "plan-has-one-price": [change("subscriptions", "annual_cost = annual_cost + 1")],
}
