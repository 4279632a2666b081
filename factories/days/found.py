"""Offers to mend what was found at tune-ups and inspections."""

from __future__ import annotations

import numpy as np

from factories.days import habits, repairs
from factories.days.day import Day
from factories.days.devices import InUse
from factories.days.noted import noted_since
from factories.days.offers import Offers
from factories.engine.set_operations import among
from factories.rules.calls.findings import FOUND
from factories.rules.calls.service import JOBS
from factories.rules.crm import quotes as rules
from factories.rules.crm.offers import AT_A_VISIT
from factories.rules.hours.calendar import office_day_until


def found_lately(day: Day, devices: InUse) -> Offers:
    """Prices for what was found today, or since the office was open last, on some ``devices``."""
    since = int(office_day_until(np.array([day.number - 1]))[0])
    told = noted_since(day, max(since, day.books.begun))
    told = told.rows(np.flatnonzero(among(told.device, devices.id)))
    weight = rules.found_weights()[told.what] / rules.FOUND_USUALLY
    quoted = day.chance("found", told.call).happens("quoted", np.minimum(_share(day) * weight, 1.0))
    told = told.rows(np.flatnonzero(quoted))
    told = told.rows(np.flatnonzero(~devices.waiting[devices.at(told.device)]))
    chosen = devices.rows(devices.at(told.device))
    like = repairs.like(day, day.chance("found", told.call), chosen.kind, told.what)
    return Offers.of(
        rules.REPAIR, chosen.customer, chosen.branch, chosen.equipment,
        background=np.full(len(chosen), AT_A_VISIT), component=told.what, hours=like.hours,
        parts=like.parts,
    )  # fmt: skip


def _share(day: Day) -> float:
    """Of what is found, what is quoted and not taken: as many as the history has."""
    offer = rules.OFFERS["Repair"]
    quotes = day.rate("quotes") * habits.offered(day)[rules.REPAIR] * (1 - offer.closes)
    looks = day.rate("service_calls") * (JOBS["Maintenance"].share + JOBS["Inspection"].share)
    return float(quotes / max(looks * FOUND, 1e-9))
