{# A part covered by warranty or contract is not charged, any other at its cost or above. #}
select usages.usage_id
from {{ ref('stg_hvac__parts_usage') }} as usages
inner join {{ ref('stg_hvac__parts') }} as parts
    on usages.part_id = parts.part_id
where
    case
        when usages.is_covered_by_warranty or usages.is_covered_by_contract
            then usages.unit_price <> 0
        else usages.unit_price < parts.unit_cost
    end
