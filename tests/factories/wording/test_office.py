"""The texts of the office fit the status they are filed under."""

import re
from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest

from factories.engine.streams import Chance
from factories.pools import businesses
from factories.rules.calls.urgency import WAITS_FOR_DAYS, WANTS_IT_SOON
from factories.wording import access, appointments, billing, offers, sales
from factories.wording.first_words import REPAIRS, first_words, since_asked
from factories.wording.phrases import COMPONENTS, KINDS

QUOTES = ("Repair", "Installation", "Replacement", "Maintenance Contract", "System Upgrade")
STATUSES = ("Pending", "Accepted", "Declined", "Expired", "Revised", offers.ELSEWHERE)
METHODS = ("Credit Card", "Check", "Cash", "ACH Transfer", "Online Payment", "Financing")


def rows(size: int) -> Chance:
    return Chance(42, ("office",), np.arange(1, size + 1))


def assert_clean(texts: Sequence[str | None]) -> None:
    for text in texts:
        if text is not None:
            assert text.isascii()
            assert text.isprintable()
            assert text[0].isalnum()
            assert text == text.strip()
            assert not any(mark in text for mark in ('"', "'", ";", "  ", "..", "{", "}", "%s"))


@pytest.mark.parametrize("customer_type", ["residential", "commercial"])
@pytest.mark.parametrize("kind", list(appointments.ABOUT_THE_VISIT))
def test_appointments_are_silent_about_as_often_as_not(kind: str, customer_type: str) -> None:
    chance = rows(1000)
    names = ["Maple Hill Bakery"] * 1000
    texts = appointments.special_instructions(
        chance, [kind] * 1000, chance.ids, [customer_type] * 1000, names, np.arange(1000) % 5 > 0
    )
    assert_clean(texts)
    assert 0.39 < texts.count(None) / 1000 < 0.51
    homely = ("Dog in", "cats", "porch")
    if customer_type == "commercial":
        assert not any(word in text for text in texts if text for word in homely)


def on_file(customer: int, name: str = "", visits: int = 60) -> set[str]:
    """What is on file of one customer, as told on many visits."""
    ids, kind = np.full(visits, customer), "commercial" if name else "residential"
    return set(access.notes_on_file(rows(visits), ids, [kind] * visits, [name] * visits))


def test_what_is_on_file_is_the_customers_and_not_the_visits() -> None:
    for customer in range(1, 120):
        assert len(on_file(customer)) == 1
        ids, places = np.full(30, customer), ["Roof"] * 30
        ways = access.ways_to_unit(rows(30), ids, ["residential"] * 30, ["Ann Lee"] * 30, places)
        assert len(set(ways)) == 1


def test_gate_codes_come_from_ten_thousand() -> None:
    everybody = np.arange(1, 6001)
    texts = access.notes_on_file(rows(6000), everybody, ["residential"] * 6000, [""] * 6000)
    codes = [code for text in texts for code in re.findall(r"\d+", text)]
    assert len(codes) > 300
    assert all(len(code) == 4 for code in codes)
    assert len(set(codes)) > 0.95 * len(codes)


def test_every_kind_of_business_has_notes_of_its_own() -> None:
    known = set(access.KINDS_OF_BUSINESS)
    for template in (*businesses.FAMILY, *businesses.PLACE):
        assert access.kind_of_business(template.format("Maple Hill")) in known, template
    assert (
        set(access.ON_FILE)
        == set(access.DESK) | {access.HOME}
        == known
        | {
            access.OTHER,
            access.HOME,
        }
    )
    assert access.kind_of_business("Acme") == access.OTHER


@pytest.mark.parametrize("name", ["Lopez Barber Shop", "First Oak Credit Union", "Acme"])
def test_no_kitchen_at_a_barbers_and_no_exam_rooms_at_a_bank(name: str) -> None:
    texts = {text for customer in range(1, 300) for text in on_file(customer, name, 1)}
    assert len(texts) > 3
    words = ("kitchen", "edical", "exam", "Animals", "ervices", "classes", "service bay")
    assert not any(word in text for text in texts for word in words)


