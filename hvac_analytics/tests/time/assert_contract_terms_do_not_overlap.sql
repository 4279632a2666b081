{# A customer has one contract at a time. #}
with terms as (

    select
        subscription_id,
        start_date,
        lag(coalesce(cancelled_date, end_date)) over (
            partition by customer_id
            order by start_date, subscription_id
        ) as previous_end
    from {{ ref('stg_hvac__subscriptions') }}

)

select subscription_id
from terms
where start_date <= previous_end
