{# Degree days are what the day's mean, between its low and high, is off 65 F. #}
select weather_id
from {{ ref('stg_hvac__weather_daily') }}
where
    low_temperature_f > mean_temperature_f
    or mean_temperature_f > high_temperature_f
    or heating_degree_days
    <> case when mean_temperature_f < 65 then 65 - mean_temperature_f else 0 end
    or cooling_degree_days
    <> case when mean_temperature_f > 65 then mean_temperature_f - 65 else 0 end
