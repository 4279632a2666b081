"""What of a single row has to fit its parents: said by the factory at the call, and not by the
audit afterwards. Each function gives why a row cannot be, and what to say instead; None where it
can.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import numpy as np
from factory.declarations import SKIP

from factories.engine.context import current
from factories.rules.accounting.billing import METHODS, processing_fee
from factories.rules.accounting.rises import rate_then
from factories.rules.calls.service import EMERGENCY_RATE_PERCENT
from factories.rules.crm.contracts import PLANS
from factories.rules.hours.calendar import months_later
from factories.rules.parts.covered import COVERED_UP_TO, NOT_SMALL

Said = Mapping[str, Any]
LATELY: Final = dt.timedelta(days=60)
"""Within these a replaced device's successor came."""
FORGOTTEN: Final = dt.timedelta(days=90)
"""So long after its day an order that did not come is no longer waited for."""
MILES_A_DAY: Final = 150
RATINGS: Final = ("technician_rating", "timeliness_rating", "quality_rating", "value_rating")


def is_made(said: Said, parent: str, *columns: str) -> bool:
    """Whether nobody gives the parent, its key, or one of these columns of its."""
    taken = {parent, f"{parent}_id", *(f"{parent}__{column}" for column in columns)}
    return taken.isdisjoint(said)


def _of(row: Any, name: str) -> Any:
    found = getattr(row, name, None)
    return None if found is SKIP else found


# Visits


def as_long_as_it_took(call: Any, _said: Said) -> str | None:
    took = (call.completed_at - call.started_at) / dt.timedelta(hours=1)
    if abs(took - float(call.duration_hours)) <= 0.0051:
        return None
    return (
        f"from start to end are {took:.2f} hours, not {call.duration_hours}; leave one of them out"
    )


def billed_at_the_rate(call: Any, _said: Said) -> str | None:
    technician = _of(call, "technician")
    if technician is None:
        return None
    year, now = call.service_date.year, current.today.year
    listed = int(rate_then(np.array(int(technician.bill_rate)), year, now))
    percent = EMERGENCY_RATE_PERCENT if str(call.service_type) == "Emergency" else 100
    rate = Decimal(listed * percent) / 100
    if abs(call.bill_rate - rate) <= Decimal("0.005"):
        return None
    return f"the technician's rate makes it {rate:.2f}; say technician__bill_rate"


def at_the_customers_device(call: Any, _said: Said) -> str | None:
    device = _of(call, "device")
    owner, visited = _of(device, "customer_id"), _of(call, "customer_id")
    if None in (owner, visited) or owner == visited:
        return None
    return (
        f"the device belongs to customer_id={owner}, and the visit is to {visited}; say"
        " customer or device alone, or take broken.call_at_somebody_elses_device"
    )


def parts_are_named(call: Any, said: Said) -> str | None:
    asked = any(name.partition("__")[0] == "parts" for name in said)
    if asked or not call.parts_cost:
        return None
    return "parts cost what the parts used add up to, and it names none; say parts=1"


def ordered_as_done(order: Any, _said: Said) -> str | None:
    call = _of(order, "service_call")
    if call is None:
        return None
    if abs(order.actual_hours - call.duration_hours) > Decimal("0.005"):
        return f"its call took {call.duration_hours} hours; say service_call__duration_hours"
    urgent = str(call.service_type) == "Emergency"
    if (str(order.priority) == "Emergency") != urgent:
        return (
            f"its call is {call.service_type}, and Emergency is the priority of emergencies alone"
        )
    return None


def kept_when_it_can_be(appointment: Any, _said: Said) -> str | None:
    day, status = appointment.appointment_date, str(appointment.status)
    if day > current.today and status in ("Completed", "No-Show"):
        return f"it is {status}, and {day} is to come"
    if day <= current.today and status in ("Scheduled", "Confirmed"):
        return f"{day} is over, and it is {status}; say completed, missed or cancelled"
    return None


def told_a_window(appointment: Any, _said: Said) -> str | None:
    start, end = appointment.window_start, appointment.window_end
    planned = appointment.scheduled_time
    if start is None or end is None or start <= planned < end:
        return None
    return f"the time planned, {planned:%Y-%m-%d %H:%M}, is not in the window; say scheduled_time"


