{# A schema asked for by name is used as it stands: HVAC_RAW, not HVAC_ANALYTICS_HVAC_RAW. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name is not none else target.schema }}
{%- endmacro %}
