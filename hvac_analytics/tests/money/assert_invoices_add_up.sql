{# An invoice's total is its subtotal plus tax. #}
select invoice_id
from {{ ref('stg_hvac__invoices') }}
where total_amount <> subtotal + tax_amount or subtotal < 0