def booked_within_a_year(appointment: Any, _said: Said) -> str | None:
    if appointment.scheduled_time - appointment.created_date <= dt.timedelta(days=365):
        return None
    return f"it is for {appointment.appointment_date}, more than a year later"


def used_on_the_visit(usage: Any, said: Said) -> str | None:
    call = _of(usage, "service_call")
    if call is None:
        return None
    if usage.usage_date != call.service_date:
        return f"its call was on {call.service_date}; say service_call__service_date"
    device = _of(call, "device")
    over = device is not None and device.warranty_end_date < call.service_date
    if usage.covered_by_warranty and over and said.get("covered_by_warranty"):
        return f"the warranty ended on {device.warranty_end_date}; say under_warranty=True"
    terms = _terms(call) if usage.covered_by_contract else None
    if terms is None:
        return None
    if not terms:
        return "the customer has no contract on that day; make a SubscriptionFactory for one first"
    return _not_included(usage, call, terms[0])


def _terms(call: Any) -> list[Any] | None:
    """The customer's contracts in force on the day of a call; None where nobody says."""
    terms = getattr(_of(call, "customer"), "subscriptions", None)
    if terms is None:
        return None
    return [
        term
        for term in terms
        if term.start_date <= call.service_date <= (term.cancelled_date or term.end_date)
    ]


def _not_included(usage: Any, call: Any, term: Any) -> str | None:
    """What the plan does not pay for on such a visit."""
    part = _of(usage, "part")
    if part is None or call.service_type not in ("Repair", "Emergency"):
        return None
    small = part.part_category not in NOT_SMALL and 100 * part.unit_cost <= COVERED_UP_TO
    plan = next((plan for plan in PLANS if plan.name == term.service_plan), None)
    if small and (plan is None or plan.covers_parts):
        return None
    return f"the {term.service_plan} plan does not pay for {part.part_name} on a repair"


def claims_what_it_cost(claim: Any, said: Said) -> str | None:
    usage = _of(claim, "usage")
    if usage is None or "claimed_amount" not in said:
        return None
    cost = usage.quantity_used * usage.unit_cost
    if claim.claimed_amount <= cost:
        return None
    return f"the part cost {cost:.2f}; say usage__part__unit_cost"


def answered_as_the_visit_was(incident: Any, _said: Said) -> str | None:
    call = _of(incident, "service_call")
    if call is None:
        return None
    reported, minute = incident.reported_time, dt.timedelta(minutes=1)
    if reported + incident.response_time_minutes * minute != call.started_at:
        began = f"{call.started_at:%Y-%m-%d %H:%M}"
        return f"its call began at {began}; say response_time_minutes, or service_call__started_at"
    if reported + incident.resolution_time_minutes * minute != call.completed_at:
        ended = f"{call.completed_at:%Y-%m-%d %H:%M}"
        return f"its call ended at {ended}; say service_call__completed_at"
    return None


# Devices, people, vehicles


def under_its_warranty(device: Any, said: Said) -> str | None:
    unit = _of(device, "equipment")
    if unit is None:
        return None
    begun = np.datetime64(device.installation_date, "D")
    ends = months_later(begun, unit.warranty_months).tolist()
    if device.warranty_end_date != ends:
        return f"{unit.warranty_months} months after {device.installation_date} is {ends}"
    if said.get("under_warranty") and ends < current.today:
        return f"under_warranty=True, and the warranty ended on {ends}; leave one out"
    return None


def maintained_by_a_visit(device: Any, _said: Said) -> str | None:
    if device.last_maintenance_date is None:
        return None
    visit = "ServiceCallFactory(maintenance=True, device=..., service_date=...)"
    return f"it is the day of the last maintenance; make that: {visit}"


def succeeded_since(device: Any, said: Said) -> str | None:
    if not said.get("replaced") or device.installation_date < current.today - LATELY:
        return None
    return f"replaced=True, and what was put in on {device.installation_date} still stands"


def put_in_by_us(device: Any, _said: Said) -> str | None:
    customer = _of(device, "customer")
    if str(device.installed_by) != "Company" or customer is None:
        return None
    if customer.created_at.date() <= device.installation_date:
        return None
    return "the customer came to us after that day; say ServiceCallFactory(installation=True)"


DEVICE: Final = (under_its_warranty, maintained_by_a_visit, succeeded_since, put_in_by_us)


