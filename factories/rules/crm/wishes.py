"""What those ask for who are not won: what the others do, and when they do."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from factories.engine.streams import FRACTION, Chance, Ints
from factories.rules.crm import sales
from factories.rules.hours.calendar import month_of

INTERESTS, URGENCIES = sales.INTERESTS, sales.URGENCIES
Dates = NDArray[np.datetime64]
USUALLY_KNOWN: Final = 100
"""Hundredths of a lead won, of each interest, that count as if they had come by
``INTEREST_BY_MONTH``: where hardly any were won, that says when the others ask. Assumption."""
BESIDE: Final = (1, 18, 1)
"""How much the months before and after one, and it itself, say of who asks in it. Assumption."""


def by_month(won: Ints) -> Ints:
    """Weights of what is asked for by who is not won: a row a month, a column an interest.

    ``won`` are hundredths of the leads won, likewise: so many others ask for the same in the same
    months that it is won as often in one as in the other, and no more often out of season. Over the
    year they ask for what ``INTEREST_BY_MONTH`` has.
    """
    rows = [sales.INTEREST_BY_MONTH[name] for name in sales.SEASON_OF_MONTH]
    usual = np.array(rows, np.int64) * np.array(sales.DEMAND_BY_MONTH, np.int64)[:, None]
    before, own, after = BESIDE
    around = np.roll(won, 1, axis=0) * before + won * own + np.roll(won, -1, axis=0) * after
    known = around.sum(axis=0) + USUALLY_KNOWN * sum(BESIDE)
    # Rather much is multiplied before it is divided: whole numbers decide.
    of_won = usual.sum(axis=0) * around + usual * USUALLY_KNOWN * sum(BESIDE)
    weights: Ints = of_won * 1_000 // known
    return weights


def cuts(weights: Ints) -> Ints:
    """Cut points of INTERESTS: a row a month, campaign target (the last for none) and urgency, of
    weights as ``by_month`` has them."""
    season = weights * 100_000 // weights.sum(axis=1, keepdims=True)
    target = np.eye(len(INTERESTS) + 1, len(INTERESTS), dtype=np.int64) * 100_000
    urgency = np.array([[sales.URGENCY[i][u] for i in INTERESTS] for u in URGENCIES], np.int64)
    mixed = season[:, None] * (100 - sales.ON_TARGET) + target * sales.ON_TARGET
    mixed[:, -1] = season * 100
    # A campaign runs on into the next season: who answers it then is in no hurry.
    hurried = np.array([name == "High" for name in URGENCIES])
    may = ~(hurried[:, None] & sales.waits().T[:, None, None, :])
    each = mixed[:, :, None] * urgency * may
    # Hundredths of thousandths times percent: within 63 bits when multiplied by the fractions.
    cumulated = each.reshape(-1, len(INTERESTS)).cumsum(axis=1) // 10
    found: Ints = cumulated * FRACTION // np.maximum(cumulated[:, -1:], 1)
    return found


def wishes(chance: Chance, of: Ints, dates: Dates, target: Ints, urgency: Ints) -> Ints:
    """Index into INTERESTS a row, by the ``cuts`` of a company, the season, a campaign's ``target``
    (-1 for none) and urgency."""
    return chance.choose_by("interest", of, _row(dates, target, urgency))


def _row(dates: Dates, target: Ints, urgency: Ints) -> Ints:
    """The row of the ``cuts``."""
    none = len(INTERESTS)
    row = month_of(dates) * (none + 1) + np.where(target >= 0, target, none)
    return row * len(URGENCIES) + urgency
