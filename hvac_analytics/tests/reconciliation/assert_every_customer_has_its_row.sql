{# Every customer has its row in the dimension. #}
select raws.customer_id
from {{ raw('customers') }} as raws
left join {{ ref('dim_customers') }} as dimension
    on raws.customer_id = dimension.customer_id
where dimension.customer_id is null
