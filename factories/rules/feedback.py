"""What customers say, and what moves their ratings (1 to 10)."""

from __future__ import annotations

from typing import Final

TYPICAL: Final = 960
"""Hundredths of a point that a visit starts from, before anything goes wrong. Assumption: with the
drivers below, the mean is 8-9 and the net promoter score 50-75 [S26]."""
LATE: Final = 160
"""Off for being late: 0.8 of a star of five [E], twice that on the scale of ten."""
AGAIN: Final = 180
"""Off for having to come again: 0.9 star [E]."""
PRICEY: Final = 100
"""Off for a bill well above what such visits cost: 0.5 star [E]."""
TECHNICIAN_SPREAD: Final = 50
"""Standard deviation of the technician's own effect: 0.25 star [E]."""
SPREAD: Final = 110
"""Standard deviation of everything else. Assumption."""
GRUMBLE: Final = (0.06, 450)
"""Some are unhappy whatever happens: probability, and what they take off. 17 % of public reviews
are one star [S25]; surveys draw fewer of them. Assumption."""
ANSWER_WEIGHTS: Final = (9, 9, 9, 8, 7, 5, 4, 4, 5, 6)
"""How likely a rating of 1 to 10 is written down: the extremes speak up. Assumption."""
ANSWER_DAYS: Final = (2, 9)
"""Days from visit to feedback, lognormal median and 90th percentile. Assumption."""
LAST_ANSWER: Final = 40
SOURCES: Final = {"Email Survey": 52, "Online Review": 22, "Phone Call": 16, "In Person": 10}
"""Assumption."""
