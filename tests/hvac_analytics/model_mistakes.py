"""Mistakes that an analyst makes in a model."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Model:
    """A mistake in a model: a piece of its SQL that occurs once, and what it becomes.

    Statements of `before` change rows of HVAC_ANALYTICS: what stood there when the model ran.
    """

    says: str
    model: str
    old: str
    new: str
    before: tuple[str, ...] = ()


MODELS: Final = (
    Model(
        "void invoices are revenue",
        "fct_invoices",
        "cast(case when is_cancelled then 0 else subtotal end as numeric(18, 2)) as revenue_amount",
        "cast(subtotal as numeric(18, 2)) as revenue_amount",
    ),
    Model(
        "a join to the lines multiplies invoices",
        "fct_invoices",
        "left join summed on invoices.invoice_id = summed.invoice_id",
        "left join summed on invoices.invoice_id = summed.invoice_id\n"
        "    left join lines as each_line on invoices.invoice_id = each_line.invoice_id",
    ),
    Model(
        "discounts have the wrong sign",
        "fct_invoices",
        "then -line_amount else",
        "then line_amount else",
    ),
    Model(
        "attempts to pay count as paid",
        "int_invoice_payments",
        "sum(case when payment_status = 'Completed' then payment_amount else 0 end) as paid_amount",
        "sum(payment_amount) as paid_amount",
    ),
    Model(
        "calls that were not billed fall out",
        "fct_service_calls",
        "left join invoices on calls.service_call_id = invoices.service_call_id",
        "inner join invoices on calls.service_call_id = invoices.service_call_id",
    ),
    Model(
        "the wage is taken from the bill rate",
        "fct_service_calls",
        "technicians.hourly_wage",
        "technicians.hourly_bill_rate",
    ),
    Model(
        "failed payments bring money",
        "fct_payments",
        "cast(case when is_completed then payment_amount else 0 end as numeric(18, 2))",
        "cast(payment_amount as numeric(18, 2))",
    ),
    Model(
        "an incremental run takes only what is newer than the newest, so what came late is lost",
        "fct_payments",
        "{{ where_row_changed('hashed', 'payment_id') }}",
        "{% if is_incremental() %}where payment_id >"
        " (select max(kept.payment_id) from {{ this }} as kept){% endif %}",
        before=("delete from fct_payments where payment_id in (1, 2)",),
    ),
    Model(
        "an incremental run leaves the rows that have changed as they were",
        "fct_service_calls",
        "{{ where_row_changed('hashed', 'service_call_id') }}",
        "{% if is_incremental() %}where service_call_id not in"
        " (select kept.service_call_id from {{ this }} as kept){% endif %}",
        before=("update fct_service_calls set revenue_amount = 0, row_hash = '' where is_billed",),
    ),
    Model(
        "parts are bought one each, whatever the quantity",
        "stg_hvac__parts_usage",
        "quantity_used * unit_cost as purchase_cost",
        "unit_cost as purchase_cost",
    ),
    Model(
        "months of use are quarters",
        "fct_parts_usage",
        "dbt.date_trunc('month', 'usage_date')",
        "dbt.date_trunc('quarter', 'usage_date')",
    ),
    Model(
        "use fills the shelf",
        "fct_stock_daily",
        "sum(received_quantity - used_quantity) over",
        "sum(received_quantity + used_quantity) over",
    ),
    Model(
        "what is due today is overdue",
        "accounts_receivable_aging",
        "sum(case when days_overdue > 0 then balance_amount else 0 end) as past_due_amount",
        "sum(case when days_overdue >= 0 then balance_amount else 0 end) as past_due_amount",
    ),
    Model(
        "a part is ordered again while it is on its way",
        "inventory_health",
        "current_stock + quantity_on_order as available_quantity",
        "current_stock as available_quantity",
    ),
    Model(
        "parts that nobody used fall out",
        "parts_profitability",
        "left join used on parts.part_id = used.part_id",
        "inner join used on parts.part_id = used.part_id",
    ),
    Model(
        "void invoices count for technicians",
        "service_performance_dashboard",
        "where not invoices.is_cancelled",
        "where invoices.subtotal >= 0",
    ),
    Model(
        "technicians who were not out fall out",
        "service_performance_dashboard",
        "left join work on technicians.technician_id = work.technician_id",
        "inner join work on technicians.technician_id = work.technician_id",
    ),
    Model(
        "months without a call fall out",
        "technician_utilization",
        "left join work\n",
        "inner join work\n",
    ),
    Model(
        "on the dot is too late",
        "emergency_response",
        "response_minutes <= response_target_minutes",
        "response_minutes < response_target_minutes",
    ),
    Model(
        "repairs whose outcome is open count as decided",
        "first_time_fix",
        "sum(case when is_decided then 1 else 0 end) as decided_repairs",
        "count(*) as decided_repairs",
    ),
    Model(
        "postal codes without a call fall out",
        "territory_map",
        "left join calls\n",
        "inner join calls\n",
    ),
    Model(
        "a week is as warm as its days on average",
        "demand_weather",
        "sum(weather.degree_days) as degree_days",
        "avg(weather.degree_days) as degree_days",
    ),
    Model(
        "the whole spending of a campaign is booked on each lead",
        "lead_funnel",
        "round(cast(spent_amount as numeric(18, 2)) * place / brought, 2)",
        "round(cast(spent_amount as numeric(18, 2)) * place, 2)",
    ),
    Model(
        "quotes that are still open are counted as decided",
        "quote_win_rates",
        "sum(case when is_decided then 1 else 0 end) as decided",
        "count(*) as decided",
    ),
    Model(
        "void invoices count for customers",
        "int_customer_facts",
        "where not is_cancelled",
        "where subtotal >= 0",
    ),
    Model(
        "attempts to pay are cash",
        "revenue_monthly",
        "where is_completed\n",
        "where payment_amount > 0\n",
    ),
    Model(
        "a contract that was cancelled is not decided",
        "contract_renewals",
        "outcome in ('Renewed', 'Lapsed', 'Cancelled')",
        "outcome in ('Renewed', 'Lapsed')",
    ),
    Model(
        "a contract renewed ahead of its end is decided in a month to come",
        "contract_renewals",
        "        and covered_until = last_covered_date\n",
        "",
    ),
    Model(
        "void invoices count for won jobs",
        "int_opportunity_quotes",
        "    where not is_cancelled\n",
        "    where subtotal >= 0\n",
    ),
    Model(
        "a device is of no age until its second year",
        "int_calls_enriched",
        "/ 365.25",
        "/ 730.5",
    ),
    Model(
        "all wins are the campaigns'",
        "lead_funnel",
        "/ nullif(joined.campaign_converted, 0)",
        "/ nullif(joined.converted, 0)",
    ),
    Model(
        "void invoices are a campaign's return",
        "campaign_roi",
        "    where not is_cancelled\n",
        "    where subtotal >= 0\n",
    ),
    Model(
        "brands are compared with devices of any age",
        "equipment_failure_patterns",
        "            and cells.age_band = classes.age_band\n",
        "",
    ),
    Model(
        "what was never carried has run out",
        "inventory_health",
        "is_carried and current_stock = 0",
        "current_stock = 0",
    ),
    Model(
        "contracts earn before the history",
        "revenue_monthly",
        "        min(weather_date) as first_day,\n",
        "        cast(date_trunc('month', min(weather_date)) as date) as first_day,\n",
    ),
    Model(
        "any debt is much",
        "int_customer_signs",
        ">= {{ var('sign_of_leaving_owed_share') }} * billed_total",
        ">= 1",
    ),
    Model(
        "the fee of a payment given back is forgotten",
        "fct_payments",
        "                when payment_status = 'Refunded' then -processing_fee\n",
        "",
    ),
    Model(
        "who has left is at high risk of leaving",
        "int_customer_signs",
        "then 'Left'",
        "then 'High'",
    ),
)
