{# A warranty ends the model's months after the installation. #}
select devices.installation_id
from {{ ref('stg_hvac__installed_devices') }} as devices
inner join {{ ref('stg_hvac__equipment_types') }} as equipment
    on devices.equipment_id = equipment.equipment_id
where
    devices.warranty_end_date
    <> cast(
        {{ dbt.dateadd('month', 'equipment.warranty_months', 'devices.installation_date') }}
        as date
    )
