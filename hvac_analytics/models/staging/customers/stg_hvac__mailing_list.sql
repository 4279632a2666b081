with source as (

    select * from {{ raw('mailing_list') }}

),

renamed as (

    select
        contact_id,
        customer_id,

        email,
        first_name,
        last_name,
        phone,
        address,
        contact_source,
        subscription_status,
        subscription_date,
        preferred_contact_method,
        interests,
        unsubscribed_date,

        subscription_status = 'Subscribed' as is_subscribed,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
