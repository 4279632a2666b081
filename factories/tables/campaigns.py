"""Campaigns of the marketing."""

from __future__ import annotations

import factory
import numpy as np

from factories.engine.declarations import Choice, Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.money import half_up, percent
from factories.engine.streams import Chance, Ints
from factories.engine.values import Coded, Column, Day, Days, Minutes, coded, texts
from factories.rules import single
from factories.rules.accounting.documents import years
from factories.rules.crm import sales
from factories.rules.hours.calendar import ONE_DAY, month_of, previous_office_day
from factories.tables.recorded import Changed, Recorded, overnight
from factories.tables.workforce import BranchFactory
from factories.wording import sales as wording
from hvac_models import MarketingCampaign


class MarketingCampaignFactory(HvacFactory[MarketingCampaign]):
    """A campaign of the last two years, for what is wanted in the season it starts in."""

    class Meta:
        model = MarketingCampaign
        exclude = ("expected_leads", "middle", "set_up_on", "spent_at")

    class Params:
        running = factory.Trait(
            channel="Advertisement",
            start_date=derived(
                lambda chance, today: (
                    today - chance.between("days", *single.RUNNING_SINCE) * ONE_DAY
                )
            ),
        )
        finished = factory.Trait(
            start_date=derived(
                lambda chance, channel, today: _begun(
                    channel, chance, today, single.FINISHED_CAMPAIGN_BEGAN
                )
            )
        )

    campaign_id = RowId()
    branch = Parent(BranchFactory, shared=True)
    channel = Choice({name: channel.share for name, channel in sales.CAMPAIGNS.items()})
    created_at_utc = Recorded("set_up_on", after="branch__created_at_utc")
    updated_at_utc = Changed("spent_at")

    @derived
    def set_up_on(chance: Chance, start_date: Days) -> Days:
        return previous_office_day(
            start_date - chance.between("ahead", *sales.SET_UP_DAYS) * ONE_DAY
        )

    @derived
    def spent_at(end_date: Days, today: Day) -> Minutes:
        """What a day costs is booked on it, in the morning."""
        return overnight(np.minimum(end_date, today))

    @derived
    def start_date(chance: Chance, channel: Column, today: Day) -> Days:
        return _begun(channel, chance, today, single.CAMPAIGN_BEGAN)

    @derived
    def middle(start_date: Days, end_date: Days) -> Days:
        """The day that says in which season it runs."""
        return start_date + (end_date - start_date) // ONE_DAY // 2 * ONE_DAY

    @derived
    def target_service(chance: Chance, middle: Days) -> Column:
        return Coded(sales.interests(chance, middle, sales.CAMPAIGN_TARGETS), sales.INTERESTS)

    @derived
    def end_date(chance: Chance, channel: Column, start_date: Days) -> Days:
        return start_date + (_of_channel(chance, channel, "days") - 1) * ONE_DAY

    @derived
    def expected_leads(chance: Chance, channel: Column) -> Ints:
        return _of_channel(chance, channel, "leads")

    @derived
    def budget(chance: Chance, channel: Column, expected_leads: Ints) -> Ints:
        """What the leads hoped for may cost."""
        hoped = expected_leads * _of_channel(chance, channel, "lead_cost")
        least: Ints = np.maximum(hoped, sales.LEAST_BUDGET)
        steps = half_up(least, sales.BUDGET_STEP)
        return steps * sales.BUDGET_STEP * 100

    @derived
    def spent(chance: Chance, budget: Ints, start_date: Days, end_date: Days, today: Day) -> Ints:
        """Nearly all of the budget by the end; until then, in step with the days."""
        length = (end_date - start_date) // ONE_DAY + 1
        gone = np.clip((today - start_date) // ONE_DAY + 1, 0, length)
        return half_up(
            percent(budget, chance.between("share", *sales.SPENT_PERCENT)) * gone, length
        )

    @derived
    def campaign_name(
        chance: Chance, channel: Column, target_service: Column, middle: Days
    ) -> Column:
        month = month_of(middle) + 1
        named = (texts(channel), texts(target_service), month, years(middle))
        return wording.campaign_name(chance, *named)


def _begun(channel: Column, chance: Chance, today: Day, ago: tuple[int, int]) -> Days:
    """First days so many days ago: of who had a booth, that of the last show by then."""
    days = today - chance.between("days", *ago) * ONE_DAY
    show = sales.last_show(days.astype(np.int64)).astype("datetime64[D]")
    return np.where(coded(channel).is_(sales.SHOW), show, days)


def _of_channel(chance: Chance, channel: Column, range_: str) -> Ints:
    ends = {name: getattr(rule, range_) for name, rule in sales.CAMPAIGNS.items()}
    low = coded(channel).map({name: end[0] for name, end in ends.items()})
    high = coded(channel).map({name: end[1] for name, end in ends.items()})
    return chance.between(range_, low, high)
