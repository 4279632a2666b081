"""Ask the makers to pay for what failed under warranty."""

from __future__ import annotations

import numpy as np

from factories.engine.streams import Ints, Mask, keep_weighted
from factories.engine.values import Coded, take
from factories.errors import UserError
from factories.rules.accounting.documents import numbered
from factories.rules.calls import warranty as rules
from factories.rules.hours.calendar import next_office_day
from factories.steps.world import World, days
from factories.tables.usage import WarrantyClaimFactory


def claimed_lines(world: World) -> Ints:
    """The lines under warranty that the makers are asked to pay back, by line."""
    covered, lines = _claimable(world), world.part_lines
    cost = take(world.tables["parts"]["unit_cost"], lines.part[covered]) * lines.quantity[covered]
    weight = rules.worth_claiming(cost)
    count = min(world.rows("warranty_claims"), len(covered))
    return covered[keep_weighted(world.chance("claims", len(covered)), "filed", weight, count)]


def _claimable(world: World) -> Ints:
    """Parts that mend, under warranty, for which the office has written by now, if it ever does:
    one a call."""
    lines = world.part_lines
    written: Mask = _filed(world, lines.call) <= world.today
    return np.flatnonzero(lines.by_warranty & lines.is_main & written)


def _filed(world: World, call: Ints) -> Ints:
    """The day on which a claim for each of the calls is sent."""
    return rules.filed_on(world.chance(rules.CLAIM, call), world.calls.day[call])


def claim_warranties(world: World) -> None:
    """What the makers are asked to pay back, and what they say."""
    lines = world.part_lines
    covered = _claimable(world)
    wanted = world.rows("warranty_claims")
    if len(covered) < wanted and "warranty_claims" in world.scenario.named:
        raise UserError(
            "--rows",
            f"warranty_claims={wanted} is more than the {len(covered)} repairs under warranty; "
            f"{'lower it' if len(covered) else 'leave it out'} or raise --rows service_calls",
        )
    chosen = claimed_lines(world)
    row = lines.call[chosen]
    filed = _filed(world, row)
    order = np.argsort(filed, kind="stable")
    row, filed, chosen = row[order], filed[order], chosen[order]
    chance = world.chance(rules.CLAIM, row)
    decided = next_office_day(days(filed + rules.decided_after(chance, "decided after")))
    answered = decided.astype(np.int64) <= world.today
    status = np.where(answered, rules.verdicts(chance), rules.SUBMITTED)
    costs = take(world.tables["parts_usage"]["unit_cost"], chosen) * lines.quantity[chosen]
    dates = days(filed)
    world.add(
        WarrantyClaimFactory,
        len(row),
        service_call_id=world.keys("service_calls", row),
        claim_number=numbered("WC", dates, world.number, wanted),
        claim_date=dates,
        claimed_amount=costs,
        status=Coded(status, rules.STATUSES),
        decided_date=np.where(answered, decided, np.datetime64("NaT", "D")),
    )
