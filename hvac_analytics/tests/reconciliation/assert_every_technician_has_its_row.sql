{# Every technician has its row in the dimension. #}
select raws.technician_id
from {{ raw('technicians') }} as raws
left join {{ ref('dim_technicians') }} as dimension
    on raws.technician_id = dimension.technician_id
where dimension.technician_id is null
