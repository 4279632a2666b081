{# A household's e-mail address starts with both names, or the initial and the last name; with or
   without the letter of a middle name, for which the underscore stands. #}
with people as (

    select
        'customers' as table_name,
        customer_id as row_key,
        lower(customer_name) as person,
        email
    from {{ ref('stg_hvac__customers') }}
    where customer_type = 'residential' and email is not null
    union all
    select
        'leads' as table_name,
        lead_id as row_key,
        lower(first_name || ' ' || last_name) as person,
        email
    from {{ ref('stg_hvac__leads') }}
    where company_name is null
    union all
    select
        'mailing_list' as table_name,
        contact_id as row_key,
        lower(first_name || ' ' || last_name) as person,
        email
    from {{ ref('stg_hvac__mailing_list') }}
    where email not like '%.example'

),

spelled as (

    select
        table_name,
        row_key,
        person,
        replace(replace(person, '''', ''), '-', '') as plain_name,
        substring(person, 1, 1) as initial,
        split_part(replace(replace(person, '''', ''), '-', ''), ' ', 2) as last_name,
        replace(replace(email, '.', ''), '_', '') as address
    from people

)

select
    table_name,
    row_key
from spelled
where
    person not like '_% _%'
    or (
        address not like replace(plain_name, ' ', '') || '%'
        and address not like replace(plain_name, ' ', '_') || '%'
        and address not like initial || last_name || '%'
        and address not like initial || '_' || last_name || '%'
    )
