"""Who owes for so long that nobody gives him more credit."""

from __future__ import annotations

import numpy as np

from factories.days.books import DAY, INT, iso, keys
from factories.days.day import Day, once_a_day
from factories.engine.set_operations import distinct
from factories.engine.streams import Ints, Mask
from factories.rules.accounting import credit
from factories.rules.hours.calendar import FAR_OFF

# Payments are never dated back, so that what is said of a day stays true of it.
_STANDING = """
    select i.customer_id as customer, i.due_date as due,
           (select min(p.payment_date) from payments as p
            where p.invoice_id = i.invoice_id) as tried
    from invoices as i where i.status <> 'Cancelled' and i.total_amount > 0"""


def held(day: Day, customer: Ints, on: Ints) -> Mask:
    """Whether each of some customers is held on a day (number) that was, or is."""
    bills = day.books.read(
        f"{_STANDING} and i.customer_id in (select value from json_each(?))",
        keys(distinct(customer)), customer=INT, due=DAY, tried=DAY,
    )  # fmt: skip
    tried = np.where(bills.tried < 0, FAR_OFF, bills.tried)
    return credit.held(bills.customer, bills.due, tried, customer, on)


@once_a_day
def held_today(day: Day) -> Ints:
    """All customers who are held this morning."""
    late = day.books.read(
        "select customer_id as id from invoices as i"
        " where i.due_date < ?1 and i.status = 'Overdue' and i.total_amount > 0"
        # The plus: few are late, so they are not looked for by customer.
        " group by +i.customer_id having count(*) >= ?2 order by i.customer_id",
        iso(day.number - credit.HELD_AFTER), credit.HELD_BILLS, id=INT,
    ).id  # fmt: skip
    customers: Ints = late[held(day, late, np.full(len(late), day.number))]
    return customers
