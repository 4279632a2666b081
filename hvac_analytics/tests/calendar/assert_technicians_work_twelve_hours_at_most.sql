{# No technician is on site for more than twelve hours a day. #}
select
    technician_id,
    service_date
from {{ ref('stg_hvac__service_calls') }}
group by technician_id, service_date
having sum(duration_hours) > 12
