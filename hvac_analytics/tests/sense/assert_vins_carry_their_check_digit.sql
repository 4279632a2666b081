{# A VIN has 17 characters, and its ninth is the check digit of the others. #}
{% set weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2] %}
{% set letters = 'ABCDEFGHJKLMNPRSTUVWXYZ' %}
{% set worth = '12345678123457923456789' %}

with positions as (

    {% for weight in weights %}
        select
            {{ loop.index }} as place,
            {{ weight }} as weight
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

characters as (

    {% for digit in range(10) %}
        select
            '{{ digit }}' as letter,
            {{ digit }} as worth
        union all
    {% endfor %}
    {% for letter in letters %}
        select
            '{{ letter }}' as letter,
            {{ worth[loop.index0] }} as worth
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

vehicles as (

    select
        vehicle_id,
        vin
    from {{ ref('stg_hvac__vehicle_fleet') }}

),

weighed as (

    select
        vehicles.vehicle_id,
        count(*) as characters,
        mod(sum(positions.weight * characters.worth), 11) as leftover
    from vehicles
    cross join positions
    inner join characters
        on substring(vehicles.vin, positions.place, 1) = characters.letter
    group by vehicles.vehicle_id

)

select vehicles.vehicle_id
from vehicles
left join weighed
    on vehicles.vehicle_id = weighed.vehicle_id
where
    length(vehicles.vin) <> 17
    or coalesce(weighed.characters, 0) <> 17
    or substring(vehicles.vin, 9, 1)
    <> case when weighed.leftover = 10 then 'X' else cast(weighed.leftover as varchar) end
