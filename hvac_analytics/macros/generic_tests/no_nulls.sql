{# Every one of the columns has a value: one scan a table instead of one test a column. #}
{% test no_nulls(model, columns) %}
select *
from {{ model }}
where
    {% for column in columns -%}
        {{ 'or ' if not loop.first }}{{ column }} is null
    {% endfor %}
{% endtest %}
