{# Only a vehicle with a tracker has a position, and then all of it. #}
select vehicle_id
from {{ ref('stg_hvac__vehicle_fleet') }}
where
    (last_latitude is null) <> (last_longitude is null)
    or (last_latitude is null) <> (last_gps_at is null)
    or (last_latitude is not null and not has_gps)
