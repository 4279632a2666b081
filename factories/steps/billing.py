"""Bills: which visits are billed, when, and what stands on the invoice."""

from dataclasses import dataclass

import numpy as np

from factories.engine import money
from factories.engine.streams import Ints, Mask, keep_weighted
from factories.engine.values import Coded, coded, take, texts
from factories.errors import UserError
from factories.rules.accounting import billing as rules
from factories.rules.accounting import invoice_lines
from factories.rules.accounting.documents import numbered, years
from factories.rules.accounting.invoice_lines import Lines
from factories.rules.calls.left_undone import DECLINED
from factories.rules.calls.service import (
    COMPONENTS,
    EMERGENCY,
    INSPECTION,
    INSTALLATION,
    LABOR_WARRANTY_DAYS,
    MAINTENANCE,
    REPAIR,
)
from factories.rules.hours.calendar import office_day_from, office_day_until
from factories.steps.recording import moments
from factories.steps.warranty import claimed_lines
from factories.steps.world import World, days
from factories.tables.billing import InvoiceFactory, InvoiceLineFactory
from factories.wording import billing as wording
from factories.wording.billing import REASONS
from hvac_models import InvoiceStatus

_LIVE, _PLAN, _ERROR, _CLAIMED, _WARRANTY, _REPAIRED, _INSTALLED, _GUARANTEED = range(len(REASONS))
_STATUSES = (str(InvoiceStatus.PENDING), str(InvoiceStatus.CANCELLED))


@dataclass(frozen=True)
class _Bills:
    """One row an invoice, by day of issue."""

    call: Ints
    issued: Ints
    void: Ints
    """Index into ``REASONS``: why it was cancelled; 0 where it stands."""


def invoice(world: World) -> None:
    """Bill exactly as many visits as asked for. A bill is void or open here: which of the open ones
    are paid is decided by ``collection``."""
    bills = _bills(world)
    commercial = _commercial(world, bills)
    installation = world.calls.kind[bills.call] == INSTALLATION
    lines = _lines(world, bills)
    issued = days(bills.issued)
    world.add(
        InvoiceFactory,
        len(bills.call),
        invoice_number=numbered("INV", issued, world.number, world.rows("invoices")),
        service_call_id=world.keys("service_calls", bills.call),
        issue_date=issued,
        payment_terms=rules.payment_terms(
            world.chance("terms", world.calls.customer[bills.call]), commercial
        ),
        subtotal=lines.subtotals(len(bills.call)),
        tax_rate=world.metro.tax.rates(commercial, installation),
        status=Coded((bills.void != _LIVE).astype(np.int64), _STATUSES),
        notes=_void_notes(world, bills),
        changed_at=moments(_voided_at(world, bills)),
    )
    world.add(InvoiceLineFactory, len(lines), **lines.columns(world.first_id("invoices")))


def _bills(world: World) -> _Bills:
    """Which visits are billed, when, and which of the bills are void."""
    calls, wanted = world.calls, world.rows("invoices")
    chance = world.chance("billing", len(calls))
    # A night's emergency ends, and is billed, on the day after it began.
    ended = calls.end // 1440
    lag = rules.issue_lag(chance)
    # On the day of the visit the technician writes it, later on the office.
    issued = np.where(lag > 0, office_day_from(ended + lag), ended)
    covered = (calls.contract >= 0) & ((calls.kind == MAINTENANCE) | (calls.kind == INSPECTION))
    free = _guarantees(world)
    warranty = free != _LIVE
    # Who is billed first: 0 is owed, 1 waits for a part, 2 is free of charge, so that a bill is a
    # mistake, 3 would be billed after the as-of date only.
    group = np.where(covered | warranty, 2, np.where(calls.awaits_part, 1, 0))
    group = np.where(issued > world.today, 3, group)
    chosen = np.lexsort((chance.bits("unbilled"), group))[:wanted]
    issued = np.where(
        issued > world.today,
        np.maximum(ended, office_day_until(np.full(len(ended), world.today))),
        issued,
    )
    void = np.where(covered, _PLAN, free)
    if (void[chosen] != _LIVE).all():
        # Only in a company of a few visits: the plan's customers are billed, else nobody would be.
        chosen = np.lexsort((chance.bits("unbilled"), warranty))[:wanted]
        void = free
    chosen = chosen[np.lexsort((chosen, issued[chosen]))]
    void = void[chosen]
    live = np.flatnonzero(void == _LIVE)
    if not len(live):
        raise UserError(
            "--rows",
            f"all service calls of a branch ({len(calls)}) are under guarantee, so that nobody"
            " pays; raise service_calls, or choose another --seed",
        )
    wrong = len(live) * rules.BILLED_IN_ERROR // 100
    draws = world.chance("billed in error", chosen[live])
    weight = rules.waived(world.tables["service_calls"]["total_cost"])[chosen[live]]
    wrong = min(wrong, int((weight > 0).sum()))
    void[live[keep_weighted(draws, "errors", weight, wrong)]] = _ERROR
    return _Bills(chosen, issued[chosen], void)


