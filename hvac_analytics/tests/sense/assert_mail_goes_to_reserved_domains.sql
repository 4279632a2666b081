{# E-mail addresses lie in domains that are reserved and reach nobody. #}
with addresses as (

    select
        'customers' as table_name,
        customer_id as row_key,
        email
    from {{ ref('stg_hvac__customers') }}
    where email is not null
    union all
    select
        'mailing_list' as table_name,
        contact_id as row_key,
        email
    from {{ ref('stg_hvac__mailing_list') }}
    where email is not null
    union all
    select
        'leads' as table_name,
        lead_id as row_key,
        email
    from {{ ref('stg_hvac__leads') }}
    where email is not null

)

select
    table_name,
    row_key
from addresses
where
    email <> lower(email)
    or email like '% %'
    or (
        email not like '_%@example.com'
        and email not like '_%@%.example.com'
        and email not like '_%@example.net'
        and email not like '_%@%.example.net'
        and email not like '_%@example.org'
        and email not like '_%@%.example'
    )
