{# No device is put in before its model was made. #}
select devices.installation_id
from {{ ref('stg_hvac__installed_devices') }} as devices
inner join {{ ref('stg_hvac__equipment_types') }} as equipment
    on devices.equipment_id = equipment.equipment_id
where extract(year from devices.installation_date) < equipment.introduced_year
