{{ config(group='operations', access='public') }}

with technicians as (

    select * from {{ ref('stg_hvac__technicians') }}

),

calls as (

    select * from {{ ref('stg_hvac__service_calls') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

history as (

    select * from {{ ref('int_history') }}

),

-- The company keeps some of the federal holidays and works on the others.
calendar as (

    select
        date_day,
        month_start,
        not is_weekend
        and coalesce(holiday_name, 'none') not in (
            {% for name in var('holidays_kept') -%}
                '{{ name | replace("'", "''") }}'{{ ',' if not loop.last }}
            {% endfor -%}
        ) as is_working_day
    from {{ ref('dim_date') }}

),

months as (

    select
        technicians.technician_id,
        calendar.month_start,
        sum(case when calendar.is_working_day then 1 else 0 end) as working_days
    from technicians
    inner join history on technicians.branch_id = history.branch_id
    cross join as_of
    inner join calendar
        on
            technicians.hire_date <= calendar.date_day
            and history.first_date <= calendar.date_day
            and as_of.as_of_date >= calendar.date_day
            and coalesce(technicians.left_date, as_of.as_of_date) >= calendar.date_day
    group by technicians.technician_id, calendar.month_start

),

work as (

    select
        technician_id,
        service_month,
        count(*) as calls,
        count(distinct service_date) as days_worked,
        sum(duration_hours) as hours_on_site
    from calls
    group by technician_id, service_month

),

billed as (

    select
        calls.technician_id,
        calls.service_month,
        sum(invoice_lines.quantity) as billed_hours,
        sum(invoice_lines.line_amount) as labor_revenue
    from {{ ref('stg_hvac__invoice_lines') }} as invoice_lines
    inner join {{ ref('stg_hvac__invoices') }} as invoices
        on invoice_lines.invoice_id = invoices.invoice_id
    inner join calls on invoices.service_call_id = calls.service_call_id
    where invoice_lines.line_type = 'labor' and not invoices.is_cancelled
    group by calls.technician_id, calls.service_month

),

-- Every month of employment has a row, also one without a call.
joined as (

    select
        months.technician_id,
        months.month_start,
        technicians.technician_name,
        technicians.technician_level,
        technicians.branch_id,
        months.working_days,
        months.working_days * {{ var('hours_a_working_day') }} as available_hours,
        coalesce(work.calls, 0) as calls,
        coalesce(work.days_worked, 0) as days_worked,
        coalesce(work.hours_on_site, 0) as hours_on_site,
        coalesce(billed.billed_hours, 0) as billed_hours,
        coalesce(billed.labor_revenue, 0) as labor_revenue
    from months
    inner join technicians on months.technician_id = technicians.technician_id
    left join work
        on
            months.technician_id = work.technician_id
            and months.month_start = work.service_month
    left join billed
        on
            months.technician_id = billed.technician_id
            and months.month_start = billed.service_month

),

final as (

    select
        cast(technician_id as integer) as technician_id,
        cast(month_start as date) as month_start,
        cast(technician_name as varchar) as technician_name,
        cast(technician_level as varchar) as technician_level,
        cast(branch_id as integer) as branch_id,
        cast(working_days as integer) as working_days,
        cast(available_hours as numeric(12, 2)) as available_hours,
        cast(days_worked as integer) as days_worked,
        cast(calls as integer) as calls,
        cast(hours_on_site as numeric(12, 2)) as hours_on_site,
        cast(billed_hours as numeric(12, 2)) as billed_hours,
        cast(labor_revenue as numeric(18, 2)) as labor_revenue,
        cast(hours_on_site / nullif(available_hours, 0) as numeric(9, 4)) as utilization,
        cast(billed_hours / nullif(hours_on_site, 0) as numeric(9, 4)) as billed_share
    from joined

)

select * from final
