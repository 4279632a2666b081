{# The moment after which rows may be new to an incremental mart: when the newest of its own rows
   changed, less the look-back. Without rows of its own all are new. #}
{% macro changed_since(mart) -%}
    (
        select
            coalesce(
                {{ dbt.dateadd('day', -var('look_back_days'), 'max(row_updated_at_utc)') }},
                cast('1900-01-01' as timestamp)
            )
        from {{ mart }}
    )
{%- endmacro %}
