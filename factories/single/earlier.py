"""Parents from before the day that a caller says: an account, a technician, a unit that were there
by then. In bulk the steps hand over parents that were.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
from factory.declarations import SKIP

from factories.engine.context import current
from factories.engine.declarations import derived
from factories.engine.rows_in_session import unflushed
from factories.engine.streams import Chance
from factories.engine.values import MINUTE
from factories.rules.hours.calendar import CLOSES, ONE_DAY, OPENS, previous_office_day
from factories.rules.single import (
    ACCOUNT_AGE,
    CALLED_BACK_AFTER,
    EARLY_VISIT_YEARS,
    HIRED_AGO,
    INSTALLED_BEFORE,
    INSTALLED_IN_WARRANTY,
    INSTALLED_OUT_OF_WARRANTY,
)

_BY_TRAIT = {"under_warranty": INSTALLED_IN_WARRANTY, "out_of_warranty": INSTALLED_OUT_OF_WARRANTY}
"""Days that a unit of that trait is there before the visit."""


_DEVICE = ("device", "installation_id")
_FIRST = ("callback_of", "callback_of_id")


def day_said(said: Mapping[str, Any], *names: str) -> dt.date | None:
    """The day that the first of these columns is said to be; None where it is not said in full."""
    for name in names:
        value = said.get(name)
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
    return None


def day_of_first(row: Any, said: Mapping[str, Any]) -> int:  # noqa: ARG001
    """The day of the visit that a row's callback goes back to, in days since 1970-01-01; -1 for
    other visits."""
    first = first_visit(row)
    return -1 if first is None else (first.service_date - dt.date(1970, 1, 1)).days


def end_of_first(row: Any, said: Mapping[str, Any]) -> dt.datetime | None:  # noqa: ARG001
    """When the visit was over that a row's callback goes back to."""
    first = first_visit(row)
    return None if first is None else first.completed_at


def first_visit(row: Any) -> Any:
    """The visit that a row's callback goes back to, None where there is none."""
    call = row.service_call
    if call is SKIP or call is None or not call.is_callback:
        return None
    with unflushed(call):
        return call.callback_of


def office_day(day: dt.date, ago: int = 0) -> dt.date:
    """The last office day that is so many days before."""
    found: dt.date = previous_office_day(np.datetime64(day, "D") - ago * ONE_DAY).tolist()
    return found


def opened(least: int, most: int, by: dt.date | None = None) -> Any:
    """An account opened so many days ago, in working hours; where that is not before the day
    ``by``, as many days before that, though not before there was a branch.
    """
    if by is None:

        @derived
        def created_at(chance: Chance, today: Any) -> Any:
            return _in_hours(chance, today - chance.between("days", least, most) * ONE_DAY)
    else:

        @derived
        def created_at(chance: Chance, branch__opened_date: Any, today: Any) -> Any:
            days = chance.between("days", least, most) * ONE_DAY
            return _in_hours(chance, _by(np.datetime64(by, "D"), days, branch__opened_date, today))

    return created_at


def hired_by(day: dt.date) -> Any:
    """Hired as any other, but before that day."""

    @derived
    def hire_date(chance: Chance, branch__opened_date: Any, today: Any) -> Any:
        days = chance.between("days", *HIRED_AGO) * ONE_DAY
        found = previous_office_day(_by(np.datetime64(day, "D"), days, branch__opened_date, today))
        return np.maximum(found, branch__opened_date)

    return hire_date


def _by(day: Any, days: Any, opened_date: Any, today: Any) -> Any:
    usual = today - days
    return np.where(usual < day, usual, np.maximum(day - days, np.minimum(opened_date, day)))


def _in_hours(chance: Chance, day: Any) -> Any:
    return day.astype(MINUTE) + chance.between("minute", OPENS, CLOSES)


def before_visit(said: Mapping[str, Any], day: dt.date) -> dict[str, Any]:
    """Parents of a visit on that day that were there by then; those that are given stay."""
    more: dict[str, Any] = {}
    given = said.keys()
    if said.get("callback"):
        earlier = dt.datetime.combine(office_day(day, CALLED_BACK_AFTER), dt.time(9))
        more["callback_of__started_at"] = earlier
    elif given.isdisjoint(("customer", "customer_id", *_DEVICE, *_FIRST)):
        more["customer__created_at"] = opened(*ACCOUNT_AGE, by=day)
    if given.isdisjoint(("technician", "technician_id")):
        more["technician__hire_date"] = hired_by(day)
    made = given.isdisjoint((*_DEVICE, *_FIRST, "callback", "installation"))
    if made and not any(name.startswith("device__equipment") for name in given):
        ago = next((days for n, days in _BY_TRAIT.items() if said.get(f"device__{n}")), None)
        if ago is None and day < dt.date(current.today.year - EARLY_VISIT_YEARS, 1, 1):
            least, more_days = INSTALLED_BEFORE
            ago = least + day.toordinal() * 37 % more_days
        if ago is not None:
            more["device__installation_date"] = day - dt.timedelta(days=ago)
    return {name: value for name, value in more.items() if name not in said}
