{# An expired contract is past its last day, one in force is not; a cancelled one ended early. #}
with last_day as (

    select max(weather_date) as as_of_date
    from {{ ref('stg_hvac__weather_daily') }}

)

select contracts.subscription_id
from {{ ref('stg_hvac__subscriptions') }} as contracts
cross join last_day
where
    contracts.end_date <= contracts.start_date
    or (contracts.contract_status = 'Expired' and contracts.end_date >= last_day.as_of_date)
    or (
        contracts.contract_status in ('Active', 'Suspended')
        and contracts.end_date < last_day.as_of_date
    )
    or (contracts.contract_status = 'Cancelled') <> (contracts.cancelled_date is not null)
    or contracts.cancelled_date not between contracts.start_date and contracts.end_date
