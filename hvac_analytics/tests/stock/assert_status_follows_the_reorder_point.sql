{# A shelf is out at zero, low up to its reorder point, else in stock. #}
select inventory_id
from {{ ref('stg_hvac__inventory') }}
where
    stock_status <> case
        when current_stock = 0 then 'Out of Stock'
        when current_stock <= reorder_point then 'Low Stock'
        else 'In Stock'
    end
    or reorder_point < 0
    or max_stock_level <= reorder_point
