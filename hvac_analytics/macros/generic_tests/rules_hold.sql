{# All that must hold in each row of a table, as one test and one scan: what a test costs is dbt's
   own work for it rather than the query. `broken_rules` says what is wrong with a row that fails.

   unique           columns that no two rows share, NULL aside; a list in the list is a combination
   not_null         columns that have a value
   accepted_values  {column: [value, ...]}; NULL passes
   accepted_ranges  {column: [low, high]}, both included; null leaves a bound out, NULL passes
   relationships    {column: {to, field}}: there is a row in `to` whose `field` has the value; NULL
                    passes. `where` says for which rows, `to_where` which rows of `to` count
   expressions      conditions; one that is NULL does not hold #}
{% test rules_hold(
    model,
    unique=[],
    not_null=[],
    accepted_values={},
    accepted_ranges={},
    relationships={},
    expressions=[]
) %}
{%- set broken = [] -%}
{%- for columns in unique -%}
    {%- set listed = columns if columns is string else columns | join(', ') -%}
    {%- set repeated = 'count(*) over (partition by ' ~ listed ~ ') > 1' -%}
    {%- set given = columns ~ ' is not null and ' if columns is string else '' -%}
    {%- do broken.append((given ~ repeated, listed ~ ' is not unique')) -%}
{%- endfor -%}
{%- for column in not_null -%}
    {%- do broken.append((column ~ ' is null', column ~ ' is null')) -%}
{%- endfor -%}
{%- for column, values in accepted_values.items() -%}
    {%- set quoted = values | map('string') | map('replace', "'", "''") | join("', '") -%}
    {%- set others = column ~ " not in ('" ~ quoted ~ "')" -%}
    {%- do broken.append((others, column ~ ' is none of its values')) -%}
{%- endfor -%}
{%- for column, (low, high) in accepted_ranges.items() -%}
    {%- set below = column ~ ' < ' ~ low if low is not none else 'false' -%}
    {%- set above = column ~ ' > ' ~ high if high is not none else 'false' -%}
    {%- do broken.append((below ~ ' or ' ~ above, column ~ ' is out of its range')) -%}
{%- endfor -%}
{%- for column, parent in relationships.items() -%}
    {%- set orphan = column ~ ' is not null and parent_' ~ loop.index ~ '.parent_key is null' -%}
    {%- set counted = ' and (' ~ parent['where'] ~ ')' if 'where' in parent else '' -%}
    {%- do broken.append((orphan ~ counted, column ~ ' has no parent')) -%}
{%- endfor -%}
{%- for condition in expressions -%}
    {%- set said = condition.split() | join(' ') | replace("'", "''") -%}
    {%- do broken.append(('not coalesce(' ~ condition ~ ', false)', 'not so: ' ~ said)) -%}
{%- endfor -%}

with judged as (

    select
        {% for condition, said in broken -%}
            case when {{ condition }} then '{{ said }}; ' else '' end
            {{ '|| ' if not loop.last }}
        {%- endfor -%}
        as broken_rules,
        checked.*
    from {{ model }} as checked
    {% for column, parent in relationships.items() -%}
        left join (
            select distinct {{ parent['field'] }} as parent_key
            from {{ parent['to'] }}
            {{ 'where ' ~ parent['to_where'] if 'to_where' in parent }}
        ) as parent_{{ loop.index }} on checked.{{ column }} = parent_{{ loop.index }}.parent_key
    {% endfor %}

)

select *
from judged
where broken_rules <> ''
{% endtest %}
