"""Customers: who comes and how, how they are met, and who leaves."""

from __future__ import annotations

from typing import Final

FIRST_CALL: Final = (3, 12)
"""Minutes from the account until the emergency is reported for which it was opened. Assumption."""
