{# A device is put in by at most one Installation call, and that is work of ours. #}
with installations as (

    select
        installation_id,
        count(*) as call_count
    from {{ ref('stg_hvac__service_calls') }}
    where service_type = 'Installation'
    group by installation_id

)

select installations.installation_id
from installations
left join {{ ref('stg_hvac__installed_devices') }} as devices
    on installations.installation_id = devices.installation_id
where
    installations.call_count > 1
    or not coalesce(devices.is_installed_by_us, false)
