"""The weather of a branch, a row a day."""

from __future__ import annotations

from typing import Any

import numpy as np

from factories.engine.declarations import Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.streams import Ints
from factories.engine.values import Day, Days, Minutes
from factories.rules.hours.calendar import ONE_DAY, ONE_MINUTE
from factories.rules.region import climate
from factories.single.around import weather_changed
from factories.tables.recorded import Changed, Recorded
from factories.tables.workforce import BranchFactory
from hvac_models import WeatherDay


class WeatherDayFactory(HvacFactory[WeatherDay]):
    """A mild day at the branch."""

    class Meta:
        model = WeatherDay
        exclude = ("taken_at",)

    weather_id = RowId()
    branch = Parent(BranchFactory, shared=True)
    low_temperature_f: Any = 52
    high_temperature_f: Any = 72
    created_at_utc = Recorded("taken_at", after="branch__created_at_utc")
    updated_at_utc = Changed()

    @classmethod
    def _settle(cls, instance: WeatherDay) -> None:  # noqa: ARG003
        """Visits of that day know of it."""
        weather_changed()

    @derived
    def taken_at(weather_date: Days) -> Minutes:
        """Late on the day itself, once its highest and lowest are known."""
        midnight: Minutes = weather_date.astype("datetime64[m]")
        return midnight + climate.TAKEN_AT * ONE_MINUTE

    @derived
    def weather_date(ids: Ints, today: Day) -> Days:
        """From today back, a day a row: no day twice and none missing."""
        return today - (ids - 1) * ONE_DAY

    @derived
    def mean_temperature_f(low_temperature_f: Ints, high_temperature_f: Ints) -> Ints:
        return 5 * (low_temperature_f + high_temperature_f)

    @derived
    def heating_degree_days(mean_temperature_f: Ints) -> Ints:
        return np.maximum(0, 650 - mean_temperature_f)

    @derived
    def cooling_degree_days(mean_temperature_f: Ints) -> Ints:
        return np.maximum(0, mean_temperature_f - 650)
