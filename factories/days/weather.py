"""The weather of the day."""

from __future__ import annotations

import numpy as np

from factories.days.day import Day
from factories.engine.streams import Ints
from factories.rules.region import climate
from factories.rules.region.territory import metro_for
from factories.tables.weather import WeatherDayFactory


def read_weather(day: Day) -> None:
    """A row a branch: what the history's weather goes on to be."""
    branches = day.books.tables["branches"]["branch_id"]
    date = np.array([day.number]).astype("datetime64[D]")
    drawn = [
        climate.daily_weather(
            climate.Sky.over(day.books.seed, number, metro_for(number).state),
            metro_for(number).climate,
            date,
        )
        for number in branches.tolist()
    ]
    day.books.add(
        WeatherDayFactory,
        len(drawn),
        recorded=day.at(climate.READ_AT),
        branch_id=branches,
        weather_date=date[0],
        low_temperature_f=np.concatenate([one.low for one in drawn]),
        mean_temperature_f=np.concatenate([one.mean_tenths for one in drawn]),
        high_temperature_f=np.concatenate([one.high for one in drawn]),
    )
    day.temperatures = {
        number: (int(one.low[0]), int(one.high[0]))
        for number, one in zip(branches.tolist(), drawn, strict=True)
    }


def temperatures(day: Day, branch: Ints) -> tuple[Ints, Ints]:
    """Today's low and high at each of these branches, F."""
    known = [day.temperatures[number] for number in branch.tolist()]
    low, high = np.array(known, np.int64).reshape(-1, 2).T
    return low, high
