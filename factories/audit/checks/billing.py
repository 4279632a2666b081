"""Invoices and their lines."""

from factories.audit.check import Check
from factories.audit.checks.numbers import run_with_dates


def _lines_charge(line_type: str, cost: str) -> str:
    """Invoices whose lines of a type do not add up to that cost of their call."""
    return f"""
        select i.invoice_id
        from invoices as i
        join service_calls as s on s.service_call_id = i.service_call_id
        left join (
            select invoice_id, sum(amount) as amount
            from invoice_lines
            where line_type = '{line_type}'
            group by invoice_id
        ) as l on l.invoice_id = i.invoice_id
        where abs(s.{cost} - coalesce(l.amount, 0)) > 0.005
        """


CHECKS = (
    Check(
        "invoice-customer-of-call",
        "An invoice goes to the customer of its call",
        "billing",
        """
        select i.invoice_id
        from invoices as i
        join service_calls as s on s.service_call_id = i.service_call_id
        where i.customer_id <> s.customer_id
        """,
    ),
    Check(
        "invoice-after-call",
        "An invoice is issued when its call has ended, within 60 days after it",
        "billing",
        """
        select i.invoice_id
        from invoices as i
        join service_calls as s on s.service_call_id = i.service_call_id
        where i.issue_date < substr(s.completed_at, 1, 10)
           or i.issue_date > date(s.service_date, '+60 days')
        """,
    ),
    Check(
        "invoice-due-by-its-terms",
        "An invoice is due its terms' days after issue",
        "billing",
        """
        select invoice_id
        from invoices
        where due_date <> date(
            issue_date,
            case payment_terms when 'Net 15' then '+15 days' when 'Net 30' then '+30 days'
                when 'Net 45' then '+45 days' else '+0 days' end)
        """,
    ),
    Check(
        "invoice-lines-add-up",
        "The lines of an invoice add up to its subtotal",
        "billing",
        """
        select i.invoice_id
        from invoices as i
        left join (
            select invoice_id, sum(amount) as amount from invoice_lines group by invoice_id
        ) as l on l.invoice_id = i.invoice_id
        where abs(i.subtotal - coalesce(l.amount, 0)) > 0.005
        """,
    ),
    Check(
        "invoice-lines-numbered-from-one",
        "The lines of an invoice are numbered from 1 without a gap",
        "billing",
        """
        select invoice_id
        from invoice_lines
        group by invoice_id having max(line_number) <> count(*)
        """,
    ),
    Check(
        "invoice-labor-of-call",
        "The labor lines of an invoice charge the labor of its call",
        "billing",
        _lines_charge("labor", "labor_cost"),
    ),
    Check(
        "invoice-parts-of-call",
        "The part lines of an invoice charge the parts of its call",
        "billing",
        _lines_charge("part", "parts_cost"),
    ),
    Check(
        "invoice-line-of-its-part",
        "A part line charges a part of the invoice's call, as many and at the price as used",
        "billing",
        """
        select l.invoice_line_id
        from invoice_lines as l
        join parts_usage as u on u.usage_id = l.usage_id
        join invoices as i on i.invoice_id = l.invoice_id
        where u.service_call_id <> i.service_call_id
           or l.quantity <> u.quantity_used
           or abs(l.unit_price - u.unit_price) > 0.005
        """,
    ),
    Check(
        "invoice-line-names-its-part",
        "The text of a part line begins with the name of the part",
        "billing",
        """
        select l.invoice_line_id
        from invoice_lines as l
        join parts_usage as u on u.usage_id = l.usage_id
        join parts as p on p.part_id = u.part_id
        where substr(l.description, 1, length(p.part_name)) <> p.part_name
        """,
    ),
    Check(
        "invoice-labor-at-rate-of-call",
        "A labor line charges the hours of the call at its rate",
        "billing",
        """
        select l.invoice_line_id
        from invoice_lines as l
        join invoices as i on i.invoice_id = l.invoice_id
        join service_calls as s on s.service_call_id = i.service_call_id
        where l.line_type = 'labor'
          and (abs(l.quantity - s.duration_hours) > 0.005
               or abs(l.unit_price - s.bill_rate) > 0.005)
        """,
    ),
    Check(
        "invoice-discount-of-contract",
        "A discount is given to customers under contract, at most at its percentage",
        "billing",
        """
        select i.invoice_id
        from invoice_lines as l
        join invoices as i on i.invoice_id = l.invoice_id
        join service_calls as s on s.service_call_id = i.service_call_id
        where l.line_type = 'discount' and l.amount < 0
        group by i.invoice_id
        having -sum(l.amount) > 0.01 + coalesce((
            select max(p.discount_percentage)
            from subscriptions as p
            where p.customer_id = s.customer_id
              and s.service_date between p.start_date and coalesce(p.cancelled_date, p.end_date)
        ), 0) / 100.0 * s.total_cost
        """,
    ),
    Check(
        "own-warranty-is-not-billed",
        "No bill stands for a callback, nor for a repair within a year of our own installation",
        "billing",
        """
        select i.invoice_id
        from invoices as i
        join service_calls as s on s.service_call_id = i.service_call_id
        join installed_devices as d on d.installation_id = s.installation_id
        where i.status <> 'Cancelled'
          and s.service_type in ('Repair', 'Emergency')
          and (s.is_callback
               or d.installed_by = 'Company'
                  and julianday(s.service_date) - julianday(d.installation_date)
                      between 0 and 365)
        """,
    ),
    Check(
        "invoice-tax-rate-of-place",
        "A branch taxes equal jobs of equal customers at one rate",
        "billing",
        """
        select c.branch_id, c.customer_type, s.service_type
        from invoices as i
        join service_calls as s on s.service_call_id = i.service_call_id
        join customers as c on c.customer_id = i.customer_id
        group by c.branch_id, c.customer_type, s.service_type
        having max(i.tax_rate) <> min(i.tax_rate)
        """,
    ),
    run_with_dates("invoice", "billing", "invoices", "invoice_number", "issue_date", "INV"),
)
