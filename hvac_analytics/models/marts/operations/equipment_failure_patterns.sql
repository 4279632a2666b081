{{ config(group='operations', access='public') }}

with splits as (

    select 'Kind' as split_by
    union all
    select 'Age' as split_by
    union all
    select 'Brand' as split_by
    union all
    select 'Component' as split_by

),

exposure as (

    select * from {{ ref('int_device_exposure') }}

),

calls as (

    select * from {{ ref('int_calls_enriched') }}

),

outcomes as (

    select * from {{ ref('int_repair_outcomes') }}

),

exposed as (

    select
        exposure.equipment_type,
        splits.split_by,
        case splits.split_by
            when 'Age' then exposure.age_band
            when 'Brand' then exposure.brand
            else exposure.equipment_type
        end as exposed_value,
        count(distinct exposure.installation_id) as devices,
        sum(exposure.exposed_days) as exposed_days
    from exposure
    cross join splits
    group by
        exposure.equipment_type,
        splits.split_by,
        case splits.split_by
            when 'Age' then exposure.age_band
            when 'Brand' then exposure.brand
            else exposure.equipment_type
        end

),

repaired as (

    select
        calls.equipment_type,
        splits.split_by,
        case splits.split_by
            when 'Age' then exposure.age_band
            when 'Brand' then calls.brand
            else calls.equipment_type
        end as exposed_value,
        case splits.split_by
            when 'Age' then exposure.age_band
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
    inner join outcomes on calls.service_call_id = outcomes.service_call_id
    inner join exposure
        on
            calls.installation_id = exposure.installation_id
            and calls.service_date >= exposure.risk_from
            and calls.service_date < exposure.risk_until
    cross join splits
    group by
        calls.equipment_type,
        splits.split_by,
        case splits.split_by
            when 'Age' then exposure.age_band
            when 'Brand' then calls.brand
            else calls.equipment_type
        end,
        case splits.split_by
            when 'Age' then exposure.age_band
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
        sum(exposed_days) as exposed_days
    from exposure
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
