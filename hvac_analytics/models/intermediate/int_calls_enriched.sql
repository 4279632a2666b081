with calls as (

    select * from {{ ref('stg_hvac__service_calls') }}

),

customers as (

    select * from {{ ref('stg_hvac__customers') }}

),

devices as (

    select * from {{ ref('stg_hvac__installed_devices') }}

),

equipment as (

    select * from {{ ref('stg_hvac__equipment_types') }}

),

appointments as (

    select * from {{ ref('stg_hvac__appointments') }}
    where service_call_id is not null

),

incidents as (

    select * from {{ ref('stg_hvac__incident_response') }}

),

joined as (

    select
        calls.*,
        customers.branch_id,
        customers.customer_type,
        customers.postal_code,
        equipment.brand,
        equipment.equipment_type,
        devices.installation_date,
        devices.warranty_end_date,
        devices.is_installed_by_us,
        appointments.appointment_id,
        appointments.booked_at,
        appointments.window_ends_at,
        incidents.incident_id,
        incidents.severity_level,
        incidents.reported_at,
        incidents.resolution_status,
        incidents.response_time_minutes as response_minutes,
        incidents.resolution_time_minutes as resolution_minutes,
        -- What the company promises, minutes from the report to the arrival.
        case incidents.severity_level
            when 'Critical' then 90
            when 'High' then 160
            when 'Medium' then 300
            when 'Low' then 480
        end as response_target_minutes,
        coalesce(incidents.reported_at, appointments.booked_at) as requested_at
    from calls
    left join customers on calls.customer_id = customers.customer_id
    left join devices on calls.installation_id = devices.installation_id
    left join equipment on calls.equipment_id = equipment.equipment_id
    left join appointments on calls.service_call_id = appointments.service_call_id
    left join incidents on calls.service_call_id = incidents.service_call_id

),

timed as (

    select
        *,
        {{ dbt.datediff(
            'installation_date', 'service_date', 'day'
        ) }} / 365.25
            as device_age_years,
        service_date <= warranty_end_date as is_under_warranty,
        {{ dbt.datediff(
            'requested_at', 'started_at', 'minute'
        ) }} / 60.0 as wait_hours,
        {{ dbt.datediff(
            'requested_at', 'service_date', 'day'
        ) }} as wait_days,
        case
            when response_minutes is not null then response_minutes <= response_target_minutes
            when window_ends_at is not null then started_at <= window_ends_at
        end as is_on_time
    from joined

)

select
    service_call_id,
    customer_id,
    technician_id,
    equipment_id,
    installation_id,
    branch_id,
    appointment_id,
    incident_id,
    callback_of_service_call_id,

    customer_type,
    postal_code,
    brand,
    equipment_type,
    installation_date,
    device_age_years,
    is_under_warranty,
    is_installed_by_us,

    service_date,
    service_month,
    service_type,
    is_emergency,
    is_repair_work,
    is_callback,
    failed_component,
    started_at,
    completed_at,
    duration_hours,
    hourly_bill_rate,
    labor_cost,
    parts_cost,
    total_cost,

    requested_at,
    wait_hours,
    wait_days,
    window_ends_at,
    severity_level,
    resolution_status,
    response_minutes,
    resolution_minutes,
    response_target_minutes,
    is_on_time
from timed
