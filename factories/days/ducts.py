"""What the units of a house share, its ducts and its thermostat, and when it was last seen to."""

from __future__ import annotations

import json

import numpy as np

from factories.days.books import DAY, INT, iso, keys
from factories.days.day import Day, as_one
from factories.days.devices import kinds
from factories.days.price_list import tables_of
from factories.engine.set_operations import distinct
from factories.engine.streams import Ints
from factories.rules.parts import due
from factories.rules.parts.usage import PartTables


def first_on_ducts(day: Day, customer: Ints, device: Ints, equipment: Ints) -> tuple[Ints, Ints]:
    """Key and model (key) of the first unit in each house that shares its ducts, where a unit of
    ``equipment`` (key) does; else the ``device`` itself."""
    rows = np.flatnonzero(due.SHARES[kinds(day, equipment)])
    first, model = device.copy(), equipment.copy()
    found = day.books.read(
        "select d.customer_id as customer, min(d.installation_id) as device"
        " from installed_devices as d join equipment_types as e on e.equipment_id = d.equipment_id"
        " where d.customer_id in (select value from json_each(?))"
        " and e.equipment_type in (select value from json_each(?)) group by 1 order by 1",
        keys(distinct(customer[rows])), json.dumps(due.SHARING_NAMES), customer=INT, device=INT,
    )  # fmt: skip
    if not len(found):
        return first, model
    at = np.minimum(np.searchsorted(found.customer, customer[rows]), len(found) - 1)
    known = found.customer[at] == customer[rows]
    rows, at = rows[known], at[known]
    first[rows] = found.device[at]
    stored = day.books.tables["installed_devices"]
    model[rows] = stored.at("equipment_id", first[rows])
    return first, model


def address(day: Day, branch: int, customer: Ints, device: Ints, equipment: Ints) -> Ints:
    """By what draws of devices are known: by their place in the branch's history, or, where they
    came later, by customer and model as one."""
    populated = day.scenario.rows["installed_devices"] * day.scenario.scale
    place = device - 1 - (branch - 1) * day.scenario.rows["installed_devices"]
    return np.where(device > populated, as_one(customer, equipment), place)


def renewed(day: Day, customer: Ints) -> due.Renewed:
    """What was renewed in these houses before today, as far as it is not due again for certain."""
    tables = tables_of(day)
    used = np.flatnonzero(tables.lasts > 0)
    found = day.books.read(
        "select s.customer_id as customer, s.installation_id as device, s.equipment_id as model,"
        " u.part_id as part, s.service_date as day"
        " from service_calls as s join parts_usage as u on u.service_call_id = s.service_call_id"
        " where s.customer_id in (select value from json_each(?))"
        " and +s.service_date >= ? and +s.service_date < ?"
        " and +u.part_id in (select value from json_each(?))",
        keys(distinct(customer)), iso(day.number - due.LONGEST), iso(day.number), keys(used + 1),
        customer=INT, device=INT, model=INT, part=INT, day=DAY,
    )  # fmt: skip
    place = _places(tables, found.customer, found.device, found.model - 1, found.part - 1)
    return due.Renewed(place, found.day)


def _places(tables: PartTables, customer: Ints, device: Ints, model: Ints, part: Ints) -> Ints:
    """Whose each part was."""
    family = tables.family[part]
    shared = tables.shares[tables.model[model]] & tables.one_a_house[family]
    return due.places(shared, customer, device, family, len(tables.one_a_house))
