{# The supplier's name on a part is that of the supplier it points to. #}
select parts.part_id
from {{ ref('stg_hvac__parts') }} as parts
left join {{ ref('stg_hvac__suppliers') }} as suppliers
    on parts.supplier_id = suppliers.supplier_id
where suppliers.supplier_id is null or suppliers.supplier_name <> parts.supplier_name
