"""Units about to go are patched up, and large repairs of old ones declined."""

import numpy as np

from factories.audit.checks import left_undone
from factories.rules.calls.left_undone import (
    DECLINED,
    DECLINED_FROM_YEARS,
    PATCHED,
    may_be_declined,
    patchable,
)
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
        for left, component in ((PATCHED, "Capacitor"), (DECLINED, "Compressor")):
            for text in left_as_it_is(left, kind, component):
                assert left_by(text) == left
                assert "{" not in text


_LARGE = """
    select count(*), sum(w.completion_notes like '% declined the repair%')
    from service_calls as s
    join work_orders as w on w.service_call_id = s.service_call_id
    join installed_devices as d on d.installation_id = s.installation_id
    where s.failed_component in ('Compressor', 'Evaporator Coil', 'Heat Exchanger')
      and s.service_date > d.warranty_end_date
      and s.service_date > date(d.installation_date, '+8 years') and not s.is_callback
      and not exists (select 1 from service_calls as o
                      where o.installation_id = s.installation_id
                        and o.failed_component = s.failed_component
                        and o.started_at < s.started_at
                        and o.service_date > date(s.service_date, '-40 days'))"""
_DECLINED = """
    select w.completion_notes, (select min(q.status) from quotes as q
        where q.customer_id = s.customer_id and q.equipment_id = s.equipment_id
          and q.quote_type = 'Repair'
          and q.quote_date between s.service_date and date(s.service_date, '+5 days')),
        (select count(*) from parts_usage as u
         where u.service_call_id = s.service_call_id)
    from work_orders as w join service_calls as s on s.service_call_id = w.service_call_id
    where w.completion_notes like '% declined the repair%'"""


def test_one_in_ten_or_five_large_repairs_of_old_units_is_declined() -> None:
    counts = np.array([company.execute(_LARGE).fetchone() for company in companies()])
    assert 0.06 < counts[:, 1].sum() / counts[:, 0].sum() < 0.25


def test_what_is_declined_was_quoted_and_takes_no_part() -> None:
    rows = [row for company in companies() for row in company.execute(_DECLINED).fetchall()]
    assert len(rows) > 10
    assert all(status == "Declined" and not parts for _, status, parts in rows)


def test_only_large_parts_of_old_units_out_of_warranty_are_declined() -> None:
    large, small = int(LARGE_PARTS[0]), COMPONENTS.index("Capacitor")
    component = np.array([large, small, large, large])
    age = 365 * DECLINED_FROM_YEARS + np.array([1, 1, -1, 1])
    left = np.array([-1, -1, -1, 20])
    assert may_be_declined(component, age, left).tolist() == [True, False, False, False]
