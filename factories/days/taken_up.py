"""Prices for what tune-ups and inspections noted that their customers have agreed to: the repair is
still to be done."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.days.books import DAY, INT, Found, iso, keys
from factories.days.day import Day
from factories.days.devices import InUse
from factories.days.noted import noted_since
from factories.days.query_cache import kept
from factories.engine.columns import Columns
from factories.engine.streams import Ints
from factories.rules.calls.service import COMPONENTS
from factories.rules.crm.quotes import WRITTEN_AFTER_LOOK


@dataclass
class TakenUp(Columns):
    """One row a quote for what was noted on a device that is in use and awaits no part."""

    quote: Ints
    row: Ints
    """Row of the device among those asked about."""
    call: Ints
    """The visit that noted it."""
    what: Ints
    """Index into ``COMPONENTS``."""


_ACCEPTED = """
    select quote_id as id, customer_id as customer, equipment_id as equipment, quote_date as date
    from quotes
    where status = 'Accepted' and service_call_id is null and quote_type = 'Repair'"""


def agreed_to(day: Day, devices: InUse) -> TakenUp:
    """What was agreed to before today, or on it, for some ``devices``, and is not done."""
    accepted = kept(
        day, "quotes", _ACCEPTED, lambda _day, found: found,
        id=INT, customer=INT, equipment=INT, date=DAY,
    )  # fmt: skip
    return noted_for(day, accepted, devices)


def noted_for(day: Day, quotes: Found, devices: InUse) -> TakenUp:
    """What each of these quotes is for, in so far as a tune-up or an inspection noted it on one of
    the ``devices`` and nobody has mended it since."""
    none = np.zeros(0, np.int64)
    pairs = zip(quotes.customer.tolist(), quotes.equipment.tolist(), strict=True)
    wanted = set(pairs)
    owned = zip(devices.customer.tolist(), devices.equipment.tolist(), strict=True)
    fits = np.array([pair in wanted for pair in owned], np.bool_) & ~devices.waiting
    own = np.flatnonzero(fits)
    if not len(own):
        return TakenUp(none, none, none, none)
    since = int(quotes.date.min()) - WRITTEN_AFTER_LOOK - 1
    told = noted_since(day, since, devices.id[own])
    row_of = dict(zip(devices.id[own].tolist(), own.tolist(), strict=True))
    mended = _mended(day, since, devices.id[own])
    found = []
    # The last one that can be meant.
    looks: dict[tuple[int, int], list[tuple[int, int, int, int]]] = {}
    rows = (told.device, told.call, told.what, told.on)
    for device, call, what, on in zip(*(column.tolist() for column in rows), strict=True):
        row = row_of[device]
        pair = int(devices.customer[row]), int(devices.equipment[row])
        if not any(fault == what and later > call for later, fault in mended.get(device, ())):
            looks.setdefault(pair, []).append((on, call, row, what))
    columns = (quotes.id, quotes.customer, quotes.equipment, quotes.date)
    for quote, who, model, on in zip(*(column.tolist() for column in columns), strict=True):
        near = [
            one for one in looks.get((who, model), []) if 0 <= on - one[0] <= WRITTEN_AFTER_LOOK
        ]
        if near:
            _, call, row, what = max(near)
            found.append((quote, row, call, what))
    return TakenUp(*np.array(found, np.int64).reshape(-1, 4).T)


def _mended(day: Day, since: int, device: Ints) -> dict[int, list[tuple[int, int]]]:
    """The calls after a day at which something was found broken on devices, and what."""
    done = day.books.connection.execute(
        "select installation_id, service_call_id, failed_component from service_calls"
        " where failed_component is not null and +service_date > ?"
        " and installation_id in (select value from json_each(?))",
        (iso(since), keys(device)),
    )
    mended: dict[int, list[tuple[int, int]]] = {}
    for one, call, what in done:
        mended.setdefault(one, []).append((call, COMPONENTS.index(what)))
    return mended
