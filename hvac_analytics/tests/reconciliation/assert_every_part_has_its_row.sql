{# Every part has its row in the dimension. #}
select raws.part_id
from {{ raw('parts') }} as raws
left join {{ ref('dim_parts') }} as dimension
    on raws.part_id = dimension.part_id
where dimension.part_id is null
