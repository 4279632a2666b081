{# A quote's labor is hours times rate, and its total covers labor, equipment and parts. #}
select quote_id
from {{ ref('stg_hvac__quotes') }}
where
    labor_cost <> round(labor_hours * labor_rate, 2)
    or total_amount < labor_cost + equipment_cost + parts_cost
