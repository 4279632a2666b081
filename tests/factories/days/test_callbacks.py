"""What did not hold, and is missed on the day on which it fails again."""

from __future__ import annotations

import numpy as np
import pytest

from factories.days import callbacks
from factories.days import devices as fleet
from factories.days.arrivals import emergencies
from factories.days.books import INT, Found, iso
from factories.days.breakdowns import failures
from factories.days.day import Day
from factories.days.weather import read_weather
from factories.rules.calls.service import COMPONENTS, EMERGENCY
from factories.rules.calls.urgency import PARTIAL
from tests.factories.support.lived_company import company, day_of


def _all_of_late(day: Day) -> Found:
    """Every repair of the last weeks, as if each failed again today."""
    found = day.books.read(
        "select max(service_call_id) as call, installation_id as device from service_calls"
        " where failed_component is not null and service_date >= ? group by installation_id",
        iso(day.number - 60), call=INT, device=INT,
    )  # fmt: skip
    return found.with_(on=np.full(len(found), day.number - 5), back=np.full(len(found), day.number))


def test_what_fails_again_and_is_missed_is_answered_on_the_same_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(callbacks, "fails_again", _all_of_late)
    with company() as connection:
        day = day_of(connection)
        read_weather(day)
        day.devices = devices = fleet.in_use(day)
        failing = failures(day, devices)
        visits = emergencies(day, devices, failing)
        back = [visit for visit in visits if visit.is_callback]
        assert back
        assert {visit.kind for visit in back} == {EMERGENCY}
        assert all(visit.severity >= 0 and not visit.awaits_part for visit in back)
        assert not {COMPONENTS[visit.component] for visit in back} & PARTIAL
        origins = np.array([visit.returns_to for visit in back])
        was = day.books.tables["service_calls"].at("installation_id", origins).tolist()
        assert was == [visit.device for visit in back]
        assert len(back) < len(_all_of_late(day))
