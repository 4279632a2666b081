{# An incident is answered by an Emergency call and by that call's technician. #}
select incidents.incident_id
from {{ ref('stg_hvac__incident_response') }} as incidents
left join {{ ref('stg_hvac__service_calls') }} as calls
    on incidents.service_call_id = calls.service_call_id
where
    calls.service_call_id is null
    or not calls.is_emergency
    or calls.technician_id <> incidents.responding_technician_id
