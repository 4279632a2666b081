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
CLAIMED_WITHIN: Final = 10
"""Days within which the maker is asked to pay. Assumption."""
CLAIMED_AT_ONCE: Final = 0.5
"""Share of the claims that are sent on the day of the visit. Assumption."""
FILED_LATER: Final = (1, FILED_AFTER[1])
"""Days from the repair until one of the others is sent. Assumption."""
SENT_WITHIN: Final = 16
"""Days from the repair within which every claim is sent: what falls on a closed day waits.
Assumption."""
LEFT_OPEN_DAYS: Final = (1, 20)
"""Days after the history until a claim is decided that had been due in it. Assumption."""
