"""Which parts a branch has units for."""

import numpy as np

from factories.engine.set_operations import distinct
from factories.engine.streams import Ints, Mask
from factories.rules.equipment.models import announced_on, gas_came_in
from factories.rules.parts.usage import REFRIGERANTS, part_tables
from factories.steps.world import World, days
from hvac_models import Refrigerant


def gases_to_come(world: World) -> Ints:
    """The refrigerants of units that no maker had announced when the history began."""
    came = np.array([gas_came_in(Refrigerant(name)) for name in REFRIGERANTS], np.int64)
    cylinders = part_tables(*world.scenario.catalogs).refrigerant
    to_come: Ints = cylinders[
        (announced_on(came) > days(np.array([world.start]))) & (cylinders >= 0)
    ]
    return to_come


def serviced(world: World) -> Mask:
    """Parts that go into a unit of a customer's, and units of the kinds and sizes that customers
    have."""
    tables = part_tables(*world.scenario.catalogs)
    equipment = distinct(world.devices.equipment)
    models = distinct(tables.model[equipment])
    fits = np.concatenate(
        [tables.variants[models].ravel(), tables.units[equipment], tables.refrigerant]
    )
    theirs = np.zeros(len(world.tables["parts"]), np.bool_)
    theirs[fits[fits >= 0]] = True
    return theirs
