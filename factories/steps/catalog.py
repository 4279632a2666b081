"""The catalogs that all branches share: made once, before any branch."""

from __future__ import annotations

import numpy as np

from factories.rules.equipment.installed_base import equipment_catalog
from factories.rules.parts.catalog import part_catalog
from factories.rules.parts.suppliers import supplier_catalog
from factories.steps.world import World
from factories.tables.catalog import EquipmentTypeFactory, PartFactory, SupplierFactory


def list_suppliers(world: World) -> None:
    """Who delivers."""
    world.add(SupplierFactory, spec=list(supplier_catalog(world.rows("suppliers"))))


def list_equipment(world: World) -> None:
    """What can be installed, models no longer sold included."""
    known = equipment_catalog(world.scenario.models)[: world.rows("equipment_types")]
    world.add(EquipmentTypeFactory, spec=list(known))


def list_parts(world: World) -> None:
    """What is kept in stock."""
    specs = part_catalog(world.rows("parts"), world.rows("suppliers"))
    suppliers = np.array([spec.supplier for spec in specs], np.int64) + 1
    world.add(PartFactory, spec=list(specs), supplier_id=suppliers)
