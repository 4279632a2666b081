"""When a unit was made, as its serial number tells, and how that number is written."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from factories.engine.quantiles import STEPS, within
from factories.engine.streams import Chance, Ints
from factories.engine.values import Coded, Days

ON_THE_WAY: Final = {
    **dict.fromkeys(("Goodman", "Amana"), (2, 6)),
    **dict.fromkeys(("Mitsubishi", "Fujitsu", "LG"), (5, 10)),
    **dict.fromkeys(("Weil-McLain", "Burnham", "Lochinvar", "Bradford White"), (4, 11)),
}
"""Months from the plant to the customer, by brand: median, and what one in ten takes longer than.
Assumption: who sells through stores of his own turns his stock over quickly, what comes by sea or
is rarely asked for stands longer."""
USUALLY_ON_THE_WAY: Final = (3, 8)
"""The same of all other brands. Assumption."""
LONGEST_ON_THE_WAY: Final = 18
"""Months after which no new unit is still on a shelf. Assumption."""
PLANTS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ"
"""Letters of makers' plants: none that reads like a digit [K]."""


@lru_cache(maxsize=1)
def _months() -> tuple[dict[str, int], Ints]:
    """The row of each brand in the quantiles of months on the way; the last is all others'."""
    spans = list(dict.fromkeys((*ON_THE_WAY.values(), USUALLY_ON_THE_WAY)))
    spans.sort(key=USUALLY_ON_THE_WAY.__eq__)
    table = np.array([within(median, p90, 0, LONGEST_ON_THE_WAY) for median, p90 in spans])
    return {brand: spans.index(span) for brand, span in ON_THE_WAY.items()}, table


def made_in(chance: Chance, brand: Coded, installed: Days, introduced: Ints) -> Ints:
    """Months since 1970 in which units were made that were put in on a day: not before
    the year in which their model was ``introduced``."""
    rows, table = _months()
    row = np.array([rows.get(name or "", len(table) - 1) for name in brand.values], np.int64)
    month = installed.astype("datetime64[M]").astype(np.int64)
    room = np.maximum(month - 12 * (np.asarray(introduced) - 1970), 0)
    waited = table[row[brand.codes], chance.below("on the way", STEPS)]
    # Of a model that is younger than that, any month since is as likely.
    since: Ints = month - np.where(waited > room, chance.below("lately", room + 1), waited)
    return since


def serial_numbers(chance: Chance, brand: Coded, made: Ints) -> list[str]:
    """Brand, year and month, plant and unit, such as G0911U465858."""
    plant = chance.below("plant", len(PLANTS)).tolist()
    unit = chance.distinct("unit", 10**6).tolist()
    names = [(name or "")[:1] for name in brand.values]
    rows = zip(brand.codes.tolist(), made.tolist(), plant, unit, strict=True)
    return [
        f"{names[n]}{(70 + month // 12) % 100:02d}{month % 12 + 1:02d}{PLANTS[p]}{number:06d}"
        for n, month, p, number in rows
    ]
