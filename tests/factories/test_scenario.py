"""The knobs: what is filled in, what follows what, what is refused and how."""

import pickle
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.errors import UserError
from factories.limits import limit_of, weekdays
from factories.scenario import Scenario, parse_date, parse_rows, parse_whole
from factories.sizes import COMPANION_ROWS, DEFAULT_ROWS, FOLLOWS, GUIDE_ROWS, SHARED
from hvac_models import Base

AS_OF = date(2025, 9, 30)


def of(**knobs: Any) -> Scenario:
    return Scenario.of(**{"as_of": AS_OF, **knobs})


def refusal(**knobs: Any) -> UserError:
    with pytest.raises(UserError) as caught:
        of(**knobs)
    assert "\n" not in str(caught.value)
    return caught.value


def test_defaults_are_the_contract() -> None:
    assert dict(of().rows) == dict(DEFAULT_ROWS)
    assert sum(GUIDE_ROWS.values()) == 17_410
    assert sum(COMPANION_ROWS.values()) == 7_069
    assert of().total_rows == 24_479


def test_the_sizes_name_the_tables_of_the_models_in_the_guides_order() -> None:
    tables = sorted(Base.metadata.tables.values(), key=lambda table: table.info["guide_order"])
    assert [table.name for table in tables] == list(DEFAULT_ROWS)


def test_a_table_comes_after_the_one_it_follows() -> None:
    order = list(DEFAULT_ROWS)
    assert all(order.index(parent) < order.index(child) for child, parent in FOLLOWS.items())


def test_history_ends_on_the_as_of_date() -> None:
    scenario = of(history_days=60)
    assert scenario.start == date(2025, 8, 2)
    assert scenario.rows["weather_daily"] == 60


def test_twice_the_service_calls_twice_what_hangs_on_them() -> None:
    rows = of(rows={"service_calls": 4_000}).rows
    assert (rows["invoices"], rows["payments"], rows["work_orders"]) == (3_400, 1_310, 4_000)
    assert (rows["parts_usage"], rows["invoice_lines"]) == (7_980, 11_774)
    assert (rows["customers"], rows["technicians"]) == (500, 15)


def test_a_named_table_stays_as_named_and_its_followers_follow_it() -> None:
    rows = of(rows={"invoices": 850}).rows
    assert (rows["service_calls"], rows["invoices"], rows["payments"]) == (2_000, 850, 328)


def test_scale_multiplies_all_but_the_catalog() -> None:
    scenario = of(scale=3)
    assert {
        table for table in DEFAULT_ROWS if scenario.total_of(table) == scenario.rows[table]
    } == (SHARED)
    assert scenario.total_of("customers") == 1_500
    assert scenario.total_of("branches") == 3


def test_the_smallest_company_has_a_row_in_every_table() -> None:
    assert min(of(rows={"customers": 1}).rows.values()) == 1


def test_what_comes_in_grows_with_the_history_and_the_company() -> None:
    flows = ("service_calls", "leads", "quotes", "marketing_campaigns", "subscriptions")
    told = {
        days: [of(history_days=days).rows[table] for table in flows]
        for days in (90, 365, 730, 1_825)
    }
    assert told[730] == [DEFAULT_ROWS[table] for table in flows]
    assert told[365] == [1_089, 327, 370, 7, 181]
    # Less than the same a day: the company was smaller once.
    assert told[1_825] == [3_934, 1_180, 1_337, 24, 396]
    # The contracts that are in force on the first day are there however short the history.
    assert told[90] == [307, 104, 118, 2, 120]
    short = of(history_days=90).rows
    assert (short["customers"], short["work_orders"], short["payments"]) == (500, 307, 101)


def test_a_named_count_is_that_of_the_whole_history() -> None:
    rows = of(history_days=90, rows={"service_calls": 800}).rows
    assert (rows["service_calls"], rows["invoices"], rows["leads"]) == (800, 680, 104)


def test_what_nobody_named_gives_way_to_the_calendars() -> None:
    scenario = of(history_days=60, rows={"technicians": 2})
    one_a_day = 2 * weekdays(scenario.start, 60)
    assert scenario.rows["service_calls"] == one_a_day < of(history_days=60).rows["service_calls"]
    assert scenario.rows["work_orders"] == one_a_day
    full = one_a_day * 3 // 2
    rows = {"technicians": 2, "service_calls": full}
    assert of(history_days=60, rows=rows).rows["service_calls"] == full


