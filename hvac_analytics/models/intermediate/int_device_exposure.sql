with age_bands as (

    select
        '00-04 years' as age_band,
        0 as from_years,
        5 as to_years
    union all
    select
        '05-09 years' as age_band,
        5 as from_years,
        10 as to_years
    union all
    select
        '10-14 years' as age_band,
        10 as from_years,
        15 as to_years
    union all
    select
        '15-19 years' as age_band,
        15 as from_years,
        20 as to_years
    union all
    select
        '20 years and more' as age_band,
        20 as from_years,
        200 as to_years

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

history as (

    select * from {{ ref('int_history') }}

),

calls as (

    select * from {{ ref('stg_hvac__service_calls') }}

),

device_calls as (

    select
        installation_id,
        max(service_date) as last_call_date
    from calls
    group by installation_id

),

customer_calls as (

    select
        customer_id,
        max(service_date) as last_call_date
    from calls
    group by customer_id

),

devices as (

    select
        devices.installation_id,
        devices.customer_id,
        devices.installation_location,
        devices.device_status,
        devices.is_installed_by_us,
        devices.installation_date,
        equipment.equipment_type,
        equipment.brand,
        as_of.as_of_date,
        device_calls.last_call_date,
        customer_calls.last_call_date as customer_last_call_date,
        -- At risk in our sight: put in, at a customer of ours, within the history.
        case
            when
                history.first_date >= devices.installation_date
                and history.first_date >= customers.created_date
                then history.first_date
            when devices.installation_date >= customers.created_date
                then devices.installation_date
            else customers.created_date
        end as seen_from
    from {{ ref('stg_hvac__installed_devices') }} as devices
    inner join {{ ref('stg_hvac__equipment_types') }} as equipment
        on devices.equipment_id = equipment.equipment_id
    inner join {{ ref('stg_hvac__customers') }} as customers
        on devices.customer_id = customers.customer_id
    inner join history on customers.branch_id = history.branch_id
    cross join as_of
    left join device_calls on devices.installation_id = device_calls.installation_id
    left join customer_calls on devices.customer_id = customer_calls.customer_id

),

-- The books do not say which device took whose place: the next one that we put in there, of its
-- kind and on its spot if there is one.
replacements as (

    select
        old.installation_id,
        coalesce(
            min(
                case
                    when
                        old.equipment_type = new.equipment_type
                        and old.installation_location = new.installation_location
                        then new.installation_date
                end
            ),
            min(new.installation_date)
        ) as replaced_on
    from devices as old
    inner join devices as new
        on
            old.customer_id = new.customer_id
            and old.seen_from < new.installation_date
            and coalesce(old.last_call_date, old.seen_from) < new.installation_date
    where old.device_status = 'Replaced' and new.is_installed_by_us
    group by old.installation_id

),

last_seen as (

    select
        devices.*,
        case
            when customer_last_call_date > seen_from then customer_last_call_date
            else seen_from
        end as customer_seen_on
    from devices

),

-- Of a device out of use we know when its customer was last seen, not when it went: half the time
-- since then counts, as life tables take it.
watched as (

    select
        last_seen.installation_id,
        last_seen.installation_date,
        last_seen.equipment_type,
        last_seen.brand,
        last_seen.seen_from,
        case
            when last_seen.device_status in ('Active', 'Under Maintenance')
                then {{ dbt.dateadd('day', 1, 'last_seen.as_of_date') }}
            when replacements.replaced_on is not null then replacements.replaced_on
            else {{ dbt.dateadd(
                'day',
                '1 + cast(floor(' ~ dbt.datediff(
                    'last_seen.customer_seen_on', 'last_seen.as_of_date', 'day'
                ) ~ ' / 2) as integer)',
                'last_seen.customer_seen_on'
            ) }}
        end as seen_until
    from last_seen
    left join replacements on last_seen.installation_id = replacements.installation_id

),

aged as (

    select
        watched.installation_id,
        watched.equipment_type,
        watched.brand,
        age_bands.age_band,
        cast({{ dbt.dateadd('year', 'age_bands.from_years', 'watched.installation_date') }} as date)
            as band_from,
        cast({{ dbt.dateadd('year', 'age_bands.to_years', 'watched.installation_date') }} as date)
            as band_until,
        watched.seen_from,
        cast(watched.seen_until as date) as seen_until
    from watched
    cross join age_bands

),

at_risk as (

    select
        installation_id,
        equipment_type,
        brand,
        age_band,
        case when seen_from > band_from then seen_from else band_from end as risk_from,
        case when seen_until < band_until then seen_until else band_until end as risk_until
    from aged

)

select
    installation_id,
    equipment_type,
    brand,
    age_band,
    risk_from,
    risk_until,
    {{ dbt.datediff('risk_from', 'risk_until', 'day') }} as exposed_days
from at_risk
where risk_from < risk_until
