"""Between the booking of its successor and the day on which it goes, a unit is only patched up."""

import numpy as np

from factories.audit.checks import left_undone
from factories.rules.calls.left_undone import PATCHED, patchable
from factories.rules.calls.service import COMPONENTS, LARGE_PARTS
from factories.wording.left_undone import left_as_it_is, left_by
from factories.wording.phrases import KIND_NOUN
from tests.factories.support.default_companies import companies

_PATCHED = """
    select count(*), avg(s.duration_hours), max(p.unit_cost), sum(q.quote_id is not null)
    from work_orders as w
    join service_calls as s on s.service_call_id = w.service_call_id
    left join parts_usage as u on u.service_call_id = s.service_call_id
    left join parts as p on p.part_id = u.part_id
    left join quotes as q on q.service_call_id = s.service_call_id
    where s.service_type in ('Repair', 'Emergency') and w.completion_notes like '%the new unit %'"""


def test_units_about_to_go_are_patched_up_with_next_to_nothing() -> None:
    rows = [company.execute(_PATCHED).fetchone() for company in companies()]
    assert sum(count for count, *_ in rows) >= 5
    for _, _, dearest, quotes in rows:
        assert (dearest or 0) <= 45
        assert not quotes


def test_the_checks_of_them_find_nothing_in_these_companies() -> None:
    for company in companies():
        for check in left_undone.CHECKS:
            assert not company.execute(check.sql).fetchall()


def test_nothing_large_is_patched_up() -> None:
    component = np.arange(-1, len(COMPONENTS))
    small = patchable(component, np.zeros(len(component), np.int64))
    assert not np.isin(small, LARGE_PARTS).any()
    assert small[0] == -1
    assert small[1 + COMPONENTS.index("Capacitor")] == COMPONENTS.index("Capacitor")


def test_the_notes_tell_that_it_was_patched_up() -> None:
    for kind in KIND_NOUN:
        for text in left_as_it_is(PATCHED, kind, "Capacitor"):
            assert left_by(text) == PATCHED
            assert "{" not in text
