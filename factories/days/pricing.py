"""What a new system costs: as much as its installation will be billed at, for a quote is a firm
price."""

from __future__ import annotations

from typing import Any

import numpy as np

from factories.days import habits
from factories.days.books import CENTS, INT
from factories.days.day import Day
from factories.days.devices import kinds
from factories.days.habits import SAMPLE
from factories.engine.money import percent
from factories.engine.sets import among
from factories.engine.streams import Ints
from factories.engine.values import NULL, coded
from factories.rules import quotes as rules
from factories.rules.devices import KIND_NAMES
from factories.rules.documents import years
from factories.rules.part_prices import price_then
from factories.rules.service import INSTALLATION
from factories.rules.usage import ON_GROUND, ON_ROOF, PartTables, part_tables
from factories.steps.facts import Mask


def unit_prices(day: Day, equipment: Ints) -> Ints:
    """What the unit put in is charged at, cents, by model."""
    return part_prices(day, tables_of(day).units[equipment - 1])


def part_prices(day: Day, part: Ints) -> Ints:
    """What one of each part (positions in ``parts``) is charged at today, cents."""
    parts = day.books.tables["parts"]
    year = _year(day.number)
    return price_then(
        parts["unit_cost"][part], coded(parts["part_category"]).take(part), year, list_year(day)
    )


def list_year(day: Day) -> int:
    """The year of the price list: that in which the populated history ends."""
    return _year(day.books.begun)


def _year(number: int) -> int:
    return int(years(np.array([number]).astype("datetime64[D]"))[0])


def tables_of(day: Day) -> PartTables:
    """What parts each model takes."""
    rows = day.scenario.rows
    return part_tables(rows["parts"], rows["suppliers"], rows["equipment_types"])


def materials(day: Day, equipment: Ints) -> Ints:
    """What installations of the kind of each model usually take beside the unit, cents; what the
    list of such a job comes to, where none was ever done."""
    usual: Ints = _usual_materials(day)[kinds(day, equipment)].copy()
    for row in np.flatnonzero(usual == 0).tolist():
        usual[row] = _reckoned(day, int(equipment[row]))
    return usual


def _reckoned(day: Day, equipment: int) -> int:
    """The usual number of lines, in the order in which a job takes them, and the coil that goes in
    with it; on a roof or not."""
    tables = tables_of(day)
    model = int(tables.model[equipment - 1])
    price = part_prices(day, np.arange(len(tables.low))) * (tables.low + tables.high) // 2
    count = round(float(habits.parts_a_visit(day)[INSTALLATION])) - 1
    coil = tables.coil[model : model + 1]
    families = []
    for job in (ON_GROUND, ON_ROOF):
        listed = min(count, int(tables.extras_count[model, job]))
        families += tables.extras[model, job, :listed].tolist() + coil[coil >= 0].tolist()
    whole = 0
    for family in families:
        fitting = tables.variants[model, family, : tables.variants_count[model, family]]
        whole += int(price[fitting].mean())
    return whole // 2


def _usual_materials(day: Day) -> Ints:
    """Mean by kind over the history of the first branches, or 0."""
    if "materials" not in day.books.memory:
        found = day.books.read(
            "select equipment_id, parts_cost from service_calls where service_call_id <= ?"
            " and service_type = 'Installation'",
            day.scenario.rows["service_calls"] * min(day.scenario.scale, SAMPLE),
            equipment=INT, parts=CENTS,
        )  # fmt: skip
        total, count = np.zeros((2, len(KIND_NAMES)), np.int64)
        kind = kinds(day, found.equipment)
        np.add.at(total, kind, found.parts - unit_prices(day, found.equipment))
        np.add.at(count, kind, 1)
        day.books.memory["materials"] = total // np.maximum(count, 1)
    known: Ints = day.books.memory["materials"]
    return known


def agreed(day: Day, ids: Ints, kind: Ints, equipment: Ints, raised: Mask) -> dict[str, Any]:
    """The ``agreed_`` columns of new quotes; those that are ``raised`` are to be talked down.

    What is no equipment has the price that the factory knows.
    """
    chance = day.chance("quote prices", ids)
    more = np.where(raised, chance.between("raised", *rules.REVISED_PERCENT), 100)
    equips = among(kind, np.array(rules.EQUIPPING))
    unit = percent(unit_prices(day, equipment), more)
    usual = percent(
        materials(day, equipment), chance.between("material", *rules.USUAL_MATERIAL_PERCENT)
    )
    return {
        "agreed_equipment": np.where(equips, unit, NULL),
        "agreed_parts": np.where(equips, percent(usual, more), NULL),
    }


def is_firm(day: Day, equipment: Ints, labor: Ints, total: Ints) -> Mask:
    """Whether quotes for equipment are about what it will be billed at; amounts in cents."""
    expected = unit_prices(day, equipment) + materials(day, equipment) + labor
    firm: Mask = np.abs(total - expected) * 100 <= expected * rules.QUOTED_OFF_PERCENT
    return firm
