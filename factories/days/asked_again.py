"""What is known of repairs in the book: what failed, and whether somebody was there before."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from factories.days import devices as fleet
from factories.days.arrivals import devices_of
from factories.days.books import Found
from factories.days.day import Day, as_one
from factories.days.first_words import asked_by
from factories.days.origins import origins
from factories.engine.streams import Ints, Mask
from factories.rules.calls.service import REPAIR


class Told(NamedTuple):
    """What is known of appointments that are asked for once more, a row each."""

    component: Ints
    """What has failed, as it will be found; -1 for what is no repair."""
    unit: Ints
    """The kind of the device; -1 likewise."""
    back: Mask
    """It is what did not hold."""
    second: Mask
    """A visit before has found it."""


def told(day: Day, book: Found) -> Told:
    """What those say has failed who ask today for another day of these appointments."""
    component, back = np.full(len(book), -1, np.int64), np.zeros(len(book), np.bool_)
    unit, second = component.copy(), back.copy()
    repairs = np.flatnonzero(book.kind == REPAIR)
    if not len(repairs):
        return Told(component, unit, back, second)
    asked = book.rows(repairs).with_(created=np.full(len(repairs), day.number * 1440))
    devices = fleet.in_use(day)
    row = devices_of(day, asked, devices)
    asked, repairs, row = asked.rows(np.flatnonzero(row >= 0)), repairs[row >= 0], row[row >= 0]
    theirs = devices.rows(row)
    unit[repairs] = theirs.kind
    drives = fleet.usual_drives(asked.branch, asked.created // 1440)
    drawn = fleet.component(
        day, "booked", as_one(asked.customer, asked.created // 1440), theirs, drives
    )[0]
    first = asked_by(day, asked.customer).told(asked.customer, theirs.id)
    drawn = np.where(first >= 0, first, drawn)
    origin, known, back[repairs] = origins(day, asked, theirs)
    component[repairs] = np.where(known >= 0, known, drawn)
    second[repairs] = (origin >= 0) & ~back[repairs]
    return Told(component, unit, back, second)


def goes_back(day: Day, book: Found) -> Mask:
    """Which of the appointments are for what a visit before has found, or has mended in vain: their
    customers wait for it, put nothing off and are at home."""
    back = np.zeros(len(book), np.bool_)
    repairs = np.flatnonzero(book.kind == REPAIR)
    if not len(repairs):
        return back
    devices = fleet.in_use(day)
    row = devices_of(day, book.rows(repairs), devices)
    repairs, row = repairs[row >= 0], row[row >= 0]
    back[repairs] = origins(day, book.rows(repairs), devices.rows(row)).call >= 0
    return back
