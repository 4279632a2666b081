{# Only a converted lead is a customer; a won one is certain and a lost one hopeless. #}
select lead_id
from {{ ref('stg_hvac__leads') }}
where
    is_converted <> (customer_id is not null)
    or (is_converted and conversion_probability <> 100)
    or (lead_status = 'Lost' and conversion_probability <> 0)
    or conversion_probability not between 0 and 100
    or last_contact_date < created_date
