"""Collection: who has paid by the as-of date, how, and where that leaves each invoice."""

from dataclasses import dataclass

import numpy as np

from factories.engine.columns import Columns
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded, Minutes, coded, texts
from factories.rules.accounting import billing as rules
from factories.rules.accounting import credit, payers
from factories.rules.calls.service import INSTALLATION, REPAIR, TYPES
from factories.rules.hours.calendar import FAR_OFF, office_day_from
from factories.rules.hours.clocks import as_utc
from factories.steps.world import World, days
from factories.tables.billing import PaymentFactory
from factories.tables.recorded import NEVER, overnight
from factories.wording import billing as wording
from hvac_models import InvoiceStatus, PaymentStatus

_PAID, _PENDING, _OVERDUE, _CANCELLED = range(4)
_STATUSES = tuple(str(status) for status in InvoiceStatus)
_COMPLETED, _WAITING, _FAILED, _REFUNDED = range(4)
_PAYMENT_STATUSES = tuple(str(status) for status in PaymentStatus)


@dataclass
class _Plan:
    """How each invoice is paid in the end, whenever that is; one row an invoice."""

    rank: Ints
    """Place in the order of collection."""
    first: Ints
    """Day of the first attempt."""
    method: Ints
    parts: Ints
    """Installments."""
    fails: Mask
    """True where the first attempt fails."""
    again: Ints
    """Day of the first payment that goes through, or -1 when none is tried after a failure."""
    twice: Mask
    """True where the first payment is booked twice, and one of them refunded."""


@dataclass(frozen=True)
class _Attempts(Columns):
    """One row a payment row."""

    invoice: Ints
    day: Ints
    part: Ints
    """Number of the installment, from 1."""
    status: Ints


def collect(world: World) -> None:
    """Take in exactly as many payments as asked for; what they leave open is pending or overdue."""
    plan = _plan(world)
    wanted = world.rows("payments")
    attempts = _attempts(plan)
    if len(attempts.invoice) < wanted:
        _split(plan, wanted - len(attempts.invoice))
        attempts = _attempts(plan)
    hidden = attempts.day > world.today
    order = np.lexsort((attempts.status, attempts.day, plan.rank[attempts.invoice], hidden))
    attempts = attempts.rows(order[:wanted])
    _decline(world, plan, attempts)
    day = np.minimum(attempts.day, world.today)
    order = np.lexsort((attempts.status, attempts.invoice, day))
    attempts, day = attempts.rows(order), day[order]
    status, cleared = _known(world, plan, attempts, day)
    amount = _amounts(world, plan, attempts)
    world.add(
        PaymentFactory,
        len(order),
        invoice_id=world.keys("invoices", attempts.invoice),
        payment_date=days(day),
        amount=amount,
        payment_method=Coded(plan.method[attempts.invoice], rules.METHODS),
        status=Coded(status, _PAYMENT_STATUSES),
        cleared_at=cleared,
        installment=attempts.part,
        installments=plan.parts[attempts.invoice],
    )
    _settle(world, attempts.invoice, np.where(status == _COMPLETED, amount, 0))
    _note_changes(world)


