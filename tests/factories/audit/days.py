"""Ways to date papers on days on which nobody writes them, and shelves that are too small."""

from tests.factories.audit.change import Mutation, change


def sunday(table: str, column: str, where: str = "1 = 1") -> str:
    return change(table, f"{column} = date({column}, '-6 days', 'weekday 0')", where)


MUTATIONS: dict[str, list[Mutation]] = {
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
    "shelf-takes-what-came": [
        change("inventory", "opening_stock = max_stock_level + 1"),
    ],
}