@pytest.mark.parametrize(("start", "days", "expected"), [
    (date(2025, 9, 29), 7, 5),
    (date(2025, 9, 27), 2, 0),
    (date(2025, 9, 26), 4, 2),
    (date(2025, 9, 26), 0, 0),
])  # fmt: skip
def test_weekdays(start: date, days: int, expected: int) -> None:
    assert weekdays(start, days) == expected


@pytest.mark.parametrize(("table", "count", "told"), [
    ("customers", 0, "whole number 1"),
    ("customers", -5, "whole number 1"),
    ("customers", True, "whole number 1"),
    ("customers", 10_000_001, "whole number 1"),
    ("costumers", 5, "did you mean customers?"),
    ("zebra", 5, "choose from appointments, branches"),
    ("service_calls", 20_000, "calendars of 15 technicians"),
    ("invoices", 2_001, "raise service_calls"),
    ("customer_feedback", 2_001, "raise service_calls"),
    ("incident_response", 201, "emergencies are a tenth"),
    ("work_orders", 1_999, "lower service_calls"),
    ("work_orders", 2_001, "raise service_calls"),
    ("inventory", 199, "lower parts"),
    ("weather_daily", 731, "follows --history-days"),
    ("branches", 2, "follows --scale"),
    ("appointments", 2_401, "raise service_calls"),
    ("payments", 2_041, "raise invoices"),
    ("parts_usage", 999, "lower service_calls"),
    ("parts_usage", 9_001, "raise service_calls"),
    ("invoice_lines", 5_600, "lower invoices or parts_usage"),
    ("invoice_lines", 9_002, "raise invoices"),
    ("purchase_orders", 998, "raise parts_usage"),
    ("warranty_claims", 161, "raise service_calls"),
    ("subscriptions", 1_001, "raise customers"),
    ("parts_usage", 7_000, "raise service_calls or parts"),
    ("technician_certifications", 14, "lower technicians"),
    ("technician_certifications", 76, "raise technicians"),
    ("installed_devices", 249, "lower customers"),
    ("installed_devices", 4_001, "raise customers"),
    ("parts", 1, "cover every kind"),
    ("parts", 1_000_000, "lower it"),
    ("equipment_types", 1, "cover every kind"),
    ("suppliers", 1, "cover every kind"),
])  # fmt: skip
def test_a_count_that_cannot_hold_is_refused(table: str, count: int, told: str) -> None:
    error = refusal(rows={table: count})
    assert error.option == "--rows"
    assert table in error.message
    assert told in error.message


@pytest.mark.parametrize(("knobs", "rows"), [
    ({"history_days": 90}, {"customers": 40, "parts_usage": 288}),
    ({"history_days": 365}, {"customers": 40, "parts_usage": 720}),
    ({"history_days": 60}, {"customers": 40, "invoice_lines": 197, "equipment_types": 1_000}),
    ({"history_days": 60}, {"customers": 2, "invoice_lines": 37, "equipment_types": 26}),
    ({"history_days": 60}, {"customers": 2, "invoice_lines": 12, "invoices": 1}),
    ({"history_days": 730}, {"customers": 40, "subscriptions": 80}),
    ({"history_days": 90}, {"customers": 1, "service_calls": 96}),
])  # fmt: skip
def test_few_rows_may_all_have_little(knobs: dict[str, int], rows: dict[str, int]) -> None:
    """What a large company has on average, a small one need not have."""
    table = next(name for name in rows if name.endswith(("usage", "lines", "ions", "calls")))
    assert f"{table}={rows[table]} is more than " in refusal(**knobs, rows=rows).message


@pytest.mark.parametrize(("knobs", "option", "told"), [
    ({"seed": -1}, "--seed", "0 to 9223372036854775807"),
    ({"seed": 2**63}, "--seed", "out of range"),
    ({"scale": 0}, "--scale", "1 to 1000"),
    ({"scale": 1_001}, "--scale", "1 to 1000"),
    ({"history_days": 59}, "--history-days", "60 to 3650"),
    ({"history_days": 3_651}, "--history-days", "60 to 3650"),
    ({"as_of": date(1999, 1, 1)}, "--as-of", "the company opened in 2005"),
    ({"as_of": date(2011, 12, 31)}, "--as-of", "2012-01-01 to 2099-12-31"),
    ({"as_of": date(2100, 1, 1)}, "--as-of", "2012-01-01 to 2099-12-31"),
    ({"as_of": date(2012, 1, 1), "history_days": 1_000}, "--history-days", "at most 731"),
    ({"locale": "tlh_KX"}, "--locale", "'tlh_KX'"),
])  # fmt: skip
def test_a_knob_out_of_range_is_refused(knobs: dict[str, Any], option: str, told: str) -> None:
    error = refusal(**knobs)
    assert error.option == option
    assert told in error.message


