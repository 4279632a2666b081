{# A retired vehicle is assigned to nobody. #}
select vehicle_id
from {{ ref('stg_hvac__vehicle_fleet') }}
where vehicle_status = 'Retired' and assigned_technician_id is not null
