{# A device's last maintenance is its last Maintenance call, or none. #}
with maintenance as (

    select
        installation_id,
        max(service_date) as last_date
    from {{ ref('stg_hvac__service_calls') }}
    where service_type = 'Maintenance'
    group by installation_id

)

select devices.installation_id
from {{ ref('stg_hvac__installed_devices') }} as devices
left join maintenance
    on devices.installation_id = maintenance.installation_id
where
    (devices.last_maintenance_date is null) <> (maintenance.last_date is null)
    or devices.last_maintenance_date <> maintenance.last_date
