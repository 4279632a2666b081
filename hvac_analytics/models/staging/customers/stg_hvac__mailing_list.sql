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

        subscription_status = 'Subscribed' as is_subscribed
    from source

)

select * from renamed