def guaranteed(world: World) -> Mask:
    """Repairs that we do for nothing: of what we installed, or mended, within the last year."""
    calls, devices = world.calls, world.devices
    repair = (calls.kind == REPAIR) | (calls.kind == EMERGENCY)
    ours: Mask = coded(world.tables["installed_devices"]["installed_by"]).is_("Company")
    age = calls.day - devices.installed[calls.device]
    installed = ours[calls.device] & (age >= 0) & (age <= LABOR_WARRANTY_DAYS)
    free: Mask = repair & (installed | _mended_lately(world))
    return free


def _guarantees(world: World) -> Ints:
    """Index into ``REASONS``: on what account a visit is free, whatever the contract; 0 if it is
    not."""
    calls, lines = world.calls, world.part_lines
    # A return within weeks is a callback, the same fault months later a guarantee.
    reason = np.where(guaranteed(world), _INSTALLED, _LIVE)
    reason[_mended_lately(world)] = _GUARANTEED
    reason[calls.is_callback] = _REPAIRED
    free = reason != _LIVE
    for pays, line in (
        (_WARRANTY, np.flatnonzero(lines.by_warranty)),
        (_CLAIMED, claimed_lines(world)),
    ):
        call = lines.call[line]
        reason[call[free[call]]] = pays
    return reason


def _mended_lately(world: World) -> Mask:
    """Where the same component of the same device was mended within the last year."""
    calls = world.calls
    row = np.flatnonzero(calls.component >= 0)
    what = calls.device[row] * len(COMPONENTS) + calls.component[row]
    row, what = (column[np.lexsort((row, what))] for column in (row, what))
    # The nearest row above that mended something; another component's says nothing.
    mended = np.maximum.accumulate(np.where(calls.fits_nothing[row], 0, np.arange(len(row))))
    before = np.concatenate([mended[:1], mended[:-1]])
    same = (what[before] == what) & (before < np.arange(len(row)))
    same &= ~calls.fits_nothing[row[before]]
    lately = np.zeros(len(calls), np.bool_)
    lately[row] = same & (calls.day[row] - calls.day[row[before]] <= LABOR_WARRANTY_DAYS)
    return lately


def _voided_at(world: World, bills: _Bills) -> Ints:
    """The minute at which each bill was cancelled, or -1: on the evening of its day, or when the
    customer called about it."""
    chance = world.chance("void", bills.call)
    sent = (bills.void == _PLAN) & chance.happens("called about", rules.CALLED_ABOUT)
    called = office_day_from(bills.issued + chance.between("call", *rules.CALLED_ABOUT_AFTER))
    on = np.where(sent, np.minimum(called, world.today), bills.issued)
    at: Ints = on * 1440 + chance.between("checked", *rules.BILLS_CHECKED_AT)
    return np.where(bills.void != _LIVE, at, -1)


def _void_notes(world: World, bills: _Bills) -> list[str | None]:
    """Why a bill was cancelled; what is said of the others depends on what they are paid."""
    notes: list[str | None] = [None] * len(bills.call)
    void = np.flatnonzero(bills.void != _LIVE)
    reasons = Coded(bills.void[void], REASONS).tolist()
    chance = world.chance("invoice notes", bills.call[void])
    said = wording.invoice_notes(chance, ["Cancelled"] * len(void), reasons, np.zeros_like(void))
    for row, note in zip(void.tolist(), said, strict=True):
        notes[row] = note
    return notes


def _commercial(world: World, bills: _Bills) -> Mask:
    kind: Mask = world.businesses()
    return kind[world.calls.customer[bills.call]]


