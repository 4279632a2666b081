{{ config(group='sales', access='public') }}

with quotes as (

    select * from {{ ref('int_quote_versions') }}

),

banded as (

    select
        *,
        cast({{ dbt.date_trunc('quarter', 'quote_date') }} as date) as quote_quarter,
        case
            when total_amount < 500 then 1
            when total_amount < 2500 then 2
            when total_amount < 7500 then 3
            else 4
        end as size_rank
    from quotes

),

counted as (

    select
        branch_id,
        quote_quarter,
        quote_type,
        size_rank,
        count(*) as quotes,
        sum(case when is_accepted then 1 else 0 end) as accepted,
        sum(case when quote_status = 'Declined' then 1 else 0 end) as declined,
        sum(case when quote_status = 'Expired' then 1 else 0 end) as expired,
        sum(case when is_open then 1 else 0 end) as pending,
        sum(case when is_superseded then 1 else 0 end) as superseded,
        sum(case when is_decided then 1 else 0 end) as decided,
        sum(case when is_superseded then 0 else total_amount end) as quoted_amount,
        sum(case when is_accepted then total_amount else 0 end) as won_amount,
        sum(case when is_decided then total_amount else 0 end) as decided_amount,
        count(days_to_accept) as dated_acceptances,
        avg(days_to_accept) as average_days_to_accept,
        sum(case when is_revision then 1 else 0 end) as revisions,
        sum(case when is_revision then replaced_amount - total_amount else 0 end)
            as discount_amount,
        sum(case when is_revision then replaced_amount else 0 end) as replaced_amount
    from banded
    group by branch_id, quote_quarter, quote_type, size_rank

),

final as (

    select
        cast(branch_id as integer) as branch_id,
        cast(quote_quarter as date) as quote_quarter,
        cast(quote_type as varchar) as quote_type,
        cast(size_rank as integer) as size_rank,
        cast(
            case size_rank
                when 1 then 'Under 500'
                when 2 then '500 to 2,499'
                when 3 then '2,500 to 7,499'
                else '7,500 and more'
            end as varchar
        ) as size_band,

        cast(quotes as integer) as quotes,
        cast(accepted as integer) as accepted,
        cast(declined as integer) as declined,
        cast(expired as integer) as expired,
        cast(pending as integer) as pending,
        cast(superseded as integer) as superseded,
        cast(decided as integer) as decided,
        cast(cast(accepted as numeric(18, 4)) / nullif(decided, 0) as numeric(9, 4)) as win_rate,

        cast(quoted_amount as numeric(18, 2)) as quoted_amount,
        cast(won_amount as numeric(18, 2)) as won_amount,
        cast(decided_amount as numeric(18, 2)) as decided_amount,
        cast(
            cast(won_amount as numeric(18, 4)) / nullif(decided_amount, 0) as numeric(9, 4)
        ) as won_amount_share,

        cast(dated_acceptances as integer) as dated_acceptances,
        cast(average_days_to_accept as numeric(12, 2)) as average_days_to_accept,
        cast(revisions as integer) as revisions,
        cast(discount_amount as numeric(18, 2)) as discount_amount,
        cast(
            cast(discount_amount as numeric(18, 4)) / nullif(replaced_amount, 0) as numeric(9, 4)
        ) as discount_share
    from counted

)

select * from final
