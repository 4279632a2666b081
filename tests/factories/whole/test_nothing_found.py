"""Some breakdowns end without anything that has failed: in the history and on the days after it."""

import numpy as np

from factories.engine.streams import Chance
from factories.rules.calls import nothing_found as rules
from factories.rules.calls.service import COMPONENTS
from factories.rules.equipment.installed_base import components
from factories.rules.equipment.kinds import KINDS
from factories.wording import nothing_found as wording
from tests.factories.support.default_companies import companies
from tests.factories.support.lived_company import AS_OF, of_long

_COUNTED = """
    select count(*), sum(failed_component is null) from service_calls
    where service_type in ('Repair', 'Emergency') and not is_callback"""
_MEANS = """
    select failed_component is null, count(*), avg(s.duration_hours), avg(s.total_cost),
           sum(exists (select 1 from invoice_lines as l
                       where l.invoice_id = i.invoice_id and l.description = 'Diagnostic fee'))
    from service_calls as s
    join invoices as i on i.service_call_id = s.service_call_id and i.status <> 'Cancelled'
    where s.service_type = 'Repair' and not s.is_callback group by 1 order by 1"""
_BACK = """
    select failed_component is null, avg(exists (
        select 1 from service_calls as l where l.callback_of_id = s.service_call_id))
    from service_calls as s where s.service_type in ('Repair', 'Emergency')
    group by 1 order by 1"""
_RATED = """
    select s.failed_component is null, avg(f.value_rating), count(*)
    from customer_feedback as f join service_calls as s on s.service_call_id = f.service_call_id
    join invoices as i on i.service_call_id = s.service_call_id and i.status <> 'Cancelled'
      and i.issue_date <= f.feedback_date
    where s.service_type = 'Repair' group by 1 order by 1"""


def test_some_repairs_find_nothing_that_has_failed() -> None:
    counts = np.array([company.execute(_COUNTED).fetchone() for company in companies()])
    assert 0.05 < counts[:, 1].sum() / counts[:, 0].sum() < 0.10


def test_as_many_on_the_days_after_the_history() -> None:
    counts = np.array(of_long(f"{_COUNTED} and service_date > ?", AS_OF.isoformat()))
    assert 0.04 < counts[:, 1].sum() / counts[:, 0].sum() < 0.12


def test_such_a_visit_is_short_and_billed_for_the_diagnosis() -> None:
    rows = np.array([company.execute(_MEANS).fetchall() for company in companies()])
    mended, nothing = rows.mean(axis=0)
    assert nothing[2] < 0.7 * mended[2]
    assert nothing[3] < 0.5 * mended[3]
    assert nothing[4] > 0.6 * nothing[1]


def test_what_did_not_show_comes_back_more_often_and_is_found_then() -> None:
    shares = np.array([company.execute(_BACK).fetchall() for company in companies()])
    mended, nothing = shares[:, :, 1].mean(axis=0)
    assert nothing > 1.3 * mended
    found = "select count(*) from service_calls where is_callback and failed_component is null"
    assert all(company.execute(found).fetchone() == (0,) for company in companies())


def test_customers_feel_that_they_paid_for_nothing() -> None:
    rows = np.array([company.execute(_RATED).fetchall() for company in companies()])
    mended, nothing = (
        np.average(side[:, 1], weights=side[:, 2]) for side in (rows[:, 0], rows[:, 1])
    )
    assert mended - 2.5 < nothing < mended - 0.3


def test_every_cause_has_its_texts_and_no_unit_one_that_it_cannot_have() -> None:
    ids = np.arange(4_000)
    for kind in map(str, KINDS):
        drawn = set(rules.causes(Chance(1, ("x",), ids), ids, [kind] * len(ids), ids % 12 + 1))
        assert rules.INTERMITTENT in drawn
        for cause in drawn:
            said = (*wording.noticed(cause, kind), *wording.set_right(cause, kind))
            assert said
            assert not any("{" in text for text in said)
        if kind == "Water Heater":
            assert not drawn & {rules.FILTER, rules.VENTS, rules.CONDENSER, rules.DEFROST}


def test_what_turns_out_in_the_end_fits_the_unit() -> None:
    ids = np.arange(2_000)
    for row, kind in enumerate(KINDS):
        found = rules.turns_out(Chance(1, ("x",), ids), np.full(len(ids), row))
        names = {COMPONENTS[n] for n in found.tolist()}
        assert names <= set(map(str, components(kind).components))
