{{ config(group='operations', access='public') }}

with as_of as (

    select * from {{ ref('int_as_of') }}

),

equipment as (

    select * from {{ ref('stg_hvac__equipment_types') }}

),

devices as (

    select * from {{ ref('stg_hvac__installed_devices') }}

),

calls as (

    select
        equipment_id,
        count(*) as service_calls,
        sum(case when is_repair_work then 1 else 0 end) as repair_calls,
        max(service_date) as last_service_date
    from {{ ref('stg_hvac__service_calls') }}
    group by equipment_id

),

aged as (

    select
        devices.equipment_id,
        devices.is_in_service,
        devices.device_status,
        devices.warranty_end_date >= as_of.as_of_date as is_under_warranty,
        {{ dbt.datediff(
            'devices.installation_date', 'as_of.as_of_date', 'day'
        ) }} / 365.25
            as age_years
    from devices
    cross join as_of

),

installed as (

    select
        equipment_id,
        count(*) as devices_installed,
        sum(case when is_in_service then 1 else 0 end) as devices_in_service,
        sum(case when device_status = 'Replaced' then 1 else 0 end) as devices_replaced,
        sum(case when is_in_service and is_under_warranty then 1 else 0 end)
            as devices_under_warranty,
        -- The age of a device that was taken out ended on a day that nobody wrote down.
        avg(case when is_in_service then age_years end) as average_age_years
    from aged
    group by equipment_id

),

joined as (

    select
        equipment.*,
        installed.average_age_years,
        calls.last_service_date,
        coalesce(installed.devices_installed, 0) as devices_installed,
        coalesce(installed.devices_in_service, 0) as devices_in_service,
        coalesce(installed.devices_replaced, 0) as devices_replaced,
        coalesce(installed.devices_under_warranty, 0) as devices_under_warranty,
        coalesce(calls.service_calls, 0) as service_calls,
        coalesce(calls.repair_calls, 0) as repair_calls
    from equipment
    left join installed on equipment.equipment_id = installed.equipment_id
    left join calls on equipment.equipment_id = calls.equipment_id

)

select
    cast(equipment_id as integer) as equipment_id,
    cast(brand as varchar) as brand,
    cast(model_number as varchar) as model_number,
    cast(equipment_type as varchar) as equipment_type,
    cast(btu_rating as integer) as btu_rating,
    cast(energy_rating as numeric(12, 2)) as energy_rating,
    cast(rating_unit as varchar) as rating_unit,
    cast(refrigerant as varchar) as refrigerant,
    cast(list_price as numeric(18, 2)) as list_price,
    cast(expected_life_years as integer) as expected_life_years,
    cast(warranty_months as integer) as warranty_months,
    cast(introduced_year as integer) as introduced_year,
    cast(discontinued_year as integer) as discontinued_year,
    cast(is_discontinued as boolean) as is_discontinued,
    cast(devices_installed as integer) as devices_installed,
    cast(devices_in_service as integer) as devices_in_service,
    cast(devices_replaced as integer) as devices_replaced,
    cast(devices_under_warranty as integer) as devices_under_warranty,
    cast(average_age_years as numeric(12, 2)) as average_age_years,
    cast(service_calls as integer) as service_calls,
    cast(repair_calls as integer) as repair_calls,
    cast(last_service_date as date) as last_service_date
from joined
