{# A technician's skills are scored from 1 to 10. #}
select technician_id
from {{ ref('stg_hvac__technicians') }}
where
    hvac_installation_skill not between 1 and 10
    or electrical_skill not between 1 and 10
    or refrigeration_skill not between 1 and 10
    or ductwork_skill not between 1 and 10
    or diagnostics_skill not between 1 and 10
    or customer_service_skill not between 1 and 10
    or safety_protocols_skill not between 1 and 10
