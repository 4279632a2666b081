{# A household's e-mail address starts with a name of the person. #}
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
    where email not like 'office.%'

)

select
    table_name,
    row_key
from people
where
    person not like '_% _%'
    or email not like replace(replace(replace(person, '''', ''), '-', ''), ' ', '.') || '%'
