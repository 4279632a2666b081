{# A payment is more than nothing and its fee is less than it. #}
select payment_id
from {{ ref('stg_hvac__payments') }}
where payment_amount <= 0 or processing_fee < 0 or processing_fee >= payment_amount
