{# A technician has at most one vehicle, of the technician's own branch. #}
with vehicles as (

    select
        assigned_technician_id,
        min(branch_id) as branch_id,
        count(*) as vehicle_count
    from {{ ref('stg_hvac__vehicle_fleet') }}
    where assigned_technician_id is not null
    group by assigned_technician_id

)

select vehicles.assigned_technician_id
from vehicles
left join {{ ref('stg_hvac__technicians') }} as technicians
    on vehicles.assigned_technician_id = technicians.technician_id
where
    vehicles.vehicle_count > 1
    or technicians.technician_id is null
    or technicians.branch_id <> vehicles.branch_id
