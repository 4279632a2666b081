{# How many of the next years a customer stays, if of such customers a share leaves each year. #}
{% macro years_stayed(leaving_a_year, years) -%}
    {%- set stayed = [] -%}
    {%- for year in range(1, years + 1) -%}
        {%- do stayed.append((1 - leaving_a_year) ** year) -%}
    {%- endfor -%}
    {{ stayed | sum | round(2) }}
{%- endmacro %}
