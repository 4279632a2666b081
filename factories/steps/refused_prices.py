"""The prices of offers that were not taken: of repairs as of like ones, of plans by their list."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from factories.engine.streams import Chance, Ints
from factories.rules.calls.service import COMPONENTS
from factories.rules.calls.service import REPAIR as REPAIRING
from factories.rules.crm import quotes as rules
from factories.rules.crm.contracts import COMMERCIAL, PLAN_PRICES, PLANS
from factories.rules.equipment import devices as device_rules
from factories.rules.hours.calendar import office_day_from
from factories.steps.offers import Offers, main_charge, planned_hours
from factories.steps.world import World, on_day


def _as_repaired(world: World, chance: Chance, offer: Offers, device: Ints) -> None:
    """What was found, at the price of the same repair."""
    offer.component = _noted(world, device, offer.day)
    price_like(world, chance, offer, device)


def price_like(world: World, chance: Chance, offer: Offers, device: Ints) -> None:
    """Repairs at the price of the same one of a like device: one that we did, parts charged. Where
    there was none, the price is left to habit."""
    calls, table = world.calls, world.tables["service_calls"]
    done = np.flatnonzero(
        (calls.kind == REPAIRING)
        & (calls.component >= 0)
        & ~calls.fits_nothing
        & (main_charge(world) > 0)
    )
    of_kind = world.devices.kind[calls.device[done]] * len(COMPONENTS) + calls.component[done]
    done = done[np.argsort(of_kind, kind="stable")]
    sizes = np.bincount(of_kind, minlength=len(device_rules.KIND_NAMES) * len(COMPONENTS))
    first = np.cumsum(sizes) - sizes
    wanted = world.devices.kind[device] * len(COMPONENTS) + offer.component
    known = np.flatnonzero(sizes[wanted] > 0)
    drawn = first[wanted] + chance.below("like", np.maximum(sizes[wanted], 1))
    like = done[drawn[known]]
    offer.hours[known] = planned_hours(world, like)
    offer.parts_cost[known] = table["parts_cost"][like]


def _noted(world: World, device: Ints, day: Ints) -> Ints:
    """What was found on each device at the visit of which the office wrote on a day."""
    component, calls = world.seen, world.calls
    noted = np.flatnonzero(component >= 0)
    key = on_day(calls.device[noted], office_day_from(calls.day[noted]))
    order = np.argsort(key, kind="stable")
    row = np.searchsorted(key[order], on_day(device, day))
    what: Ints = component[noted[order[row]]]
    return what


def _as_planned(world: World, chance: Chance, offer: Offers, _device: Ints) -> None:
    """A plan that fits the customer."""
    commercial = world.businesses()[offer.customer]
    plan = chance.choose("plan", [plan.residential_weight for plan in PLANS])
    offer.plan_price = PLAN_PRICES[np.where(commercial, COMMERCIAL, plan)]


PRICING: dict[int, Callable[[World, Chance, Offers, Ints], None]] = {
    rules.REPAIR: _as_repaired,
    rules.CONTRACT: _as_planned,
}
"""By type of quote: sets the columns of its offers, whose devices come last."""
