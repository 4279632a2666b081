{{ config(group='operations', access='public') }}

with outcomes as (

    select *
    from {{ ref('int_repair_outcomes') }}
    where not is_return_visit

),

technicians as (

    select * from {{ ref('stg_hvac__technicians') }}

),

counted as (

    select
        technician_id,
        service_type,
        count(*) as repairs,
        sum(case when is_decided then 1 else 0 end) as decided_repairs,
        sum(case when is_fixed then 1 else 0 end) as fixed_first_time,
        sum(case when is_decided and led_to_callback then 1 else 0 end) as called_back,
        avg(case when is_decided then days_to_return end) as mean_days_to_return
    from outcomes
    group by technician_id, service_type

),

final as (

    select
        cast(counted.technician_id as integer) as technician_id,
        cast(counted.service_type as varchar) as service_type,
        cast(technicians.technician_name as varchar) as technician_name,
        cast(technicians.technician_level as varchar) as technician_level,
        cast(technicians.branch_id as integer) as branch_id,
        cast(counted.repairs as integer) as repairs,
        cast(counted.repairs - counted.decided_repairs as integer) as undecided_repairs,
        cast(counted.decided_repairs as integer) as decided_repairs,
        cast(counted.fixed_first_time as integer) as fixed_first_time,
        cast(counted.decided_repairs - counted.fixed_first_time as integer) as returned_repairs,
        cast(counted.called_back as integer) as called_back_repairs,
        cast(
            cast(counted.fixed_first_time as numeric(18, 4)) / nullif(counted.decided_repairs, 0)
            as numeric(9, 4)
        ) as first_time_fix_rate,
        cast(counted.mean_days_to_return as numeric(9, 2)) as mean_days_to_return
    from counted
    left join technicians on counted.technician_id = technicians.technician_id

)

select * from final
