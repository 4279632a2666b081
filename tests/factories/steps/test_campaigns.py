"""What campaigns bring, and when they run."""

import numpy as np

from factories.engine.values import NULL, coded, texts
from factories.rules.hours.calendar import month_of
from factories.steps.world import World
from tests.factories.support.finished_worlds import SEEDS, company


def test_campaigns_bring_leads_who_ask_for_what_they_offered() -> None:
    def fits(world: World) -> tuple[float, float]:
        leads, campaigns = world.tables["leads"], world.tables["marketing_campaigns"]
        led = np.flatnonzero(leads["campaign_id"] != NULL)
        target = texts(campaigns.at("target_service", leads["campaign_id"][led]))
        asked = texts(coded(leads["service_interest"]).take(led))
        return float(np.mean([a == b for a, b in zip(target, asked, strict=True)])), len(led)

    found = [fits(company(seed)) for seed in SEEDS]
    assert np.mean([share for share, _ in found]) > 0.5
    assert min(count for _, count in found) >= 20


def test_they_do_so_whatever_was_advertised() -> None:
    """An emergency is no matter of a campaign: those who have one are helped within the hour by
    whom they find first."""
    fits: dict[str, list[bool]] = {}
    for seed in SEEDS:
        world = company(seed)
        leads, campaigns = world.tables["leads"], world.tables["marketing_campaigns"]
        led = np.flatnonzero(leads["campaign_id"] != NULL)
        target = texts(campaigns.at("target_service", leads["campaign_id"][led]))
        asked = texts(coded(leads["service_interest"]).take(led))
        for name, wish in zip(target, asked, strict=True):
            fits.setdefault(name, []).append(wish == name)
    assert {"AC Repair", "Installation", "Maintenance"} <= fits.keys()
    assert min(np.mean(asked) for asked in fits.values() if len(asked) >= 60) > 0.4


def test_tune_ups_are_advertised_before_the_season() -> None:
    worlds = [company(5, rows=(("marketing_campaigns", 400),))]
    for world in worlds:
        start = world.tables["marketing_campaigns"]["start_date"]
        end = world.tables["marketing_campaigns"]["end_date"]
        month = month_of(start + (end - start) // 2)
        tune_up = coded(world.tables["marketing_campaigns"]["target_service"]).is_("Maintenance")
        assert tune_up[np.isin(month, (2, 3, 4, 8, 9, 10))].mean() > 0.4
        assert tune_up[np.isin(month, (5, 6, 7))].mean() == 0
