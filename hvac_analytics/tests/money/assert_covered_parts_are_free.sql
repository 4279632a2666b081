{# A part covered by warranty or contract is not charged, any other at its cost or above. #}
select usage_id
from {{ ref('stg_hvac__parts_usage') }}
where
    case
        when is_covered_by_warranty or is_covered_by_contract then unit_price <> 0
        else unit_price < unit_cost
    end
