{# A call's labor is its hours times its bill rate, to the cent. #}
select service_call_id
from {{ ref('stg_hvac__service_calls') }}
where labor_cost <> round(duration_hours * hourly_bill_rate, 2)
