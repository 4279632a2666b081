{# A part's name says what its category says, where the category is a thing by that name. #}
select part_id
from {{ ref('stg_hvac__parts') }}
where
    part_category in (
        'Filter', 'Compressor', 'Coil', 'Thermostat', 'Capacitor', 'Contactor', 'Igniter',
        'Flame Sensor', 'Heat Exchanger', 'Gas Valve'
    )
    and lower(part_name) not like '%' || lower(part_category) || '%'
