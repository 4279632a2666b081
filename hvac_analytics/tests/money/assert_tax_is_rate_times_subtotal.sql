{# Tax is the subtotal times the rate, rounded to the cent. #}
select invoice_id
from {{ ref('stg_hvac__invoices') }}
where
    tax_amount <> round(subtotal * tax_rate, 2)
    or tax_rate not between 0 and 0.15
