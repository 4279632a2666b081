"""What becomes of emergencies once the technician has left."""

import statistics
from collections import Counter

import numpy as np
import pytest

from factories.rules.calls.service import COMPONENTS, SEVERITIES
from factories.steps.visits import waited
from tests.factories.support.default_companies import companies
from tests.factories.support.finished_worlds import SEEDS, company

DANGEROUS = [COMPONENTS.index(name) for name in ("Gas Valve", "Heat Exchanger", "Drain Line")]


@pytest.mark.parametrize("seed", [1, 42])
def test_no_incident_lies_for_months_and_a_critical_one_not_for_two_weeks(seed: int) -> None:
    incidents = company(seed).tables["incident_response"]
    took = (
        incidents["updated_at_utc"].astype("datetime64[m]")
        - incidents["reported_time"].astype("datetime64[m]")
    ) // np.timedelta64(1, "D")
    critical = incidents["severity_level"].is_("Critical")
    assert took.max() <= 61
    assert took[critical].max() <= 14
    assert np.median(took) <= 1


def test_severities_have_their_shares_and_follow_the_weather() -> None:
    """Low 20, Medium 40, High 28 and Critical 12 % of all, but not on any day alike."""
    found: Counter[str] = Counter()
    hard: Counter[str] = Counter()
    mild: Counter[str] = Counter()
    for world in map(company, SEEDS):
        calls = world.calls
        rows = np.flatnonzero(calls.severity >= 0)
        low, high = (world.temperature(end, calls.day[rows]) for end in ("low", "high"))
        names = np.array(SEVERITIES)[calls.severity[rows]]
        out = ~np.isin(calls.component[rows], DANGEROUS)
        found.update(names.tolist())
        hard.update(names[out & ((low < 25) | (high > 93))].tolist())
        mild.update(names[out & (low > 45) & (high < 80)].tolist())
    for name, share in zip(SEVERITIES, (20, 40, 28, 12), strict=True):
        assert abs(100 * found[name] / found.total() - share) < 6, name
    assert (hard["High"] + hard["Critical"]) / hard.total() > 0.5
    assert (mild["High"] + mild["Critical"]) / mild.total() < 0.25


def test_who_has_an_outage_is_served_within_two_working_days() -> None:
    told = company(42).tables["work_orders"]["description"]
    days = waited(company(42))
    out = np.array([" quit and " in text or "is no heat" in text for text in told])
    assert out.any()
    assert days[out].max() <= 2 < days.max()


def test_some_stay_on_file_as_escalated() -> None:
    """What went to a manager, and he settled himself."""
    shares = []
    for seed in SEEDS:
        incidents = company(seed).tables["incident_response"]
        filed = incidents["resolution_status"].is_("Escalated") & ~incidents["follow_up_required"]
        shares.append(float(filed.mean()))
    assert 0.01 < np.mean(shares) < 0.06


def test_who_asked_for_the_manager_was_not_satisfied() -> None:
    ratings: dict[bool, list[int]] = {True: [], False: []}
    for books in companies():
        for asked, rating in books.execute(
            "select w.completion_notes like '%manager%', i.customer_satisfaction"
            " from incident_response as i join work_orders as w using (service_call_id)"
        ):
            ratings[bool(asked)].append(rating)
    assert 0.05 < len(ratings[True]) / sum(map(len, ratings.values())) < 0.16
    assert statistics.fmean(ratings[True]) < statistics.fmean(ratings[False]) - 1


@pytest.mark.parametrize(
    ("component", "usual"),
    [
        ("Drain Line", "Water Damage"),
        ("Control Board", "Electrical Issue"),
        ("Contactor", "Electrical Issue"),
        ("Compressor", "System Failure"),
    ],
)
def test_what_failed_does_not_settle_what_is_reported(component: str, usual: str) -> None:
    reported = Counter(
        incident
        for books in companies()
        for (incident,) in books.execute(
            "select incident_type from incident_response join service_calls using (service_call_id)"
            " where failed_component = ?",
            (component,),
        )
    )
    assert 0.35 < reported[usual] / reported.total() < 0.95


def test_not_only_drain_lines_leak_water() -> None:
    leaking = [
        books.execute(
            "select avg(failed_component <> 'Drain Line') from incident_response"
            " join service_calls using (service_call_id) where incident_type = 'Water Damage'"
        ).fetchone()[0]
        for books in companies()
    ]
    assert 0.04 < statistics.fmean(leaking) < 0.4
