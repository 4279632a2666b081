with source as (

    select * from {{ raw('subscriptions') }}

),

renamed as (

    select
        subscription_id,
        customer_id,

        service_plan,
        start_date,
        end_date,
        annual_cost,
        payment_frequency,
        status as contract_status,
        auto_renewal as is_auto_renewing,
        services_included,
        discount_percentage,
        next_service_date,
        cancelled_date,

        status = 'Active' as is_active,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
