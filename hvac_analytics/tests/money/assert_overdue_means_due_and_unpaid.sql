{# An unpaid invoice is Overdue once its due date is past, Pending until then. #}
with last_day as (

    select max(weather_date) as as_of_date
    from {{ ref('stg_hvac__weather_daily') }}

)

select invoices.invoice_id
from {{ ref('stg_hvac__invoices') }} as invoices
cross join last_day
where
    (invoices.invoice_status = 'Overdue' and invoices.due_date >= last_day.as_of_date)
    or (invoices.invoice_status = 'Pending' and invoices.due_date < last_day.as_of_date)
