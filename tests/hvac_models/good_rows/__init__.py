"""One row a table that breaks no rule, every optional column filled where the rules let it.

A module for each business area, as in `hvac_models`.
"""

from typing import Any

from tests.hvac_models.good_rows import (
    billing,
    catalog,
    customers,
    sales,
    scheduling,
    service,
    stock,
    workforce,
)

ROWS: dict[str, dict[str, Any]] = {
    **workforce.ROWS,
    **catalog.ROWS,
    **customers.ROWS,
    **scheduling.ROWS,
    **service.ROWS,
    **billing.ROWS,
    **stock.ROWS,
    **sales.ROWS,
}
