"""The mailing list beside what `test_sales` holds of it: who leaves it, and who is on it at all."""

import numpy as np
import pytest

from factories.engine.values import NULL, coded
from factories.rules.crm.mailing import LIST_BEGAN_BEFORE
from tests.factories.support.finished_worlds import AS_OF, company

DAY = np.timedelta64(1, "D")


def test_unsubscribing_grows_with_age() -> None:
    contacts = company(1, rows=(("mailing_list", 20_000),)).tables["mailing_list"]
    gone = coded(contacts["subscription_status"]).is_("Unsubscribed")
    age = (np.datetime64(AS_OF, "D") - contacts["subscription_date"]) / DAY
    assert gone[age < 365].mean() < 0.04
    assert 0.07 <= gone[(age > 820) & (age < 1000)].mean() <= 0.11
    assert gone[age > 1500].mean() > 0.12


def test_a_short_list_leaves_room_for_others() -> None:
    contacts = company(1, rows=(("mailing_list", 300),)).tables["mailing_list"]
    assert (contacts["customer_id"] != NULL).sum() == 180


@pytest.mark.parametrize("history_days", [180, 730, 1825])
def test_those_who_are_no_customers_come_as_often_before_the_history(history_days: int) -> None:
    """Within it most of them are its leads; of those before it nobody knows whether they were."""
    times = []
    for seed in (1, 2, 3):
        contacts = company(seed, history_days=history_days).tables["mailing_list"]
        since = contacts["subscription_date"][contacts["customer_id"] == NULL]
        start = np.datetime64(AS_OF, "D") - history_days * DAY
        before, within = (since <= start).sum() / LIST_BEGAN_BEFORE, (since > start).mean()
        times.append(within * len(since) / history_days / before)
    assert 0.75 < np.mean(times) < 1.3


def test_some_leads_are_on_the_list_before_they_buy() -> None:
    """About a seventh of those who are won: a third agree, and most buy within days."""
    linked = won = 0
    for seed in (1, 2, 3):
        tables = company(seed).tables
        contacts = tables["mailing_list"]
        ours = contacts["customer_id"] != NULL
        linked += int((ours & ~coded(contacts["contact_source"]).is_("Existing Customer")).sum())
        won += int((tables["leads"]["customer_id"] != NULL).sum())
    assert 0.07 < linked / won < 0.3
