{# Phone numbers read (ddd) 555-01dd: the range that belongs to nobody. #}
with phones as (

    select
        'customers' as table_name,
        customer_id as row_key,
        phone
    from {{ ref('stg_hvac__customers') }}
    union all
    select
        'technicians' as table_name,
        technician_id as row_key,
        phone
    from {{ ref('stg_hvac__technicians') }}
    union all
    select
        'mailing_list' as table_name,
        contact_id as row_key,
        phone
    from {{ ref('stg_hvac__mailing_list') }}
    union all
    select
        'leads' as table_name,
        lead_id as row_key,
        phone
    from {{ ref('stg_hvac__leads') }}
    union all
    select
        'branches' as table_name,
        branch_id as row_key,
        phone
    from {{ ref('stg_hvac__branches') }}
    union all
    select
        'suppliers' as table_name,
        supplier_id as row_key,
        phone
    from {{ ref('stg_hvac__suppliers') }}

)

select
    table_name,
    row_key
from phones
where
    phone not like '(___) 555-01__'
    or {{ dbt.safe_cast('substring(phone, 2, 3)', 'integer') }} is null
    or {{ dbt.safe_cast('substring(phone, 13, 2)', 'integer') }} is null
    or substring(phone, 2, 1) in ('0', '1')
