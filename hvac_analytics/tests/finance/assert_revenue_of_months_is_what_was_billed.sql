-- No invoice and no payment falls outside of the months: revenue, its parts, tax and cash are those
-- of the raw tables, to the cent.
with found as (

    select
        coalesce(sum(invoiced_revenue), 0) as revenue,
        coalesce(sum(parts_revenue), 0) as parts_revenue,
        coalesce(sum(discounts), 0) as discounts,
        coalesce(sum(tax_amount), 0) as tax_amount,
        coalesce(sum(cash_collected), 0) as cash
    from {{ ref('revenue_monthly') }}

),

invoices as (

    select
        coalesce(sum(subtotal), 0) as revenue,
        coalesce(sum(tax_amount), 0) as tax_amount
    from {{ ref('stg_hvac__invoices') }}
    where not is_cancelled

),

lines as (

    select
        coalesce(sum(case when lines.line_type = 'part' then lines.line_amount end), 0)
            as parts_revenue,
        coalesce(sum(case when lines.line_type = 'discount' then -lines.line_amount end), 0)
            as discounts
    from {{ ref('stg_hvac__invoice_lines') }} as lines
    inner join {{ ref('stg_hvac__invoices') }} as invoices
        on lines.invoice_id = invoices.invoice_id
    where not invoices.is_cancelled

),

payments as (

    select coalesce(sum(payment_amount), 0) as cash
    from {{ ref('stg_hvac__payments') }}
    where is_completed

)

select
    found.revenue as found_revenue,
    invoices.revenue,
    found.parts_revenue as found_parts_revenue,
    lines.parts_revenue,
    found.discounts as found_discounts,
    lines.discounts,
    found.tax_amount as found_tax_amount,
    invoices.tax_amount,
    found.cash as found_cash,
    payments.cash
from found
cross join invoices
cross join lines
cross join payments
where
    found.revenue <> invoices.revenue
    or found.parts_revenue <> lines.parts_revenue
    or found.discounts <> lines.discounts
    or found.tax_amount <> invoices.tax_amount
    or found.cash <> payments.cash
