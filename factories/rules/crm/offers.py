"""What an offer says of itself: what was answered to it, and what lies behind it."""

from typing import Final

from factories.wording.offers import AGED, FOUND, MEASURED

ANSWERS: Final = ("Accepted", "Declined", "Revised", None)
ACCEPTED, DECLINED, REVISED, SILENT = range(4)
BACKGROUNDS: Final = (AGED, FOUND, MEASURED, None)
OLD, AT_A_VISIT, ON_SITE, UNKNOWN = range(4)
