{# Only somebody who left the mailing list has a day of leaving, after the day of joining. #}
select contact_id
from {{ ref('stg_hvac__mailing_list') }}
where
    is_subscribed <> (unsubscribed_date is null)
    or unsubscribed_date < subscription_date
    or (contact_source = 'Existing Customer' and customer_id is null)
