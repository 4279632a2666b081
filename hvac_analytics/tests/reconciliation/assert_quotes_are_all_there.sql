{# Quotes by quarter and by opportunity are those that were sent. #}
with expected as (

    select count(*) as quotes
    from {{ raw('quotes') }}

),

found as (

    select
        'quote_win_rates' as mart,
        coalesce(sum(quotes), 0) as quotes
    from {{ ref('quote_win_rates') }}
    union all
    select
        'fct_sales_pipeline' as mart,
        coalesce(sum(quotes), 0) as quotes
    from {{ ref('fct_sales_pipeline') }}

)

select
    found.mart,
    found.quotes as found_quotes,
    expected.quotes as expected_quotes
from found
cross join expected
where found.quotes <> expected.quotes
