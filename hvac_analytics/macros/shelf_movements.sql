{# Rows of what came onto a shelf, and of what a visit took from it (negative), by the papers of it:
   what tests hold the shelves against. #}
{% macro shelf_movements() %}
    select
        branch_id,
        part_id,
        received_date as moved_on,
        quantity as moved
    from {{ ref('stg_hvac__purchase_orders') }}
    where is_received
    union all
    select
        technicians.branch_id,
        usages.part_id,
        usages.usage_date as moved_on,
        -usages.quantity_used as moved
    from {{ ref('stg_hvac__parts_usage') }} as usages
    inner join {{ ref('stg_hvac__service_calls') }} as calls
        on usages.service_call_id = calls.service_call_id
    inner join {{ ref('stg_hvac__technicians') }} as technicians
        on calls.technician_id = technicians.technician_id
{% endmacro %}