def _lines(world: World, bills: _Bills) -> Lines:
    """The lines of all invoices, exactly as many as asked for: fees make up the count."""
    lines = [_labor(world, bills), _parts(world, bills)]
    discounts = _discounts(world, bills)
    room = world.rows("invoice_lines") - sum(map(len, lines))
    if room < 0 and "invoice_lines" in world.scenario.named:
        asked = world.rows("invoice_lines")
        raise UserError(
            "--rows",
            f"invoice_lines={asked} is fewer than the {asked - room:,} lines of labor and parts of"
            " these invoices; raise it, or lower invoices or parts_usage",
        )
    if len(discounts) > room:
        largest = np.argsort(-np.abs(discounts.amount), kind="stable")[: max(room, 0)]
        discounts = discounts.rows(np.sort(largest))
    fees = _fees(world, bills, max(room - len(discounts), 0))
    return Lines.joined(*lines, fees, discounts)


def _labor(world: World, bills: _Bills) -> Lines:
    visits = world.tables["service_calls"]
    equipment = world.tables["equipment_types"].at("equipment_type", visits["equipment_id"])
    return invoice_lines.labor(
        world.chance("labor lines", bills.call),
        texts(take(visits["service_type"], bills.call)),
        texts(take(equipment, bills.call)),
        visits["duration_hours"][bills.call],
        visits["bill_rate"][bills.call],
        visits["labor_cost"][bills.call],
    )


def _parts(world: World, bills: _Bills) -> Lines:
    usage, used = world.tables["parts_usage"], world.part_lines
    invoice_of = np.full(len(world.calls), -1, np.int64)
    invoice_of[bills.call] = np.arange(len(bills.call))
    row = np.flatnonzero(invoice_of[used.call] >= 0)
    names = texts(world.tables["parts"]["part_name"])
    return invoice_lines.parts(
        invoice_of[used.call[row]],
        usage.first_id + row,
        [names[part] for part in used.part[row].tolist()],
        usage["quantity_used"][row],
        usage["unit_price"][row],
        (used.by_warranty | used.again)[row],
        used.by_contract[row],
    )


def _discounts(world: World, bills: _Bills) -> Lines:
    """Contract holders get their plan's percentage off a repair's labor and parts."""
    calls, plans = world.calls, world.tables["subscriptions"]
    contract, kind = calls.contract[bills.call], calls.kind[bills.call]
    repair = ((kind == REPAIR) | (kind == EMERGENCY)) & (bills.void != _WARRANTY)
    invoice = np.flatnonzero(repair & (contract >= 0))
    percent = plans["discount_percentage"][contract[invoice]]
    cost = world.tables["service_calls"]["total_cost"][bills.call[invoice]]
    names = texts(take(plans["service_plan"], contract[invoice]))
    return invoice_lines.discounts(invoice, names, percent, money.percent(cost, percent))


def _fees(world: World, bills: _Bills, wanted: int) -> Lines:
    jobs = _jobs(world, bills)
    offers = rules.fee_offers(jobs)
    most = len(offers.fee)
    if wanted > most and "invoice_lines" in world.scenario.named:
        asked = world.rows("invoice_lines")
        raise UserError(
            "--rows",
            f"invoice_lines={asked} is {wanted - most:,} more than these invoices have labor,"
            f" parts, discounts and fees for ({asked - wanted + most:,});"
            " lower it, or raise invoices or parts_usage",
        )
    chance = world.chance("fees", bills.call[offers.invoice] * len(rules.FEES) + offers.fee)
    row = rules.charged(chance, offers, jobs.cost, wanted)
    invoice, fee = offers.invoice[row], offers.fee[row]
    price_book = world.chance("price book", 2 * fee + jobs.commercial[invoice])
    year, listed = years(days(world.calls.day[bills.call[invoice]])), world.scenario.as_of.year
    price = rules.fee_price(price_book, fee, jobs.commercial[invoice], year, listed)
    return invoice_lines.fees(invoice, fee, price)


def _jobs(world: World, bills: _Bills) -> rules.Jobs:
    visits, calls, call = world.tables["service_calls"], world.calls, bills.call
    kind = world.tables["equipment_types"].at("equipment_type", visits["equipment_id"])
    installation = calls.kind[call] == INSTALLATION
    return rules.Jobs(
        service_type=coded(take(visits["service_type"], call)),
        kind=coded(take(kind, call)),
        after_hours=rules.after_hours(calls.start[call]),
        diagnosis=(calls.awaits_part | calls.found_nothing | (calls.left == DECLINED))[call],
        known=calls.returns_to[call] >= 0,
        member=calls.contract[call] >= 0,
        commercial=_commercial(world, bills),
        replaces=installation & (world.devices.replaces[calls.device[call]] >= 0),
        void=bills.void != _LIVE,
        cost=visits["total_cost"][call],
    )
