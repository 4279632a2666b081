{# Every customer, technician, model and part has its row in the dimension. #}
{% set dimensions = {
    'customers': ('customer_id', 'dim_customers'),
    'technicians': ('technician_id', 'dim_technicians'),
    'equipment_types': ('equipment_id', 'dim_equipment'),
    'parts': ('part_id', 'dim_parts'),
} %}
{% for table, (key, dimension) in dimensions.items() %}
    select
        '{{ dimension }}' as dimension,
        raws.{{ key }} as missing_id
    from {{ raw(table) }} as raws
    left join {{ ref(dimension) }} as dimensions
        on raws.{{ key }} = dimensions.{{ key }}
    where dimensions.{{ key }} is null
    {{ 'union all' if not loop.last }}
{% endfor %}
