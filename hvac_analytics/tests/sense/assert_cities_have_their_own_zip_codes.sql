{# A ZIP code belongs to one city and state. #}
select postal_code
from {{ ref('stg_hvac__customers') }}
group by postal_code
having count(distinct city) > 1 or count(distinct state) > 1
