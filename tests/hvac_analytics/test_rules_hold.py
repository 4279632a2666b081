"""The one test that a table has for all its columns says which of its rules are broken."""

import re

import duckdb

from tests.hvac_analytics.project import Project

BREAKS = (
    "update HVAC_RAW.customers set customer_name = null where customer_id = 1",
    "update HVAC_RAW.customers set customer_type = 'royal', branch_id = 99 where customer_id = 2",
    "update HVAC_RAW.customers set customer_id = 4 where customer_id = 3",
    "update HVAC_RAW.weather_daily set weather_date = (select min(weather_date) from HVAC_RAW.weather_daily) where weather_id = 2",  # noqa: E501
    "update HVAC_RAW.incident_response set service_call_id = (select min(service_call_id) from HVAC_RAW.service_calls where service_type = 'Maintenance') where incident_id = 1",  # noqa: E501
    "update HVAC_ANALYTICS.fct_invoices set tax_rate = 2 where invoice_id = 1",
    "update HVAC_ANALYTICS.fct_invoices set payment_state = 'Paid', invoice_status = 'Overdue' where invoice_id = 2",  # noqa: E501
)
SAID = (
    "customers_rules_hold: 1 rows: customer_name is null; ",
    "customers_rules_hold: 1 rows: customer_type is none of its values; branch_id has no parent; ",
    "customers_rules_hold: 2 rows: customer_id is not unique; ",
    "weather_daily_rules_hold: 2 rows: branch_id, weather_date is not unique; ",
    "stg_hvac__incident_response_rules_hold: 1 rows: service_call_id has no parent; ",
    "fct_invoices_rules_hold: 1 rows: tax_rate is out of its range; ",
    "fct_invoices_rules_hold: 1 rows: not so: (payment_state = 'Paid') = (invoice_status = 'Paid'); ",  # noqa: E501
)


def test_a_failure_names_columns_and_rules(own: Project) -> None:
    with duckdb.connect(str(own.folder / "hvac.duckdb")) as database:
        for statement in BREAKS:
            changed = database.execute(statement).fetchone()
            assert changed == (1,), statement
    broken = ("customers", "weather_daily", "stg_hvac__incident_response", "fct_invoices")
    tests = [f"{table}_rules_hold" for table in broken]
    done = own.dbt("test", "--select", *tests)
    assert done.code == 1, done.printed
    for line in SAID:
        assert line in done.printed, done.printed


def test_without_weather_there_is_no_last_day(own: Project) -> None:
    with duckdb.connect(str(own.folder / "hvac.duckdb")) as database:
        database.execute("delete from HVAC_RAW.weather_daily")
    done = own.dbt("build", "--exclude", "resource_type:seed", "--select", "int_as_of", "dim_date+")
    assert done.code == 1, done.printed
    assert "int_as_of_rules_hold: 1 rows: as_of_date is null; " in done.printed, done.printed
    assert re.search(r"SKIP relation HVAC_ANALYTICS\.dim_date", done.printed), done.printed
