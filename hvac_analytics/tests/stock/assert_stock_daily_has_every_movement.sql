-- All units used and all units received are in the daily stock, none twice.
with in_mart as (

    select
        coalesce(sum(used_quantity), 0) as used_quantity,
        coalesce(sum(received_quantity), 0) as received_quantity
    from {{ ref('fct_stock_daily') }}

),

used as (

    select coalesce(sum(quantity_used), 0) as used_quantity
    from {{ ref('stg_hvac__parts_usage') }}

),

received as (

    select coalesce(sum(quantity), 0) as received_quantity
    from {{ ref('stg_hvac__purchase_orders') }}
    where is_received

)

select
    in_mart.used_quantity as used_in_mart,
    used.used_quantity,
    in_mart.received_quantity as received_in_mart,
    received.received_quantity
from in_mart
cross join used
cross join received
where
    in_mart.used_quantity <> used.used_quantity
    or in_mart.received_quantity <> received.received_quantity
