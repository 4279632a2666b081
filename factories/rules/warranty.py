"""Warranty claims: when the makers are asked to pay, when they answer, and what."""

from typing import Final

FILED_AFTER: Final = (0, 9)
"""Days from the repair until the claim is sent. Assumption."""
DECIDED_AFTER: Final = (6, 45)
"""Days from the claim to the maker's answer. Assumption."""
VERDICTS: Final = {"Approved": 82, "Partially Approved": 10, "Denied": 8}
"""Percent of the answers. Assumption."""
