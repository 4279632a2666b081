{{ config(group='operations', access='public') }}

with as_of as (

    select * from {{ ref('int_as_of') }}

),

technicians as (

    select * from {{ ref('stg_hvac__technicians') }}

),

branches as (

    select * from {{ ref('stg_hvac__branches') }}

),

certifications as (

    select * from {{ ref('stg_hvac__technician_certifications') }}

),

vehicles as (

    select * from {{ ref('stg_hvac__vehicle_fleet') }}
    where assigned_technician_id is not null

),

calls as (

    select
        technician_id,
        count(*) as service_calls,
        sum(duration_hours) as hours_on_site,
        min(service_date) as first_service_date,
        max(service_date) as last_service_date
    from {{ ref('stg_hvac__service_calls') }}
    group by technician_id

),

certified as (

    select
        certifications.technician_id,
        count(*) as valid_certifications,
        max(
            case when certifications.certification_name like 'EPA 608%' then 1 else 0 end
        ) as epa_608,
        max(case when certifications.certification_name = 'NATE' then 1 else 0 end) as nate
    from certifications
    cross join as_of
    where
        certifications.issued_date <= as_of.as_of_date
        and (
            certifications.expires_date is null
            or certifications.expires_date >= as_of.as_of_date
        )
    group by certifications.technician_id

),

joined as (

    select
        technicians.*,
        branches.branch_name,
        vehicles.vehicle_id,
        calls.first_service_date,
        calls.last_service_date,
        coalesce(calls.service_calls, 0) as service_calls,
        coalesce(calls.hours_on_site, 0) as hours_on_site,
        coalesce(certified.valid_certifications, 0) as valid_certifications,
        coalesce(certified.epa_608, 0) = 1 as is_epa_608_certified,
        coalesce(certified.nate, 0) = 1 as is_nate_certified,
        {{ dbt.datediff(
            'technicians.hire_date',
            'coalesce(technicians.left_date, as_of.as_of_date)',
            'day'
        ) }} as tenure_days,
        (
            technicians.hvac_installation_skill + technicians.electrical_skill
            + technicians.refrigeration_skill + technicians.ductwork_skill
            + technicians.diagnostics_skill + technicians.customer_service_skill
            + technicians.safety_protocols_skill
        ) / 7.0 as average_skill
    from technicians
    cross join as_of
    left join branches on technicians.branch_id = branches.branch_id
    left join vehicles on technicians.technician_id = vehicles.assigned_technician_id
    left join calls on technicians.technician_id = calls.technician_id
    left join certified on technicians.technician_id = certified.technician_id

)

select
    cast(technician_id as integer) as technician_id,
    cast(branch_id as integer) as branch_id,
    cast(branch_name as varchar) as branch_name,
    cast(technician_name as varchar) as technician_name,
    cast(phone as varchar) as phone,
    cast(technician_level as varchar) as technician_level,
    cast(certification_level as varchar) as certification_level,
    cast(hourly_wage as numeric(18, 2)) as hourly_wage,
    cast(hourly_bill_rate as numeric(18, 2)) as hourly_bill_rate,
    cast(hire_date as date) as hire_date,
    cast(left_date as date) as left_date,
    cast(is_employed as boolean) as is_employed,
    cast(tenure_days as integer) as tenure_days,
    cast(years_experience as integer) as years_experience,
    cast(hvac_installation_skill as integer) as hvac_installation_skill,
    cast(electrical_skill as integer) as electrical_skill,
    cast(refrigeration_skill as integer) as refrigeration_skill,
    cast(ductwork_skill as integer) as ductwork_skill,
    cast(diagnostics_skill as integer) as diagnostics_skill,
    cast(customer_service_skill as integer) as customer_service_skill,
    cast(safety_protocols_skill as integer) as safety_protocols_skill,
    cast(average_skill as numeric(9, 4)) as average_skill,
    cast(valid_certifications as integer) as valid_certifications,
    cast(is_epa_608_certified as boolean) as is_epa_608_certified,
    cast(is_nate_certified as boolean) as is_nate_certified,
    cast(vehicle_id as integer) as vehicle_id,
    cast(service_calls as integer) as service_calls,
    cast(hours_on_site as numeric(12, 2)) as hours_on_site,
    cast(first_service_date as date) as first_service_date,
    cast(last_service_date as date) as last_service_date
from joined
