{# Every model has its row in the dimension. #}
select raws.equipment_id
from {{ raw('equipment_types') }} as raws
left join {{ ref('dim_equipment') }} as dimension
    on raws.equipment_id = dimension.equipment_id
where dimension.equipment_id is null
