"""How many rows a table has: the contract's defaults, and what each table hangs on."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Final

GUIDE_ROWS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "customers": 500,
        "technicians": 15,
        "equipment_types": 50,
        "parts": 200,
        "installed_devices": 800,
        "service_calls": 2_000,
        "parts_usage": 3_990,
        "incident_response": 150,
        "vehicle_fleet": 20,
        "mailing_list": 800,
        "subscriptions": 250,
        "invoices": 1_700,
        "payments": 655,
        "inventory": 200,
        "appointments": 2_000,
        "quotes": 680,
        "work_orders": 2_000,
        "customer_feedback": 800,
        "leads": 600,
    }
)
COMPANION_ROWS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "branches": 1,
        "suppliers": 24,
        "technician_certifications": 45,
        "marketing_campaigns": 12,
        "weather_daily": 730,
        "purchase_orders": 240,
        "warranty_claims": 130,
        "invoice_lines": 5_887,
    }
)
# The order of the guide, companions after: a table that hangs on another comes after it.
DEFAULT_ROWS: Final[Mapping[str, int]] = MappingProxyType({**GUIDE_ROWS, **COMPANION_ROWS})

SPARE_LINES: Final = 20
"""Keys of invoice lines that a branch of odd proportions owns beyond those planned, at least.
Assumption."""
SHARED: Final = frozenset({"equipment_types", "parts", "suppliers"})
"""One catalog serves all branches: `--scale` does not multiply these."""

FOLLOWS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "technicians": "customers",
        "installed_devices": "customers",
        "mailing_list": "customers",
        "subscriptions": "customers",
        "quotes": "customers",
        "leads": "customers",
        "vehicle_fleet": "technicians",
        "technician_certifications": "technicians",
        "service_calls": "installed_devices",
        "parts_usage": "service_calls",
        "incident_response": "service_calls",
        "invoices": "service_calls",
        "appointments": "service_calls",
        "work_orders": "service_calls",
        "customer_feedback": "service_calls",
        "warranty_claims": "service_calls",
        "payments": "invoices",
        "purchase_orders": "parts_usage",
        "inventory": "parts",
    }
)
"""A table nobody named keeps its default proportion to this one. Those not listed stand alone, but
for branches (`--scale`), weather_daily (`--history-days`) and invoice_lines (below)."""

DEFAULT_HISTORY_DAYS: Final = 730
KEPT_OF_GROWTH: Final = Decimal("0.7")
"""How large the company was two years ago, of what it is now. Assumption: it grows beyond the
attrition."""
BEGUN_BEFORE: Final[Mapping[str, int]] = MappingProxyType(
    {
        "service_calls": 0,
        "quotes": 0,
        "leads": 0,
        "marketing_campaigns": 0,
        "subscriptions": 365,
    }
)
"""What comes in day by day, so that a longer history has more of it; and from how many days before
the history the table tells as well: contracts in force on its first day are in it."""
FEWEST: Final = 4
"""Of what a customer or a device brings, so many rows at least in however short a history, where a
long one has as many: of a single visit there may be nothing to pay."""
_AS_USUAL: Final = Fraction(1)


def in_proportion(
    table: str, rows: Mapping[str, int], history_days: int, season: Fraction = _AS_USUAL
) -> int:
    """The default count of a table, grown or shrunk like the table it follows, with the length
    of the history, and as its ``season`` has more than usual beside that table; at least one
    row."""
    usual, parent = DEFAULT_ROWS[table], FOLLOWS.get(table)
    numerator, denominator = (rows[parent], DEFAULT_ROWS[parent]) if parent else (1, 1)
    numerator, denominator = numerator * season.numerator, denominator * season.denominator
    count = _divide(usual * numerator, denominator)
    if table in BEGUN_BEFORE and history_days != DEFAULT_HISTORY_DAYS:
        fewest = min(count, FEWEST) if parent else 1
        usual = round(usual * 10**6 * _share_of_default(history_days, BEGUN_BEFORE[table]))
        count = max(fewest, _divide(usual * numerator, denominator * 10**6))
    return max(1, count)


def _share_of_default(history_days: int, before: int) -> Decimal:
    """What comes in within a history, of what does in one of default length."""
    return grown_within(history_days + before) / grown_within(DEFAULT_HISTORY_DAYS + before)


def grown_within(days: int) -> Decimal:
    """Share of today's company that came in the last so many days, if it always grew as in the
    last two years."""
    return share_within(days, 1 - KEPT_OF_GROWTH)


def share_within(days: int, in_default: Decimal) -> Decimal:
    """Share of all to whom something has happened within so many days, where it is ``in_default``
    in a history of default length. In decimals, which are the same on every machine."""
    return 1 - (1 - in_default) ** (Decimal(days) / DEFAULT_HISTORY_DAYS)


def invoice_lines(rows: Mapping[str, int]) -> int:
    """Labor, fees and discounts an invoice as by default, and the parts of the calls invoiced."""
    invoices, calls, parts = rows["invoices"], rows["service_calls"], rows["parts_usage"]
    # 4,991 / 3,400 = 1.468 lines an invoice beside its parts: exactly 5,887 lines by default.
    return _divide(invoices * (4_991 * calls + 3_400 * parts), 3_400 * calls)


def _divide(numerator: int, denominator: int) -> int:
    """The quotient rounded half up, in integers: the same on every machine."""
    return (2 * numerator + denominator) // (2 * denominator)
