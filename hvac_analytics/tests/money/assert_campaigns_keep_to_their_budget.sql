{# No campaign spends more than its budget. #}
select campaign_id
from {{ ref('stg_hvac__marketing_campaigns') }}
where spent_amount < 0 or spent_amount > budget_amount or end_date < start_date
