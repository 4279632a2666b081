"""Variety: how one company differs from another."""

from __future__ import annotations

from typing import Final

SHARES_VARY: Final = 0.05
"""Standard deviation of a company's shares around the usual ones, as a part of the share: less than
chance alone would give, so that each is still a usual company. Assumption."""
