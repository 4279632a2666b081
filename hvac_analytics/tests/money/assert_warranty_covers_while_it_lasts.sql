{# A warranty pays for parts only while it lasts: that of the unit, or the year of the part. #}
select usages.usage_id
from {{ ref('stg_hvac__parts_usage') }} as usages
inner join {{ ref('stg_hvac__service_calls') }} as calls
    on usages.service_call_id = calls.service_call_id
inner join {{ ref('stg_hvac__installed_devices') }} as devices
    on calls.installation_id = devices.installation_id
where usages.is_covered_by_warranty
    and usages.usage_date > devices.warranty_end_date
    and not exists (
        select 1
        from {{ ref('stg_hvac__parts_usage') }} as earlier
        inner join {{ ref('stg_hvac__service_calls') }} as earlier_calls
            on earlier.service_call_id = earlier_calls.service_call_id
        where earlier_calls.installation_id = calls.installation_id
            and earlier.part_id = usages.part_id
            and earlier.usage_date < usages.usage_date
            and earlier.usage_date >= {{ dbt.dateadd('day', -365, 'usages.usage_date') }}
    )
