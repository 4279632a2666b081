"""What is around a single visit: the other visits of its technician and of its device, the weather
of the day, and a unit that has what failed. In bulk the steps know all this.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from factory.declarations import SKIP

from factories.engine.column import Declaration
from factories.engine.context import current
from factories.engine.declarations import derived
from factories.engine.lookups import Looked
from factories.engine.rows_in_session import all_where
from factories.engine.streams import Chance
from factories.engine.usage_errors import BadValue
from factories.engine.values import texts
from factories.rules.equipment.installed_base import FAILURES
from factories.rules.hours.calendar import OPENS, working_days
from factories.rules.single import (
    BETWEEN_VISITS,
    BREAKS,
    FAILING_UNIT_AGE,
    FOLLOWS_BELOW_HOURS,
    HOURS_A_DAY,
    LAST_END,
    LAST_START,
    SLOT,
    USUAL_HIGH,
    USUAL_LOW,
)
from factories.single.earlier import office_day
from factories.tables.catalog import in_production, on_offer
from factories.wording.access import nobody_home
from hvac_models import Appointment, ServiceCall, WeatherDay

Span = tuple[dt.datetime, dt.datetime]
_EPOCH: Final = dt.datetime(1970, 1, 1)

LATELY: Final = 2
"""Days that the last of the visits is gone."""
DAYS_BACK: Final = 400
"""So far back a visit is put where the days since are full."""
USUAL: Final = 60
"""Days ago within which visits are, where nothing is said of their day."""
DAYS_AHEAD: Final = 90
"""So far ahead an appointment is put where the days before are full."""
OPEN: Final = ("Scheduled", "Confirmed")


class FreeStart(Declaration):
    """When a visit begins whose parents the caller gives: as any other, but not while the
    technician is busy or somebody is at the device, nor before there were account and device.

    ``day`` names the column of the day, which the caller may have said.
    """

    def __init__(self, name: str, day: str) -> None:
        super().__init__()
        self.name, self.day = name, day

    def evaluate_pre(self, instance: Any, step: Any, overrides: Any) -> Any:
        options, said = step.builder.factory_meta, step.builder.said
        usual = options.base_declarations[self.name].evaluate_pre(instance, step, overrides)
        visit = issubclass(options.model, ServiceCall)
        if visit:
            busy, first = _visits(instance), _not_before(instance, said)
        else:
            busy, first = _appointments(instance), _EPOCH
        hours = instance.duration_hours if visit else instance.estimated_duration_hours
        length = dt.timedelta(hours=float(hours))
        given = "technician, device or customer" if visit else "technician"
        if self.day in said:
            day = getattr(instance, self.day)
            start = _on(day, usual, length, busy, first)
            if start is None or (visit and _works_too_long(instance, day)):
                why = f"has no {hours} hours left on {day}; give another {self.day},"
                why += f" or another {given}"
                raise BadValue(options.name, f"the {given} given", why)
            return start
        days = (
            _days_back(_not_after(instance, usual.date()), instance.days_ago) if visit
            else _days_ahead(usual.date())
        )  # fmt: skip
        start = _free(usual, days, length, busy, first)
        if start is None:
            why = f"has no hours left for it; give {self.name} or another {given}"
            raise BadValue(options.name, f"the {given} given", why)
        return start


def _on(
    day: dt.date,
    usual: dt.datetime,
    length: dt.timedelta,
    busy: Sequence[Span],
    first: dt.datetime,
) -> dt.datetime | None:
    """A free hour of a day that is said: as on any other, else between and after the others."""
    planned = dt.datetime.combine(day, usual.time())
    if day < first.date() or current.in_any_order:
        return planned  # others say what is wrong with it, or nobody is to
    found = _free(usual, [day], length, busy, first)
    if found is not None:
        return found
    midnight = dt.datetime.combine(day, dt.time())
    last = midnight + dt.timedelta(hours=LAST_END) - length
    for minutes in BREAKS:
        pause = dt.timedelta(minutes=minutes)
        start = midnight + dt.timedelta(minutes=OPENS)
        while start <= last:
            end = start + length + pause
            if start >= first and not any(b < end and start < e + pause for b, e in busy):
                return start
            start += dt.timedelta(minutes=SLOT)
    return None


def _works_too_long(call: Any, day: dt.date) -> bool:
    """Whether a technician who has others on that day would be at visits for too long."""
    others = all_where(ServiceCall, technician_id=call.technician_id, service_date=day)
    hours = float(call.duration_hours) + sum(float(other.duration_hours) for other in others)
    return bool(others) and hours > HOURS_A_DAY and not current.in_any_order


def _free(
    usual: dt.datetime,
    days: Iterable[dt.date],
    length: dt.timedelta,
    busy: Sequence[Span],
    first: dt.datetime,
) -> dt.datetime | None:
    """The usual hour of a day on which there is nothing else; else after all else of a day."""
    known = [day for day in days if dt.datetime.combine(day, usual.time()) >= first]
    taken: dict[dt.date, dt.datetime] = {}
    for start, end in busy:
        taken[start.date()] = max(end, taken.get(start.date(), end))
    for day in known:
        if day not in taken:
            return dt.datetime.combine(day, usual.time())
    for day in known:
        start = _next_half_hour(taken[day] + dt.timedelta(minutes=BETWEEN_VISITS))
        in_time = start.date() == day and start.hour < LAST_START
        if in_time and length < dt.timedelta(hours=FOLLOWS_BELOW_HOURS):
            return start
    return None


def _next_half_hour(moment: dt.datetime) -> dt.datetime:
    return moment + (_EPOCH - moment) % dt.timedelta(minutes=30)


def _days_back(usual: dt.date, days_ago: int) -> Iterator[dt.date]:
    """The usual day, and the working days before those that are too lately."""
    today = current.today
    yield usual
    number = (today - _EPOCH.date()).days
    # Whoever has left since did not come later.
    last = number - days_ago if usual >= today - dt.timedelta(days=USUAL) else _number(usual)
    back = working_days(last - DAYS_BACK, last)[::-1].astype("datetime64[D]").tolist()
    newest = _newest(number) if days_ago <= LATELY and last == number - days_ago else []
    yield from (day for day in (*back, *newest) if day != usual)


def _number(day: dt.date) -> int:
    return (day - _EPOCH.date()).days


def _not_after(call: Any, usual: dt.date) -> dt.date:
    """The usual day, or the last office day of a technician who had left by then."""
    technician = _given(call.technician)
    left = None if technician is None else technician.left_date
    return usual if left is None or left >= usual else office_day(left)


def _newest(number: int) -> list[dt.date]:
    found: list[dt.date] = working_days(number - 1, number).astype("datetime64[D]").tolist()
    return found


def _days_ahead(usual: dt.date) -> Iterator[dt.date]:
    number = (usual - _EPOCH.date()).days
    yield usual
    yield from working_days(number + 1, number + DAYS_AHEAD).astype("datetime64[D]").tolist()


def _visits(call: Any) -> list[Span]:
    others = all_where(ServiceCall, technician_id=call.technician_id)
    if str(call.service_type) != "Installation":
        others += all_where(ServiceCall, installation_id=call.installation_id)
    return [(other.started_at, other.completed_at) for other in others]


def _appointments(booked: Any) -> list[Span]:
    if str(booked.status) not in OPEN:
        return []
    others = all_where(Appointment, technician_id=booked.technician_id)
    return [
        (
            other.scheduled_time,
            other.scheduled_time + dt.timedelta(hours=float(other.estimated_duration_hours)),
        )
        for other in others
        if str(other.status) in OPEN
    ]


def _not_before(call: Any, said: Mapping[str, Any]) -> dt.datetime:
    """By when account and device were there, and a first visit of which this is the second."""
    known = [_EPOCH]
    if (customer := _given(call.customer)) is not None:
        known.append(customer.created_at)
    if (technician := _given(call.technician)) is not None:
        known.append(dt.datetime.combine(technician.hire_date, dt.time()))
    if "callback_of" in said and (earlier := _given(call.callback_of)) is not None:
        known.append(earlier.completed_at)
    if str(call.service_type) != "Installation" and (device := _given(call.device)) is not None:
        day = dt.datetime.combine(device.installation_date, dt.time())
        known.append(day + dt.timedelta(days=1))
    return max(known)


def _given(parent: Any) -> Any:
    return None if parent is SKIP else parent


def temperature(which: str) -> Any:
    """The low or high of a visit's day at its branch, where it is on record."""
    usual = {"low": USUAL_LOW, "high": USUAL_HIGH}[which]

    def look(row: Any, said: Mapping[str, Any]) -> int:  # noqa: ARG001
        call = row if hasattr(row, "started_at") else _given(row.service_call)
        customer = None if call is None else _given(call.customer)
        day = None if customer is None else (customer.branch_id, call.service_date)
        found = _weather().get(day)
        return usual if found is None else int(found[which])

    return Looked(look, otherwise=usual)