def _plan(world: World) -> _Plan:
    """When and how each invoice that stands will be paid."""
    bills, calls = world.tables["invoices"], world.calls
    call = bills["service_call_id"] - world.first_id("service_calls")
    chance = world.chance("paying", call)
    business: Mask = world.businesses()
    commercial, installation = business[calls.customer[call]], calls.kind[call] == INSTALLATION
    issued = bills["issue_date"].astype(np.int64)
    payer = payers.payers(chance, bills["customer_id"])
    at_home = installation & ~commercial
    settled = payers.settled(chance, at_home)
    delay = payers.days_to_pay(chance, payer, commercial, bills["payment_terms"])
    delay = np.where(settled, payers.days_to_settle(chance), delay)
    method = payers.methods(chance, payer, commercial, installation)
    parts = 1 + chance.choose("parts", tuple(rules.INSTALLMENTS.values()))
    parts = np.where(installation & commercial, parts, 1)
    fails = rules.is_one_of(method, rules.CAN_FAIL) & chance.happens("fails", rules.FAILED_PAYMENTS)
    due = bills["due_date"].astype(np.int64)
    first = payers.on_run_day(payer, commercial, issued, due, issued + delay)
    banks = rules.booked_by_banks(method, first == calls.end[call] // 1440)
    first = np.where(banks, office_day_from(first), first)
    second = rules.tried_again(chance, first, method)
    second = np.where(banks, office_day_from(second), second)
    retries = settled | chance.happens("again", rules.RETRIED_PAYMENTS)
    again = np.where(fails, np.where(retries, second, -1), first)
    twice = rules.is_one_of(method, rules.CARDS) & chance.happens("twice", rules.CHARGED_TWICE)
    # What is disputed is paid no sooner than a repair.
    kind = np.where(at_home, REPAIR, calls.kind[call])
    urgency = np.array([rules.PAYMENT_WEIGHTS[name] for name in TYPES], np.int64)[kind]
    standing = ~bills["status"].is_("Cancelled") & (bills["total_amount"] > 0)
    order = rules.collection_order(
        chance,
        rules.Owed(
            urgency=urgency,
            commercial=commercial,
            temperament=payers.temperament(payer),
            later=_later(calls.customer[call], standing),
        ),
    )
    order = order[np.argsort(~settled[order], kind="stable")]
    order = order[standing[order]]
    rank = np.full(len(call), -1, np.int64)
    rank[order] = np.arange(len(order))
    return _Plan(rank, first, method, parts, fails, again, twice)


def _decline(world: World, plan: _Plan, attempts: _Attempts) -> None:
    """No lender pays for who had owed for long when the unit was put in: he pays himself."""
    bills, calls = world.tables["invoices"], world.calls
    call = bills["service_call_id"] - world.first_id("service_calls")
    tried = np.full(len(bills), FAR_OFF, np.int64)
    np.minimum.at(tried, attempts.invoice, attempts.day)
    standing = np.flatnonzero(plan.rank >= 0)
    customer, due = bills["customer_id"], bills["due_date"].astype(np.int64)
    row = np.flatnonzero(plan.method == rules.FINANCING)
    ended = calls.end[call[row]] // 1440
    held = credit.held(customer[standing], due[standing], tried[standing], customer[row], ended)
    row = row[held]
    chance = world.chance("paying", call[row])
    none, all_ = np.zeros(len(row), np.bool_), np.ones(len(row), np.bool_)
    payer = payers.payers(chance, customer[row])
    plan.method[row] = payers.methods(chance, payer, none, all_, none)


def _known(world: World, plan: _Plan, attempts: _Attempts, day: Ints) -> tuple[Ints, Minutes]:
    """What has become by now of payments of a day, and what is still with the bank or processor;
    and when that was known. What is charged twice went through at once."""
    ids = world.first_id("payments") + np.arange(len(day), dtype=np.int64)
    chance = Chance(world.scenario.seed, ("payments",), ids).of("cleared_at")
    method, status = plan.method[attempts.invoice], attempts.status
    known = rules.known_on(chance, method, Coded(status, _PAYMENT_STATUSES), day)
    doubled = plan.twice[attempts.invoice] & (attempts.part == 1) & (status == _COMPLETED)
    known = np.where(doubled, day, known)
    late, ahead = known > day, known > world.today
    return (
        np.where(ahead, _WAITING, status),
        np.where(late & ~ahead, overnight(days(known)), NEVER),
    )


def _later(customer: Ints, standing: Mask) -> Ints:
    """How many later invoices of the same customer stand; invoices are in order of issue."""
    order = np.argsort(customer, kind="stable")[::-1]
    seen = np.cumsum(standing[order])
    newest = np.searchsorted(-customer[order], -customer[order])
    later = np.zeros(len(customer), np.int64)
    later[order] = seen - standing[order] - (seen - standing[order])[newest]
    return later


def _attempts(plan: _Plan) -> _Attempts:
    """All rows that the plan comes to, whenever they fall."""
    payer = np.flatnonzero(plan.rank >= 0)
    failed = payer[plan.fails[payer]]
    paying = payer[plan.again[payer] >= 0]
    refunded = paying[plan.twice[paying]]
    invoice = np.repeat(paying, plan.parts[paying])
    part = np.arange(len(invoice)) - np.searchsorted(invoice, invoice)
    one = np.ones(len(failed), np.int64), np.ones(len(refunded), np.int64)
    return _Attempts(
        invoice=np.concatenate([failed, invoice, refunded]),
        day=np.concatenate(
            [
                plan.first[failed],
                plan.again[invoice] + part * rules.INSTALLMENT_EVERY,
                plan.again[refunded],
            ]
        ),
        part=np.concatenate([one[0], part + 1, one[1]]),
        status=np.repeat(
            [_FAILED, _COMPLETED, _REFUNDED], [len(failed), len(invoice), len(refunded)]
        ),
    )


def _split(plan: _Plan, missing: int) -> None:
    """More rows than there is reason for: nobody gives up, and more is paid in installments."""
    payer = np.flatnonzero(plan.rank >= 0)
    plan.again[payer] = np.maximum(plan.again[payer], plan.first[payer])
    each, rest = divmod(missing, len(payer))
    plan.parts[payer] += each + (plan.rank[payer] < rest)


def _amounts(world: World, plan: _Plan, attempts: _Attempts) -> Ints:
    """Equal installments; the first one takes the odd cents."""
    total = world.tables["invoices"]["total_amount"][attempts.invoice]
    each = total // plan.parts[attempts.invoice]
    odd = total - each * plan.parts[attempts.invoice]
    amount: Ints = each + np.where(attempts.part == 1, odd, 0)
    return amount


def _settle(world: World, invoice: Ints, amount: Ints) -> None:
    """Status and notes of the invoices, now that it is known what came in."""
    bills = world.tables["invoices"]
    paid = np.bincount(invoice, amount, len(bills)).astype(np.int64)
    cancelled = bills["status"].is_("Cancelled")
    overdue = bills["due_date"].astype(np.int64) < world.today
    status = np.where(overdue, _OVERDUE, _PENDING)
    status = np.where(paid == bills["total_amount"], _PAID, status)
    status = np.where(cancelled, _CANCELLED, status)
    bills.columns["status"] = Coded(status, _STATUSES)
    chance = world.chance("invoice notes", bills["service_call_id"])
    names = bills["status"].tolist()
    overdue_for = world.today - bills["due_date"].astype(np.int64)
    payer = payers.payers(chance, bills["customer_id"])
    dunned = payers.dunned(payer, bills["total_amount"], overdue_for)
    remarks = wording.invoice_notes(chance, names, [None] * len(names), overdue_for, dunned)
    voided = bills["notes"]
    bills.columns["notes"] = [
        old if state == "Cancelled" else new
        for old, new, state in zip(voided, remarks, names, strict=True)
    ]


def _note_changes(world: World) -> None:
    """When the invoices became paid or overdue; the void ones are void since they were issued."""
    bills, payments = world.tables["invoices"], world.tables["payments"]
    invoice = payments["invoice_id"] - bills.first_id
    paid_at = np.array(bills["created_at_utc"])
    done = coded(payments["status"]).is_("Completed")
    np.maximum.at(paid_at, invoice[done], payments["updated_at_utc"][done])
    reminded = wording.reminded_on(world.today - bills["due_date"].astype(np.int64))
    noted = np.array([note is not None for note in texts(bills["notes"])])
    since = np.maximum(np.where(noted, reminded, 1), 1)
    overdue_at = as_utc(overnight(bills["due_date"] + since.astype("timedelta64[D]")), world.number)
    status = coded(bills["status"])
    bills.columns["updated_at_utc"] = np.select(
        [status.is_("Paid"), status.is_("Overdue")],
        [paid_at, np.maximum(overdue_at, bills["created_at_utc"])],
        bills["updated_at_utc"],
    )