def experienced_enough(technician: Any, _said: Said) -> str | None:
    years, hired = technician.years_experience, technician.hire_date
    until = min(technician.left_date or current.today, current.today)
    if (until - hired).days <= (years + 1) * 365:
        return None
    return f"the years with the company since {hired} are more than {years}"


def driven_since_it_was_built(vehicle: Any, _said: Said) -> str | None:
    built = dt.date(vehicle.year - 1, 7, 1)
    most = MILES_A_DAY * ((current.today - built).days + 1)
    if vehicle.current_mileage <= most:
        return None
    return f"no more than {most:,} miles could be driven since {built}; say year"


# Money


def left_open(payment: Any, _said: Said) -> str | None:
    """What arrives is no more than the invoice comes to."""
    invoice = _of(payment, "invoice")
    if invoice is None or str(payment.status) != "Completed":
        return None
    if payment.amount > invoice.total_amount:
        return f"its invoice comes to {invoice.total_amount}; give one that comes to as much"
    return None


def financed(payment: Any, _said: Said) -> str | None:
    call = _of(_of(payment, "invoice"), "service_call")
    if str(payment.payment_method) != "Financing" or call is None:
        return None
    if str(call.service_type) == "Installation":
        return None
    return f"its invoice is for {call.service_type}, and installations alone are financed"


def charged_its_fee(payment: Any, said: Said) -> str | None:
    if "processing_fee" not in said or not payment.processing_fee:
        return None
    method, amount = METHODS.index(str(payment.payment_method)), int(payment.amount * 100)
    failed = np.array([str(payment.status) == "Failed"])
    fee = int(processing_fee(np.array([method]), np.array([amount]), failed)[0])
    if int(payment.processing_fee * 100) == fee:
        return None
    return f"the fee of {payment.payment_method} for {payment.amount} is {Decimal(fee) / 100:.2f}"


def sole_line(line: Any, said: Said) -> str | None:
    """A line that comes without an invoice is the labor of one."""
    call = _of(_of(line, "invoice"), "service_call")
    if call is None or not is_made(said, "invoice"):
        return None
    if str(line.line_type) == "labor" and line.line_number == 1 and line.amount == call.labor_cost:
        return None
    return (
        "the only line of an invoice is the labor of its call; give an invoice, or make one with"
        " InvoiceFactory(service_call__parts=1) and look at its lines"
    )


# Stock, contracts, answers


def on_the_shelf(item: Any, said: Said) -> str | None:
    part = _of(item, "part")
    if part is not None and item.unit_cost != part.unit_cost:
        return f"the part costs {part.unit_cost}; say part__unit_cost"
    if is_made(said, "part") and item.opening_stock != item.current_stock:
        return f"{item.current_stock} are there, and none was used or received; say current_stock"
    return None


def still_waited_for(order: Any, _said: Said) -> str | None:
    if order.received_date is not None or order.expected_date >= current.today - FORGOTTEN:
        return None
    return f"it was expected on {order.expected_date}, and has come or was cancelled since"


def within_its_term(contract: Any, _said: Said) -> str | None:
    if str(contract.status) in ("Active", "Suspended") and contract.end_date < current.today:
        return f"it ended on {contract.end_date}, and is {contract.status}; say expired=True"
    if str(contract.status) == "Expired" and contract.end_date >= current.today:
        return f"it runs until {contract.end_date}, and is Expired; give an earlier start_date"
    ended = contract.cancelled_date
    if ended is not None and not contract.start_date <= ended <= current.today:
        return (
            f"it was cancelled on {ended}, of a term from {contract.start_date} and not after today"
        )
    return None


def near_the_verdict(feedback: Any, _said: Said) -> str | None:
    overall = feedback.overall_satisfaction
    ratings = [getattr(feedback, name) for name in RATINGS]
    best, worst = max(ratings), min(ratings)
    if overall - 2 <= best <= overall + 5 and overall - 5 <= worst <= overall + 2:
        return None
    return (
        f"the ratings, {worst} to {best}, are too far from overall_satisfaction={overall}; say both"
    )


def as_sure_as_its_status(lead: Any, _said: Said) -> str | None:
    sure, status = lead.conversion_probability, str(lead.status)
    if (status == "Converted") == (sure == 100) and (status == "Lost") == (sure == 0):
        return None
    return f"it is {status}, and 100 is Converted, 0 Lost, the others neither"
