{# What burns is rated in AFUE, EF or UEF, what cools in SEER, and that has a refrigerant. #}
select equipment_id
from {{ ref('stg_hvac__equipment_types') }}
where
    case
        when equipment_type in ('Furnace', 'Boiler')
            then rating_unit <> 'AFUE' or energy_rating not between 50 and 100
        when equipment_type = 'Water Heater' then rating_unit not in ('EF', 'UEF')
        else rating_unit not in ('SEER', 'SEER2')
    end
    or (
        equipment_type in ('Furnace', 'Boiler', 'Water Heater')
        and refrigerant is not null
    )
    or (
        equipment_type in ('Central AC', 'Heat Pump', 'Ductless Mini-Split', 'Package Unit')
        and refrigerant is null
    )
    or discontinued_year < introduced_year
