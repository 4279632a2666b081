"""Branches as the steps of the plan leave them (``World``): each made once, read by many tests."""

import datetime as dt
from functools import cache

from factories import plan
from factories.engine.values import texts
from factories.scenario import Scenario
from factories.steps.world import World
from tests.factories.support import small_company

AS_OF = dt.date(2026, 1, 2)
SEEDS = (1, 2, 42)
NOT_TAKEN = {"Declined", "Expired", "Pending"}
"""How a quote stands that nobody has said yes to."""


@cache
def company(
    seed: int,
    as_of: dt.date = AS_OF,
    history_days: int = 730,
    number: int = 1,
    rows: tuple[tuple[str, int], ...] = (),
) -> World:
    """One branch, after the last step of the plan."""
    scenario = Scenario.of(
        seed=seed, as_of=as_of, history_days=history_days, scale=number, rows=dict(rows)
    )
    world = World(scenario, number)
    for step in (*plan.CATALOG, *plan.PLAN):
        step.run(world)
    return world


def small_branch(seed: int) -> World:
    """Two months of a company of twenty customers."""
    rows = tuple(small_company.ROWS.items())
    return company(seed, small_company.AS_OF, small_company.HISTORY_DAYS, rows=rows)


def quotes_of_leads(world: World) -> dict[int, list[str]]:
    """How the quotes stand that answer each lead (key)."""
    quotes, found = world.tables["quotes"], dict[int, list[str]]()
    for lead, status in zip(quotes["lead_id"].tolist(), texts(quotes["status"]), strict=True):
        found.setdefault(int(lead), []).append(str(status))
    return found
