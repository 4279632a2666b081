"""Warranty claims: when the makers are asked to pay, when they answer, and what."""

from typing import Final

WORTH_CLAIMING: Final = {0: 1, 4_000: 5, 12_000: 40}
"""Cents of parts, from which on a claim is so likely beside others: for a cheap part nobody fills
in the form, for a compressor everybody does. Assumption."""
CLASSES: Final = tuple(WORTH_CLAIMING)
FILED_AFTER: Final = (0, 9)
"""Days from the repair until the claim is sent. Assumption."""
DECIDED_AFTER: Final = (6, 45)
"""Days from the claim to the maker's answer. Assumption."""
VERDICTS: Final = {"Approved": 82, "Partially Approved": 10, "Denied": 8}
"""Percent of the answers. Assumption."""
