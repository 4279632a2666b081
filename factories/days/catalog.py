"""The equipment catalog: what the makers announce, and what they make no longer."""

from __future__ import annotations

import numpy as np

from factories.days.books import INT
from factories.days.day import Day
from factories.rules.accounting.documents import years
from factories.rules.equipment.installed_base import EquipmentSpec, equipment_catalog
from factories.rules.equipment.models import announced_on
from factories.rules.hours.office import NIGHT_RUN
from factories.tables.catalog import EquipmentTypeFactory


def keep_catalog(day: Day) -> None:
    """The new price lists of the makers, on the days on which they come."""
    today = np.datetime64(day.number, "D")
    if today == today.astype("datetime64[M]"):
        _list_announced(day, today)
        _take_off(day, today)


def _list_announced(day: Day, today: np.datetime64) -> None:
    """In July the models of the next year."""
    later = equipment_catalog(day.scenario.models)[day.scenario.models.size :]
    new = [spec for spec in later if announced_on(np.int64(spec.introduced_year)) == today]
    if new:
        day.books.add(EquipmentTypeFactory, len(new), recorded=day.at(NIGHT_RUN), spec=new)


def _take_off(day: Day, today: np.datetime64) -> None:
    """On New Year's Day that a model is in its last year."""
    if today != today.astype("datetime64[Y]"):
        return
    year = int(years(np.array([today]))[0])
    listed = day.books.read(
        "select equipment_id as id from equipment_types where discontinued_year is null"
        " order by equipment_id",
        id=INT,
    )
    last = [spec.discontinued_year == year for spec in _specs(day, listed.id)]
    day.books.change(
        "equipment_types",
        listed.id[np.array(last, np.bool_)],
        at=day.at(NIGHT_RUN),
        discontinued_year=year,
    )


def _specs(day: Day, ids: np.ndarray) -> list[EquipmentSpec]:
    catalog = equipment_catalog(day.scenario.models)
    return [catalog[number - 1] for number in ids.tolist()]
