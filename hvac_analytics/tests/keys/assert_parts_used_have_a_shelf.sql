{# Every part used lies on a shelf of the technician's branch. #}
select usages.usage_id
from {{ ref('stg_hvac__parts_usage') }} as usages
inner join {{ ref('stg_hvac__service_calls') }} as calls
    on usages.service_call_id = calls.service_call_id
inner join {{ ref('stg_hvac__technicians') }} as technicians
    on calls.technician_id = technicians.technician_id
left join {{ ref('stg_hvac__inventory') }} as inventory
    on
        usages.part_id = inventory.part_id
        and technicians.branch_id = inventory.branch_id
where inventory.inventory_id is null
