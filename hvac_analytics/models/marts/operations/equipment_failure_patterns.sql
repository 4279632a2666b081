{{ config(group='operations', access='public') }}

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

splits as (

    select 'Kind' as split_by
    union all
    select 'Age' as split_by
    union all
    select 'Brand' as split_by
    union all
    select 'Component' as split_by

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

history as (

    select * from {{ ref('int_history') }}

),

calls as (

    select * from {{ ref('int_calls_enriched') }}

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

),

exposed as (

    select
        at_risk.equipment_type,
        splits.split_by,
        case splits.split_by
            when 'Age' then at_risk.age_band
            when 'Brand' then at_risk.brand
            else at_risk.equipment_type
        end as exposed_value,
        count(distinct at_risk.installation_id) as devices,
        sum({{ dbt.datediff('at_risk.risk_from', 'at_risk.risk_until', 'day') }}) as exposed_days
    from at_risk
    cross join splits
    where at_risk.risk_from < at_risk.risk_until
    group by
        at_risk.equipment_type,
        splits.split_by,
        case splits.split_by
            when 'Age' then at_risk.age_band
            when 'Brand' then at_risk.brand
            else at_risk.equipment_type
        end

),

repaired as (

    select
        calls.equipment_type,
        splits.split_by,
        case splits.split_by
            when 'Age' then aged.age_band
            when 'Brand' then calls.brand
            else calls.equipment_type
        end as exposed_value,
        case splits.split_by
            when 'Age' then aged.age_band
            when 'Brand' then calls.brand
            when 'Component' then coalesce(calls.failed_component, 'No fault found')
            else calls.equipment_type
        end as split_value,
        count(*) as repair_calls,
        sum(case when outcomes.is_return_visit then 0 else 1 end) as failures,
        sum(case when calls.is_emergency then 1 else 0 end) as emergency_calls,
        sum(case when calls.is_under_warranty then 1 else 0 end) as warranty_calls,
        sum(calls.duration_hours) as repair_hours,
        sum(calls.total_cost) as repair_cost
    from calls
    inner join {{ ref('int_repair_outcomes') }} as outcomes
        on calls.service_call_id = outcomes.service_call_id
    inner join aged
        on
            calls.installation_id = aged.installation_id
            and calls.service_date >= aged.band_from
            and calls.service_date < aged.band_until
    cross join splits
    group by
        calls.equipment_type,
        splits.split_by,
        case splits.split_by
            when 'Age' then aged.age_band
            when 'Brand' then calls.brand
            else calls.equipment_type
        end,
        case splits.split_by
            when 'Age' then aged.age_band
            when 'Brand' then calls.brand
            when 'Component' then coalesce(calls.failed_component, 'No fault found')
            else calls.equipment_type
        end

),

-- Brands differ in what they make and how old it is by now: what devices of the kind and age fail,
-- of whatever brand, is what theirs would be expected to.
cells as (

    select
        equipment_type,
        age_band,
        brand,
        sum({{ dbt.datediff('risk_from', 'risk_until', 'day') }}) as exposed_days
    from at_risk
    where risk_from < risk_until
    group by equipment_type, age_band, brand

),

classes as (

    select
        exposed.equipment_type,
        exposed.exposed_value as age_band,
        exposed.exposed_days,
        coalesce(repaired.failures, 0) as failures
    from exposed
    left join repaired
        on
            exposed.equipment_type = repaired.equipment_type
            and exposed.split_by = repaired.split_by
            and exposed.exposed_value = repaired.exposed_value
    where exposed.split_by = 'Age'

),

expected as (

    select
        cells.equipment_type,
        splits.split_by,
        case splits.split_by
            when 'Age' then cells.age_band
            when 'Brand' then cells.brand
            else cells.equipment_type
        end as exposed_value,
        sum(
            cast(
                cast(cells.exposed_days * classes.failures as numeric(18, 6))
                / classes.exposed_days as numeric(18, 6)
            )
        ) as expected_failures
    from cells
    inner join classes
        on
            cells.equipment_type = classes.equipment_type
            and cells.age_band = classes.age_band
    cross join splits
    where splits.split_by <> 'Component'
    group by
        cells.equipment_type,
        splits.split_by,
        case splits.split_by
            when 'Age' then cells.age_band
            when 'Brand' then cells.brand
            else cells.equipment_type
        end

),

joined as (

    select
        exposed.equipment_type,
        exposed.split_by,
        -- What never failed has a row too, but for components: a kind has those that fail on it.
        case
            when exposed.split_by = 'Component' then repaired.split_value
            else exposed.exposed_value
        end as split_value,
        exposed.devices,
        exposed.exposed_days / 365.25 as unit_years,
        coalesce(repaired.repair_calls, 0) as repair_calls,
        coalesce(repaired.failures, 0) as failures,
        coalesce(repaired.emergency_calls, 0) as emergency_calls,
        coalesce(repaired.warranty_calls, 0) as warranty_calls,
        repaired.repair_hours,
        repaired.repair_cost,
        expected.expected_failures
    from exposed
    left join repaired
        on
            exposed.equipment_type = repaired.equipment_type
            and exposed.split_by = repaired.split_by
            and exposed.exposed_value = repaired.exposed_value
    left join expected
        on
            exposed.equipment_type = expected.equipment_type
            and exposed.split_by = expected.split_by
            and exposed.exposed_value = expected.exposed_value

),

final as (

    select
        cast(equipment_type as varchar) as equipment_type,
        cast(split_by as varchar) as split_by,
        cast(split_value as varchar) as split_value,
        cast(devices as integer) as devices,
        cast(unit_years as numeric(18, 4)) as unit_years,
        cast(repair_calls as integer) as repair_calls,
        cast(failures as integer) as failures,
        cast(failures / unit_years as numeric(9, 4)) as failures_per_unit_year,
        cast(expected_failures as numeric(18, 4)) as expected_failures,
        cast(
            cast(failures as numeric(18, 6)) / nullif(expected_failures, 0) as numeric(18, 4)
        ) as standardized_ratio,
        cast(emergency_calls as integer) as emergency_calls,
        cast(warranty_calls as integer) as warranty_calls,
        cast(cast(warranty_calls as numeric(18, 4)) / nullif(repair_calls, 0) as numeric(9, 4))
            as warranty_share,
        cast(repair_hours / nullif(repair_calls, 0) as numeric(12, 2)) as mean_repair_hours,
        cast(repair_cost / nullif(repair_calls, 0) as numeric(18, 2)) as mean_repair_cost
    from joined
    where split_value is not null

)

select * from final
