"""What customers pay, and what that makes of their invoices."""

from factories.audit.check import Check

_PAID = """
            select invoice_id, sum(amount) as amount
            from payments
            where status = 'Completed'
            group by invoice_id"""

CHECKS = (
    Check(
        "payment-after-invoice",
        "Nobody pays before the invoice is issued",
        "billing",
        """
        select p.payment_id
        from payments as p
        join invoices as i on i.invoice_id = p.invoice_id
        where p.payment_date < i.issue_date
        """,
    ),
    Check(
        "payments-within-total",
        "Completed payments never exceed the invoice",
        "billing",
        f"""
        select i.invoice_id
        from ({_PAID}) as paid
        join invoices as i on i.invoice_id = paid.invoice_id
        where paid.amount > i.total_amount + 0.005
        """,
    ),
    Check(
        "paid-means-paid-in-full",
        "An invoice is Paid exactly when completed payments add up to its total",
        "billing",
        f"""
        select i.invoice_id
        from invoices as i
        left join ({_PAID}) as paid on paid.invoice_id = i.invoice_id
        where i.status <> 'Cancelled'
          and (i.status = 'Paid') <> (coalesce(paid.amount, 0) > i.total_amount - 0.005)
        """,
    ),
    Check(
        "overdue-means-past-due",
        "An unpaid invoice is Overdue after its due date and Pending until then",
        "billing",
        """
        select invoice_id
        from invoices
        where status in ('Pending', 'Overdue') and (status = 'Overdue') <> (due_date < :as_of)
        """,
    ),
    Check(
        "cancelled-invoice-has-no-payment",
        "A cancelled invoice carries no payment",
        "billing",
        """
        select p.payment_id
        from payments as p
        join invoices as i on i.invoice_id = p.invoice_id
        where i.status = 'Cancelled'
        """,
    ),
    Check(
        "payment-fee-by-method",
        "Cards and online payments cost 2.9 % and 30 cents, ACH 0.8 % up to $5, if anything",
        "billing",
        """
        select payment_id
        from payments
        where processing_fee <> 0
          and abs(processing_fee
                  - case when payment_method in ('Credit Card', 'Online Payment')
                         then amount * 0.029 + 0.3
                         when payment_method = 'ACH Transfer' then min(amount * 0.008, 5)
                         else 0 end) > 0.0051
           or processing_fee = 0 and status = 'Completed' and amount >= 1
              and payment_method in ('Credit Card', 'Online Payment', 'ACH Transfer')
        """,
    ),
    Check(
        "financing-buys-installations",
        "Only installations are financed",
        "billing",
        """
        select p.payment_id
        from payments as p
        join invoices as i on i.invoice_id = p.invoice_id
        join service_calls as s on s.service_call_id = i.service_call_id
        where p.payment_method = 'Financing' and s.service_type <> 'Installation'
        """,
    ),
    Check(
        "no-loan-to-who-owes-for-long",
        "No lender pays for who had three bills over 90 days overdue when the unit was put in",
        "billing",
        """
        select p.payment_id
        from payments as p
        join invoices as i on i.invoice_id = p.invoice_id
        join service_calls as s on s.service_call_id = i.service_call_id
        where p.payment_method = 'Financing' and (
            select count(*)
            from invoices as o
            where o.customer_id = i.customer_id and o.status <> 'Cancelled' and o.total_amount > 0
              and o.due_date < date(s.completed_at, '-90 days')
              and not exists (
                select 1
                from payments as e
                where e.invoice_id = o.invoice_id and e.payment_date < date(s.completed_at))) >= 3
        """,
    ),
    Check(
        "pending-payment-is-recent",
        "No payment is pending for more than 30 days",
        "billing",
        """
        select payment_id
        from payments
        where status = 'Pending' and payment_date < date(:as_of, '-30 days')
        """,
    ),
)
