{# The raw table of that name: a seed, or, if `raw` says so, a table of the schema HVAC_RAW. #}
{% macro raw(table) %}
    {%- if var('raw') == 'seeds' -%}
        {{ return(ref(table)) }}
    {%- else -%}
        {{ return(source('hvac_raw', table)) }}
    {%- endif -%}
{% endmacro %}

{# Before a run over a folder of Parquet files: a view in HVAC_RAW for each of them. #}
{% macro open_parquet_files() %}
    {% set needed = flags.WHICH in ('build', 'run', 'test', 'snapshot') %}
    {% if execute and needed and var('raw') not in ('seeds', 'tables') %}
        {% if target.type != 'duckdb' %}
            {% set problem = 'Parquet files are read on DuckDB only; use raw: tables' %}
            {{ exceptions.raise_compiler_error(problem) }}
        {% endif %}
        {% set schema = api.Relation.create(database=target.database, schema='HVAC_RAW') %}
        {% do adapter.create_schema(schema) %}
        {% for table in graph.sources.values() | selectattr('source_name', 'equalto', 'hvac_raw') %}
            {% set file = (var('raw') ~ '/' ~ table.name ~ '.parquet') | replace("'", "''") %}
            {% set rows = "select * from read_parquet('" ~ file ~ "')" %}
            {% do run_query('create or replace view HVAC_RAW.' ~ table.name ~ ' as ' ~ rows) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