@pytest.mark.parametrize(
    "text", ["2025-13-01", "2025-02-30", "20250101", "today", "", "\uff12\uff10\uff12\uff15-01-01"]
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(UserError, match="YYYY-MM-DD"):
        parse_date("--as-of", text)


@pytest.mark.parametrize("text", ["", "x", "1.5", "1e3", "1_000", "\u0663", "9" * 31])
def test_what_is_no_whole_number(text: str) -> None:
    with pytest.raises(UserError, match="not a whole number"):
        parse_whole("--scale", text)


def test_rows_are_read_as_written() -> None:
    assert parse_rows(["customers=10", " parts = 90 "]) == {"customers": 10, "parts": 90}


@pytest.mark.parametrize(("texts", "told"), [
    (["customers"], "is not TABLE=N"),
    (["=5"], "is not TABLE=N"),
    (["customers="], "is not TABLE=N"),
    (["customers=ten"], "not a whole number"),
    (["Customer=10"], "did you mean customers?"),
    (["customers=1", "customers=2"], "named twice"),
])  # fmt: skip
def test_rows_that_cannot_be_read(texts: list[str], told: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_rows(texts)
    assert caught.value.option == "--rows"
    assert told in caught.value.message


def test_what_was_asked_for_is_exact_and_what_follows_is_near() -> None:
    default, other = of(seed=3, scale=2), of(rows={"customers": 100, "leads": 40})
    assert default.holds("leads", 1_200)
    assert not default.holds("leads", 1_199)
    assert other.holds("customers", 100)
    assert not other.holds("customers", 99)
    assert not other.holds("leads", 41)
    assert other.holds("warranty_claims", 16)
    assert not other.holds("warranty_claims", 15)
    assert other.holds("invoice_lines", 1_177 - 392)
    assert not other.holds("invoice_lines", 1_177 - 393)
    assert not other.holds("weather_daily", 729)


def test_the_command_makes_the_same_scenario() -> None:
    scenario = of(seed=7, history_days=365, scale=2, rows={"leads": 700, "customers": 400})
    assert scenario.command() == (
        "python -m factories.populate --seed 7 --as-of 2025-09-30 --history-days 365 --scale 2"
        " --rows customers=400 --rows leads=700"
    )
    assert of().command() == "python -m factories.populate --seed 42 --as-of 2025-09-30"
    assert of().command(["--database", "my data.sqlite"]).endswith("--database 'my data.sqlite'")


def test_a_scenario_travels_between_processes() -> None:
    scenario = of(rows={"customers": 100})
    assert pickle.loads(pickle.dumps(scenario)) == scenario
    assert hash(scenario) == hash(of(rows={"customers": 100}))


counts = st.one_of(st.integers(-2, 50), st.integers(1, 5_000), st.integers(1, 20_000_000))
knobs = st.fixed_dictionaries(
    {
        "seed": st.integers(0, 2**63 - 1),
        "as_of": st.dates(date(2012, 1, 1), date(2099, 12, 31)),
        "history_days": st.integers(60, 730),
        "scale": st.integers(1, 1_000),
        "rows": st.dictionaries(st.sampled_from(list(DEFAULT_ROWS)), counts, max_size=4),
    }
)


def attempt(knobs: dict[str, Any]) -> Scenario | UserError:
    try:
        return Scenario.of(**knobs)
    except UserError as error:
        return error


@given(knobs)
def test_what_is_accepted_holds_and_what_is_refused_says_why(knobs: dict[str, Any]) -> None:
    result = attempt(knobs)
    if isinstance(result, UserError):
        assert result.option == "--rows"
        assert any(table in result.message for table in knobs["rows"])
        return
    rows = result.rows
    assert list(rows) == list(DEFAULT_ROWS)
    assert {table: rows[table] for table in knobs["rows"]} == knobs["rows"]
    for table, count in rows.items():
        limit_of(table, rows, result.as_of, result.history_days).check(table, count)
    assert rows["invoices"] <= rows["service_calls"] == rows["work_orders"]
    assert rows["invoice_lines"] >= rows["invoices"]


@given(knobs)
def test_the_defaults_alone_are_never_refused(knobs: dict[str, Any]) -> None:
    assert Scenario.of(**{**knobs, "rows": {}}).total_rows > 0
