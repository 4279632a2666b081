{# After a run: which rules the rows of a failed test break; dbt itself says how many rows only. #}
{% macro say_broken_rules(results) %}
    {% for result in results if result.status == 'fail' %}
        {% set test = result.node.test_metadata %}
        {% if test is defined and test.name == 'rules_hold' %}
            {% set failing = '(' ~ result.node.compiled_code ~ ') as failing' %}
            {% set found = run_query(
                'select broken_rules, count(*) as row_count from ' ~ failing
                ~ ' group by broken_rules order by row_count desc, broken_rules limit 10'
            ) %}
            {% for row in found.rows %}
                {% do log(result.node.name ~ ': ' ~ row[1] ~ ' rows: ' ~ row[0], info=true) %}
            {% endfor %}
        {% endif %}
    {% endfor %}
{% endmacro %}
