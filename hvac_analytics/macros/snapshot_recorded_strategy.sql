{# A strategy for snapshots, `strategy: recorded`: a version is valid from when the row says that it
   changed, the column `updated_at`, whenever the snapshot ran. But any difference is a change, as
   with dbt's `check`: seeds are edited by hand too, and nobody moves the clock then. Such versions
   share their moment, so the moment of the run goes into the key that tells versions apart. #}
{% macro snapshot_recorded_strategy(
    node, snapshotted_rel, current_rel, model_config, target_exists
) %}
    {% set strategy = snapshot_check_strategy(
        node, snapshotted_rel, current_rel, model_config, target_exists
    ) %}
    {% set versions = [strategy.unique_key, strategy.updated_at, snapshot_get_time()] %}
    {% do strategy.update({'scd_id': snapshot_hash_arguments(versions)}) %}
    {% do return(strategy) %}
{% endmacro %}
