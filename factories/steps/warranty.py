"""Ask the makers to pay for what failed under warranty."""

from __future__ import annotations

import numpy as np

from factories.engine.streams import Ints
from factories.engine.values import Coded, take
from factories.errors import UserError
from factories.rules.documents import numbered
from factories.steps.world import World, days
from factories.usage import WarrantyClaimFactory


def claimed_lines(world: World) -> Ints:
    """The lines under warranty that the makers are asked to pay back, by line."""
    covered = np.flatnonzero(world.part_lines.by_warranty)
    order = world.chance("claims", len(covered)).order("filed")
    return covered[np.sort(order[: min(world.rows("warranty_claims"), len(covered))])]


def claim_warranties(world: World) -> None:
    """What the makers are asked to pay back, and what they say."""
    calls, lines = world.calls, world.part_lines
    covered = np.flatnonzero(lines.by_warranty)
    wanted = world.rows("warranty_claims")
    if len(covered) < wanted and "warranty_claims" in world.scenario.named:
        raise UserError(
            "--rows",
            f"warranty_claims={wanted} is more than the {len(covered)} repairs under warranty; "
            "lower it or raise --rows service_calls",
        )
    chosen = claimed_lines(world)
    row = lines.call[chosen]
    chance = world.chance("claim", row)
    filed = np.minimum(calls.day[row] + chance.between("filed after", 0, 9), world.today)
    order = np.argsort(filed, kind="stable")
    row, filed, chosen = row[order], filed[order], chosen[order]
    chance = world.chance("claim", row)
    decided = filed + chance.between("decided after", 6, 45)
    verdict = 1 + chance.choose("verdict", (82, 10, 8))
    status = np.where(decided <= world.today, verdict, 0)
    costs = take(world.tables["parts"]["unit_cost"], lines.part[chosen]) * lines.quantity[chosen]
    dates = days(filed)
    world.add(
        WarrantyClaimFactory,
        len(row),
        service_call_id=world.tables["service_calls"].first_id + row,
        claim_number=numbered("WC", dates, world.number, wanted),
        claim_date=dates,
        claimed_amount=costs,
        status=Coded(status, ("Submitted", "Approved", "Partially Approved", "Denied")),
        decided_date=np.where(status > 0, days(decided), np.datetime64("NaT", "D")),
    )
