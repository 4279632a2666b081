"""Variety: how one company differs from another."""

from __future__ import annotations

from typing import Final

ABOUT: Final = 0.05
"""How far from the usual share a company's may be at one standard deviation, of the share: less
than chance has it, so that each is still a usual company. Assumption."""
