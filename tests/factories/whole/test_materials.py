"""What is cut by the foot: lines and wire of an installation go the same way."""

from __future__ import annotations

import datetime as dt

import numpy as np

from factories.scenario import Scenario
from tests.factories.support.in_memory import populated

_BOTH = """
with cut as (
    select service_call_id, part_category as category, max(quantity_used) as feet
    from parts_usage join parts using (part_id)
    where unit_of_measure = 'ft'
    group by 1, 2)
select l.feet, w.feet
from cut as l join cut as w using (service_call_id)
where l.category = 'Ductwork' and w.category = 'Electrical'
"""


def test_long_lines_come_with_long_wires_and_few_jobs_are_at_either_end() -> None:
    rows: list[tuple[int, int]] = []
    for seed in (1, 2, 3):
        scenario = Scenario.of(seed=seed, as_of=dt.date(2025, 6, 30))
        rows += populated(scenario).execute(_BOTH).fetchall()
    lines, wires = np.array(rows).T
    assert len(lines) > 150
    assert np.corrcoef(lines, wires)[0, 1] > 0.6
    # Of lengths that are all equally likely, a quarter.
    ends = (lines <= 20) | (lines >= 46)
    assert ends.mean() < 0.12
