{# An invoice is due as many days after its issue as its terms say. #}
select invoice_id
from {{ ref('stg_hvac__invoices') }}
where
    {{ dbt.datediff('issue_date', 'due_date', 'day') }}
    <> case payment_terms
        when 'Due on Receipt' then 0
        when 'Net 15' then 15
        when 'Net 30' then 30
        when 'Net 45' then 45
        else -1
    end
