{# What an incremental mart needs so that a run over changed raw data leaves exactly what a full
   refresh would build. A raw row says in updated_at_utc when it last changed, but a mart's row is
   more than one of them, a call with its invoice's balance, and seeds are edited by hand: so rows
   are told apart by a hash. #}

{# The hash of the columns that the model declares, its own excepted. #}
{% macro row_hash() -%}
    {%- set cells = [] -%}
    {%- for column in model.columns if column != 'row_hash' -%}
        {%- do cells.append(
            "coalesce(cast(" ~ column ~ " as " ~ dbt.type_string() ~ "), '_null_')"
        ) -%}
    {%- endfor -%}
    {{ dbt.hash(cells | join(" || '~|~' || ") if cells else "''") }}
{%- endmacro %}

{# In an incremental run, only the rows of the relation that are new or no longer what they were. #}
{% macro where_row_changed(relation, key) -%}
    {%- if is_incremental() -%}
where not exists (
    select 1
    from {{ this }} as kept
    where kept.{{ key }} = {{ relation }}.{{ key }} and kept.row_hash = {{ relation }}.row_hash
)
    {%- endif -%}
{%- endmacro %}

{# After an incremental run: rows that are gone from where they come from go here too. #}
{% macro delete_vanished_rows(relation, key) -%}
    {%- if is_incremental() -%}
delete from {{ this }}
where {{ key }} not in (
    select {{ key }}
    from {{ relation }}
    where {{ key }} is not null
)
    {%- endif -%}
{%- endmacro %}
