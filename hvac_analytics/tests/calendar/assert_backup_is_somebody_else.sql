{# The backup on an incident is another technician of the same branch, hired by then. #}
select incidents.incident_id
from {{ ref('stg_hvac__incident_response') }} as incidents
inner join {{ ref('stg_hvac__technicians') }} as responders
    on incidents.responding_technician_id = responders.technician_id
left join {{ ref('stg_hvac__technicians') }} as backups
    on incidents.backup_technician_id = backups.technician_id
where
    incidents.backup_technician_id is not null
    and (
        backups.technician_id is null
        or backups.technician_id = responders.technician_id
        or backups.branch_id <> responders.branch_id
        or backups.hire_date > cast(incidents.reported_at as date)
    )
