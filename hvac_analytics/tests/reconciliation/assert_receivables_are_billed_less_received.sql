{# What is owed is what was billed with tax, void invoices aside, less completed payments. #}
with expected as (

    select sum(amount) as owed
    from (
        select total_amount as amount
        from {{ raw('invoices') }}
        where status <> 'Cancelled'
        union all
        select -amount as amount
        from {{ raw('payments') }}
        where status = 'Completed'
    ) as ledger

),

found as (

    select
        'fct_invoices' as mart,
        coalesce(sum(balance_amount), 0) as owed
    from {{ ref('fct_invoices') }}
    union all
    select
        'fct_service_calls' as mart,
        coalesce(sum(balance_amount), 0) as owed
    from {{ ref('fct_service_calls') }}
    union all
    select
        'dim_customers' as mart,
        coalesce(sum(balance_amount), 0) as owed
    from {{ ref('dim_customers') }}
    union all
    select
        'accounts_receivable_aging' as mart,
        coalesce(sum(open_amount), 0) as owed
    from {{ ref('accounts_receivable_aging') }}

)

select
    found.mart,
    found.owed as found_owed,
    expected.owed as expected_owed
from found
cross join expected
where found.owed <> expected.owed