def test_quotes_describe_what_is_offered() -> None:
    cases = list(product(QUOTES, KINDS, (None, *COMPONENTS)))
    size = len(cases)
    kinds, components = [case[1] for case in cases], [case[2] for case in cases]
    types, brands = [case[0] for case in cases], ["Carrier"] * size
    sizes: list[str | None] = ["3 ton", None] * (size // 2)
    old = ["Central AC" if kind == "Heat Pump" else None for kind in kinds]
    plans = ["Basic" if type_ == "Maintenance Contract" else None for type_ in types]
    known = [(None, offers.AGED, offers.FOUND, offers.MEASURED)[row % 4] for row in range(size)]
    offered = sales.Offered(types, kinds, brands, sizes, components, old, plans, known)
    texts = sales.quote_description(rows(size), offered)
    assert_clean(texts)
    for text, kind, component, capacity in zip(texts, types, components, sizes, strict=True):
        assert "Carrier" in text
        assert ("3 ton" in text) == (capacity is not None)
        if kind == "Repair" and component:
            assert component.lower() in text


def test_a_change_order_says_by_how_much() -> None:
    texts = sales.change_order_notes(rows(3), np.array([123_450, 0, -905]))
    assert_clean(texts)
    assert texts[0] is not None
    assert texts[0].endswith("$1,234.50 added.")
    assert texts[1] is None
    assert texts[2] is not None
    assert texts[2].endswith("$9.05 taken off.")


def test_a_voicemail_is_left_for_those_without_an_email_address_too() -> None:
    none = np.zeros(500, np.int64)
    pending = (["Repair"] * 500, ["Pending"] * 500, ["residential"] * 500, [None] * 500)
    said = {text for text in sales.quote_notes(rows(500), *pending, none) if text}
    assert "Left voicemail to follow up." in said
    assert not any(" email" in text for text in said)


@pytest.mark.parametrize(("kind", "status"), list(product(QUOTES, STATUSES)))
def test_quote_notes_fit_the_status(kind: str, status: str) -> None:
    homes, known = ["residential", "commercial"] * 250, ["a@example.com", None] * 250
    as_quoted = np.zeros(500, np.int64)
    texts = sales.quote_notes(rows(500), [kind] * 500, [status] * 500, homes, known, as_quoted)
    assert_clean(texts)
    assert not any(word in text for text in texts[1::2] if text for word in (" email", "spouse"))
    assert 0.33 < texts.count(None) / 500 < 0.47
    said = " ".join(text for text in texts if text)
    assert ("signed" in said) == (status == "Accepted")
    assert ("nother contractor" in said) == (status == offers.ELSEWHERE)
    assert ("old unit" in said) <= (kind in ("Replacement", "System Upgrade"))
    if kind in ("Repair", "Maintenance Contract"):
        assert "inancing" not in said


def test_leads_say_who_what_and_how_it_stands() -> None:
    wishes = (*offers.WISHES, *REPAIRS)
    cases = list(product(wishes, offers.FOUND_US, offers.WHERE_IT_STANDS, offers.TIMELINES))
    size = len(cases)
    interest, source, status, urgency = ([case[n] for case in cases] for n in range(4))
    companies = [None if row % 3 else "Acme" for row in range(size)]
    wanted = [(None, "Ductless Mini-Split", "Heat Pump")[row % 3] for row in range(size)]
    replaced = ["Central AC" if row % 3 == 2 else None for row in range(size)]
    nothing: list[str | None] = [None] * size
    said = first_words(rows(size), interest, wanted, nothing, urgency, [False] * size)
    assert [text is not None for text in said] == [wish in REPAIRS for wish in interest]
    inquiry = sales.Inquiry(
        interest,
        source,
        status,
        urgency,
        companies,
        wanted,
        replaced,
        nothing,
        said,
        [row % 2 > 0 for row in range(size)],
    )
    texts = sales.lead_notes(rows(size), inquiry)
    assert_clean(texts)
    for text, state, company, asked, by in zip(
        texts, status, companies, interest, source, strict=True
    ):
        assert ("Acme" in text) == (company is not None)
        needed = asked == "Emergency Service" and by not in ("Cold Call", "Trade Show")
        if needed and "Lost" in state:
            assert any(said in text for said in offers.WHERE_IT_STANDS[offers.LOST_IN_NEED])
            assert "not to do anything" not in text
        else:
            assert any(said in text for said in offers.WHERE_IT_STANDS[state])
    for row, (text, asked, kind) in enumerate(zip(texts, interest, wanted, strict=True)):
        assert asked != "Maintenance" or row % 2 == 0 or "tune-up" not in text
        if asked == "Installation" and kind:
            assert ("mini-split" if kind == "Ductless Mini-Split" else "heat pump") in text
            assert ("an old AC" in text) <= (kind == "Heat Pump")


def said_first(interest: str, kind: str, component: str, urgency: str) -> set[str | None]:
    """All that is said of a unit with such a fault."""
    size = 200
    wish, unit, failed, hurry = ([value] * size for value in (interest, kind, component, urgency))
    return set(first_words(rows(size), wish, unit, failed, hurry, [False] * size))


def test_what_shuts_off_is_urgent() -> None:
    for interest, kind in (("AC Repair", "Central AC"), ("Heating Repair", "Furnace")):
        for urgency in offers.TIMELINES:
            said = said_first(interest, kind, "Control Board", urgency)
            assert any("shuts off" in str(text) for text in said) == (urgency == "High")


def test_first_words_are_of_what_will_be_found() -> None:
    for urgency in offers.TIMELINES:
        for kind, component, leaks in (
            ("Central AC", "Drain Line", True),
            ("Heat Pump", "Drain Line", True),
            ("Central AC", "Capacitor", False),
            ("Package Unit", "Blower Motor", False),
        ):
            for text in map(str, said_first("AC Repair", kind, component, urgency)):
                assert ("water" in text or "puddle" in text) == leaks
                assert "{" not in text
        for text in map(str, said_first("Heating Repair", "Water Heater", "Igniter", urgency)):
            assert "water" in text
            assert "leak" not in text


def test_orders_count_from_the_first_word() -> None:
    on = np.datetime64("2024-03-21")
    for reported_as in (WANTS_IT_SOON, WAITS_FOR_DAYS):
        assert "First called about it Mar 17." in since_asked(4, on, reported_as, False)
        for ago in range(1, 60):
            for text in since_asked(ago, on, reported_as, False):
                assert not any(said in text for said in ("this morning", "last night"))
                assert ago == 1 or ("yesterday" not in text and "day before" not in text)


def test_what_goes_first_is_never_in_no_hurry() -> None:
    on = np.datetime64("2024-03-21")
    for ago in range(9):
        said = since_asked(ago, on, WAITS_FOR_DAYS, True)
        assert said
        assert not any("hurry" in text or "Any day" in text for text in said)


def said_of(quote_type: str, background: str | None, plan: str | None = None) -> str:
    """All that three hundred quotes of a kind say, in one text."""
    size = 300
    offered = sales.Offered(
        quote_type=[quote_type] * size,
        kind=["Furnace"] * size,
        brand=["Trane"] * size,
        capacity=[None] * size,
        component=[None] * size,
        replaced=[None] * size,
        plan=[plan] * size,
        background=[background] * size,
    )
    return " ".join(sales.quote_description(rows(size), offered))


def test_quotes_say_no_more_than_is_known() -> None:
    for quote_type, background, phrase in (
        ("Repair", offers.FOUND, "Found during the last visit"),
        ("Installation", offers.MEASURED, "Sizing checked on site"),
        ("Replacement", offers.AGED, "near the end of its life"),
    ):
        assert phrase in said_of(quote_type, background)
        assert phrase not in said_of(quote_type, None)


def test_contracts_promise_what_their_plan_gives() -> None:
    for plan, given in offers.PLANS.items():
        said = said_of("Maintenance Contract", None, plan)
        assert plan in said
        for service in ("filters", "priority", "belts", "small repair parts"):
            assert (service in said) <= (service in given), (plan, service)


def test_plans_and_campaigns() -> None:
    plans = sales.services_included(["Basic", "Premium", "Comprehensive", "Commercial"])
    assert_clean(plans)
    assert len(set(plans)) == 4
    channels = [*offers.FOUND_US, "Direct Mail"]
    cases = list(product(channels, offers.CAMPAIGN_HOOKS, range(1, 13)))
    size = len(cases)
    months, years = np.array([case[2] for case in cases]), np.full(size, 2024)
    names = sales.campaign_name(
        rows(size), [case[0] for case in cases], [case[1] for case in cases], months, years
    )
    assert_clean(names)
    assert all("2024" in name and case[0] in name for name, case in zip(names, cases, strict=True))


def test_a_cancelled_invoice_tells_why() -> None:
    reasons = [*billing.InvoiceReason, None] * 50
    texts = billing.invoice_notes(
        rows(len(reasons)), ["Cancelled"] * len(reasons), reasons, [0] * len(reasons)
    )
    assert_clean(texts)
    words = {"covered by plan": ("service plan",), "billed in error": ("illed in error",)}
    words |= {"claimed from the maker": ("arranty job",), "warranty job": ("warranty job",)}
    words |= {"own repair": ("return",), "own repair of before": ("guarant",)}
    words |= {"own installation": ("guarant",)}
    for text, reason in zip(texts, reasons, strict=True):
        assert text is not None
        assert reason is None or any(word in text for word in words[reason])


def test_most_invoices_say_nothing_and_some_overdue_ones_were_reminded() -> None:
    nothing: list[str | None] = [None] * 500
    paid = billing.invoice_notes(rows(500), ["Paid"] * 500, nothing, [400] * 500)
    overdue = billing.invoice_notes(rows(500), ["Overdue"] * 500, nothing, [12] * 500)
    assert paid.count(None) > 450
    assert 150 < overdue.count(None) < 300
    assert any(text and "eminder" in text for text in overdue)
    assert not any(text and "eminder" in text for text in paid)


def test_what_is_done_about_a_bill_hangs_on_how_long_it_is_overdue() -> None:
    for days, word in (
        (5, "First reminder"),
        (31, "Second reminder"),
        (70, ""),
        (300, "inal notice"),
    ):
        said = [text for text in billing.reminders(rows(200), [days] * 200) if text]
        assert len(said) == 200
        assert all(word in text for text in said)
        assert_clean(said)
    assert billing.reminders(rows(50), [4] * 50) == [None] * 50


@pytest.mark.parametrize("method", METHODS)
def test_payment_notes_fit_method_and_status(method: str) -> None:
    one, then = np.ones(300, np.int64), np.ones(300, np.bool_)
    for status in ("Completed", "Pending", "Failed", "Refunded"):
        texts = billing.payment_notes(rows(300), [method] * 300, [status] * 300, one, one, then)
        assert_clean(texts)
        assert (texts.count(None) > 200) == (status == "Completed")
        said = " ".join(text for text in texts if text)
        assert ("Refunded" in said) == (status == "Refunded")
        assert "Card" not in said or method in ("Credit Card", "Online Payment")
    part = billing.payment_notes(rows(300), [method] * 300, ["Completed"] * 300, one, one * 2, then)
    assert set(part) == {"Installment 1 of 2."}


def test_the_technician_takes_money_on_the_day_of_the_visit_only() -> None:
    one, then = np.ones(600, np.int64), np.ones(600, np.bool_)
    methods = list(METHODS) * 100
    paid = ["Completed"] * 600
    later = billing.payment_notes(rows(600), methods, paid, one, one, ~then)
    assert not any("technician" in text or "on site" in text for text in later if text)
    at_once = billing.payment_notes(rows(600), methods, paid, one, one, then)
    assert any("technician" in text for text in at_once if text)
    assert not any(
        "mail." in text or "office" in text for text in at_once if text and "Che" in text
    )


def test_a_refund_is_of_a_double_charge() -> None:
    one, then = np.ones(300, np.int64), np.ones(300, np.bool_)
    texts = billing.payment_notes(
        rows(300), ["Credit Card"] * 300, ["Refunded"] * 300, one, one, then
    )
    assert all(text and ("twice" in text or "uplicate" in text) for text in texts)


def test_labor_lines_count_hours_in_english() -> None:
    tenths = np.array([10, 15, 20])
    texts = billing.labor_line(rows(3), ["Repair"] * 3, ["Central AC"] * 3, tenths)
    assert_clean(texts)
    assert [text.split(", ")[1] for text in texts] == ["1 hour", "1.5 hours", "2 hours"]
    assert all("AC repair" in text for text in texts)


def test_discounts_name_their_plan() -> None:
    assert billing.discount_line(["Premium"], np.array([10])) == ["Premium plan discount, 10%"]
