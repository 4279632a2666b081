{# A line's amount is its quantity times its price, to the cent; only discounts take off. #}
select invoice_line_id
from {{ ref('stg_hvac__invoice_lines') }}
where
    line_amount <> round(quantity * unit_price, 2)
    or (line_type = 'discount' and line_amount > 0)
    or (line_type <> 'discount' and line_amount < 0)