@derived
def key_in_lockbox(
    chance: Chance,
    service_call__customer_id: Any,
    service_call__customer__customer_type: Any,
    service_call__service_type: Any,
) -> Any:
    """Whether the key is in a lockbox, and nobody there to meet the technician."""
    return nobody_home(
        chance,
        service_call__customer_id,
        texts(service_call__customer__customer_type),
        texts(service_call__service_type),
    )


def _weather() -> dict[Any, dict[str, int]]:
    """The days on record, read once."""
    if current.session is None:
        return {}
    found: dict[Any, dict[str, int]] | None = current.shared.get(_weather)
    if found is None:
        found = current.shared[_weather] = {
            (day.branch_id, day.weather_date): {
                "low": day.low_temperature_f,
                "high": day.high_temperature_f,
            }
            for day in all_where(WeatherDay)
        }
    return found


def weather_changed() -> None:
    """Read the days on record again."""
    current.shared.pop(_weather, None)


def unit_that_fails(said: Mapping[str, Any]) -> dict[str, Any]:
    """A unit in which there is what failed, where the one that all share has no such part."""
    failed = said.get("failed_component")
    known = any(name in said for name in ("device", "installation_id", "callback_of", "callback"))
    if not failed or known or any("equipment" in name for name in said):
        return {}
    kinds = [str(kind) for kind, table in FAILURES.items() if failed in table.components]
    if not kinds or _shared_kind() in kinds:
        return {}
    more: dict[str, Any] = {"device__equipment__sold_as": kinds[0]}
    if not any(name.startswith("device__") for name in said):
        more["device__equipment__sold_in"] = current.today.year - FAILING_UNIT_AGE
    return more


def _shared_kind() -> str:
    shared = in_production() if current.session is not None else None
    return str(shared.equipment_type if shared else on_offer(current.today.year).kind)
