{# The lines of an invoice are numbered from one without a gap. #}
select invoice_id
from {{ ref('stg_hvac__invoice_lines') }}
group by invoice_id
having
    min(line_number) <> 1
    or max(line_number) <> count(*)
    or count(distinct line_number) <> count(*)
