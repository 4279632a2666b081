{# Every term of a contract has its row, whatever became of it. #}
with expected as (

    select count(*) as terms
    from {{ raw('subscriptions') }}

),

found as (

    select
        'contract_renewals' as mart,
        count(*) as terms
    from {{ ref('contract_renewals') }}
    union all
    select
        'customer_segments' as mart,
        coalesce(sum(contract_terms), 0) as terms
    from {{ ref('customer_segments') }}

)

select
    found.mart,
    found.terms as found_terms,
    expected.terms as expected_terms
from found
cross join expected
where found.terms <> expected.terms
