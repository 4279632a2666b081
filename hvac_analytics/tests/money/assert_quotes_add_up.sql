{# Labor is hours times rate; the prices of labor, equipment and parts are the total of a quote. #}
select quote_id
from {{ ref('stg_hvac__quotes') }}
where
    labor_cost <> round(labor_hours * labor_rate, 2)
    or total_amount <> labor_cost + equipment_cost + parts_cost
