"""The office's day: when what it does is entered into the books. All are minutes of the day."""

from __future__ import annotations

from typing import Final

import numpy as np

from factories.engine.streams import Chance, Ints
from factories.rules.hours.calendar import CLOSES, OPENS

ENTERED_WITHIN: Final = 20
"""Minutes at most from what is entered at once to its entry. Assumption."""
LISTED_WITHIN: Final = 30
"""Days after the founding within which the first catalogs were typed in. Assumption."""
NIGHT_RUN: Final = 6 * 60
"""Minute of the day by which the system has done what it does by itself, such as marking invoices
overdue. Assumption."""
DESK_FROM: Final = 9 * 60
"""From then on the desk enters what it has done. Assumption."""
DESK_MINUTES: Final = 8 * 60
"""For so long. Assumption."""
MAIL_AT: Final = 10 * 60
"""Minute at which the mail is done: bills of the days before go out, and payments are read.
Assumption."""
MODELS_CHANGED: Final = 16 * 60 + 30
"""Quotes get the next year's model. Assumption."""
RETURNS_BOOKED: Final = (10, 60)
"""Minutes after a visit within which the one with the part that was missing is asked for at the
earliest. Assumption: the technician looks up when it can be there."""
VISITS_PLANNED: Final = 18 * 60
"""The contracts' next visits are planned. Assumption."""
SURVEY_HOURS: Final = (9 * 60, 19 * 60 - 1)
"""Minutes of the day between which customers answer surveys. Assumption: many do after work."""
ASKED_AFTER_VISIT: Final = 20
"""Minutes after a visit from which its customer may be asked for feedback. Assumption."""
OPT_IN_HOURS: Final = (8 * 60, 21 * 60 - 1)
"""Between these people subscribe to mailings. Assumption."""
OPT_OUT_HOURS: Final = (7 * 60, 22 * 60)
"""Between these they have had enough of them. Assumption."""
CAMPAIGNS_BILLED: Final = 23 * 60
"""What campaigns have spent is known. Assumption: platforms bill by the day."""
COUNTER_OPENS: Final = 6 * 60
"""Minute at which parts fetched at a supplier's counter are ordered. Assumption: counters open
early."""
WORKSHOP_OPENS: Final = 7 * 60 + 30
"""Minute at which vans are brought to the workshop, and fetched. Assumption."""
ODOMETERS: Final = 19 * 60 + 30
"""Odometers are read. Assumption: when the vans are back."""
VANS_GIVEN: Final = 9 * 60 + 30
"""New hands get their van. Assumption."""


def entered(chance: Chance, label: str) -> Ints:
    """Minute of the day at which the office enters something."""
    return chance.between(label, OPENS, CLOSES - 1)


def says(chance: Chance, label: str) -> Ints:
    """Minute of the day at which a customer answers a survey."""
    return chance.between(label, *SURVEY_HOURS)


def opts_in(chance: Chance, label: str) -> Ints:
    """Minute of the day at which somebody subscribes to mailings."""
    return chance.between(label, *OPT_IN_HOURS)


def entered_after(chance: Chance, label: str, today: int, before: Ints) -> Ints:
    """Moment of the day number ``today`` at which the office enters each: within minutes of what
    was there ``before`` (moments), where that is later."""
    moment = today * 1440 + entered(chance, label)
    at_once = np.minimum(before + chance.between(f"{label} lag", 1, ENTERED_WITHIN), _last(today))
    later: Ints = np.where(moment > before, moment, np.maximum(at_once, before))
    return later


def _last(today: int) -> int:
    return today * 1440 + 1439
