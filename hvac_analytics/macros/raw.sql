{# The raw table of that name: a seed, or with `--vars 'raw: ...'` a table of the schema HVAC_RAW. #}
{% macro raw(table) %}
    {%- if var('raw') == 'seeds' -%}
        {{ return(ref(table)) }}
    {%- else -%}
        {{ return(source('hvac_raw', table)) }}
    {%- endif -%}
{% endmacro %}

{# Before a run over a folder of Parquet files: a view in HVAC_RAW for each of them. #}
{% macro open_parquet_files() %}
    {% if execute and var('raw') not in ('seeds', 'tables') and flags.WHICH in ('build', 'run', 'test', 'snapshot') %}
        {% if target.type != 'duckdb' %}
            {{ exceptions.raise_compiler_error("raw: Parquet files are read on DuckDB only; use raw: tables") }}
        {% endif %}
        {% do adapter.create_schema(api.Relation.create(database=target.database, schema='HVAC_RAW')) %}
        {% for table in graph.sources.values() | selectattr('source_name', 'equalto', 'hvac_raw') %}
            {% set files = (var('raw') ~ '/' ~ table.name ~ '.parquet') | replace("'", "''") %}
            {% do run_query("create or replace view HVAC_RAW." ~ table.name ~ " as select * from read_parquet('" ~ files ~ "')") %}
        {% endfor %}
    {% endif %}
{% endmacro %}
