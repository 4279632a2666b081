{# A warranty pays for parts only while it lasts: that of the unit, or the year of the part. #}
with used as (

    select
        usages.usage_id,
        usages.is_covered_by_warranty,
        usages.usage_date,
        devices.warranty_end_date,
        lag(usages.usage_date) over (
            partition by calls.installation_id, usages.part_id
            order by usages.usage_date, usages.usage_id
        ) as used_before
    from {{ ref('stg_hvac__parts_usage') }} as usages
    inner join {{ ref('stg_hvac__service_calls') }} as calls
        on usages.service_call_id = calls.service_call_id
    inner join {{ ref('stg_hvac__installed_devices') }} as devices
        on calls.installation_id = devices.installation_id

)

select usage_id
from used
where
    is_covered_by_warranty
    and usage_date > warranty_end_date
    and coalesce({{ dbt.datediff('used_before', 'usage_date', 'day') }} > 365, true)
