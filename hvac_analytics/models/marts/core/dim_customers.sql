{{ config(group='customers', access='public') }}

with as_of as (

    select * from {{ ref('int_as_of') }}

),

customers as (

    select * from {{ ref('stg_hvac__customers') }}

),

branches as (

    select * from {{ ref('stg_hvac__branches') }}

),

devices as (

    select
        customer_id,
        sum(case when is_in_service then 1 else 0 end) as devices_in_service
    from {{ ref('stg_hvac__installed_devices') }}
    group by customer_id

),

calls as (

    select
        customer_id,
        count(*) as service_calls,
        min(service_date) as first_service_date,
        max(service_date) as last_service_date
    from {{ ref('stg_hvac__service_calls') }}
    group by customer_id

),

invoices as (

    select
        customer_id,
        sum(revenue_amount) as revenue_amount,
        sum(paid_amount) as paid_amount,
        sum(balance_amount) as balance_amount
    from {{ ref('fct_invoices') }}
    group by customer_id

),

contracts as (

    select
        customer_id,
        max(contract_status) as contract_status
    from {{ ref('int_contract_terms') }}
    where is_running
    group by customer_id

),

contacts as (

    select
        customer_id,
        sum(case when is_subscribed then 1 else 0 end) as subscribed_contacts
    from {{ ref('stg_hvac__mailing_list') }}
    where customer_id is not null
    group by customer_id

),

joined as (

    select
        customers.*,
        branches.branch_name,
        branches.climate,
        calls.first_service_date,
        calls.last_service_date,
        contracts.contract_status,
        coalesce(devices.devices_in_service, 0) as devices_in_service,
        coalesce(calls.service_calls, 0) as service_calls,
        coalesce(invoices.revenue_amount, 0) as revenue_amount,
        coalesce(invoices.paid_amount, 0) as paid_amount,
        coalesce(invoices.balance_amount, 0) as balance_amount,
        coalesce(contracts.contract_status = 'Active', false) as has_active_contract,
        coalesce(contacts.subscribed_contacts, 0) > 0 as is_mailing_subscriber,
        {{ dbt.datediff(
            'customers.created_date', 'as_of.as_of_date', 'day'
        ) }} as tenure_days,
        {{ dbt.datediff(
            'calls.last_service_date', 'as_of.as_of_date', 'day'
        ) }}
            as days_since_last_service
    from customers
    cross join as_of
    left join branches on customers.branch_id = branches.branch_id
    left join devices on customers.customer_id = devices.customer_id
    left join calls on customers.customer_id = calls.customer_id
    left join invoices on customers.customer_id = invoices.customer_id
    left join contracts on customers.customer_id = contracts.customer_id
    left join contacts on customers.customer_id = contacts.customer_id

)

select
    cast(customer_id as integer) as customer_id,
    cast(branch_id as integer) as branch_id,
    cast(branch_name as varchar) as branch_name,
    cast(climate as varchar) as climate,
    cast(customer_name as varchar) as customer_name,
    cast(customer_type as varchar) as customer_type,
    cast(phone as varchar) as phone,
    cast(email as varchar) as email,
    cast(has_email as boolean) as has_email,
    cast(address as varchar) as address,
    cast(street as varchar) as street,
    cast(city as varchar) as city,
    cast(state as varchar) as state,
    cast(postal_code as varchar) as postal_code,
    cast(latitude as numeric(9, 6)) as latitude,
    cast(longitude as numeric(9, 6)) as longitude,
    cast(created_at as timestamp) as created_at,
    cast(created_date as date) as created_date,
    cast(tenure_days as integer) as tenure_days,
    cast(devices_in_service as integer) as devices_in_service,
    cast(service_calls as integer) as service_calls,
    cast(first_service_date as date) as first_service_date,
    cast(last_service_date as date) as last_service_date,
    cast(days_since_last_service as integer) as days_since_last_service,
    cast(revenue_amount as numeric(18, 2)) as revenue_amount,
    cast(paid_amount as numeric(18, 2)) as paid_amount,
    cast(balance_amount as numeric(18, 2)) as balance_amount,
    cast(has_active_contract as boolean) as has_active_contract,
    cast(contract_status as varchar) as contract_status,
    cast(is_mailing_subscriber as boolean) as is_mailing_subscriber
from joined
