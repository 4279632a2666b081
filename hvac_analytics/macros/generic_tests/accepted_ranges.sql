{# Numbers within closed bounds, [low, high] a column; null leaves a bound out, a NULL passes. #}
{% test accepted_ranges(model, ranges) %}
select *
from {{ model }}
where
    1 = 0
    {% for column, bounds in ranges.items() -%}
        {% if bounds[0] is not none %}or {{ column }} < {{ bounds[0] }}{% endif %}
        {% if bounds[1] is not none %}or {{ column }} > {{ bounds[1] }}{% endif %}
    {% endfor %}
{% endtest %}
