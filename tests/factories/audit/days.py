"""Ways to date papers on days on which nobody writes them, or at times that never were; and shelves
that are too small."""

from tests.factories.audit.change import Mutation, change


def sunday(table: str, column: str, where: str = "1 = 1") -> str:
    return change(table, f"{column} = date({column}, '-6 days', 'weekday 0')", where)


def never_was(table: str, column: str) -> str:
    """Half past two on the Sunday on which the clocks go forward."""
    night = f"date(substr({column}, 1, 4) || '-03-08', 'weekday 0')"
    return change(table, f"{column} = {night} || ' 02:30:00.000000'", f"{column} is not null")


MUTATIONS: dict[str, list[Mutation]] = {
    "no-hour-that-never-was": [
        never_was("service_calls", "started_at"),
        never_was("service_calls", "completed_at"),
        never_was("incident_response", "reported_time"),
        never_was("appointments", "created_date"),
        never_was("customers", "created_at"),
        never_was("vehicle_fleet", "last_gps_at"),
    ],
    "branch-opened-on-a-working-day": [sunday("branches", "opened_date")],
    "trade-show-has-its-days": [
        change(
            "marketing_campaigns",
            "channel = 'Trade Show', end_date = date(start_date, '+3 days')",
        ),
        change(
            "marketing_campaigns",
            "channel = 'Trade Show', start_date = '2024-09-06', end_date = '2024-09-08'",
        ),
        change(
            "marketing_campaigns",
            "channel = 'Trade Show', start_date = '2024-11-08', end_date = '2024-11-10'",
        ),
        change(
            "marketing_campaigns",
            "channel = 'Trade Show', start_date = '2024-09-12', end_date = '2024-09-14'",
        ),
    ],
    "technician-hired-on-a-working-day": [sunday("technicians", "hire_date")],
    "certificate-issued-on-a-working-day": [sunday("technician_certifications", "issued_date")],
    "vehicle-serviced-on-a-working-day": [
        sunday("vehicle_fleet", "last_maintenance_date"),
        sunday("vehicle_fleet", "purchase_date"),
    ],
    "claim-on-a-working-day": [
        sunday("warranty_claims", "claim_date"),
        sunday("warranty_claims", "decided_date", "decided_date is not null"),
    ],
    "shelf-counted-on-a-working-day": [sunday("inventory", "last_count_date")],
    "order-fetched-where-one-can-drive": [
        change(
            "purchase_orders",
            "received_date = ordered_date, supplier_id = (select s.supplier_id from suppliers as s"
            " join branches as b on b.state <> s.state limit 1)",
        )
    ],
    "order-received-on-a-working-day": [
        sunday("purchase_orders", "received_date", "received_date is not null")
    ],
    "shelf-takes-what-came": [
        change("inventory", "opening_stock = max_stock_level + 1"),
    ],
}
