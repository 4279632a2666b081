{# An address is its street, city, state and ZIP, within 100 miles of the branch. #}
select customers.customer_id
from {{ ref('stg_hvac__customers') }} as customers
inner join {{ ref('stg_hvac__branches') }} as branches
    on customers.branch_id = branches.branch_id
where
    customers.address
    <> customers.street || ', ' || customers.city || ', '
    || customers.state || ' ' || customers.postal_code
    or length(customers.postal_code) <> 5
    or {{ dbt.safe_cast('customers.postal_code', 'integer') }} is null
    or customers.state <> branches.state
    -- A degree of latitude is 69 miles, one of longitude in this country at most 63.
    or abs(customers.latitude - branches.latitude) > 1.45
    or abs(customers.longitude - branches.longitude) > 1.6
