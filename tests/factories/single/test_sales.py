"""Single campaigns, leads, quotes and contacts, as a test would ask for them."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from sqlalchemy.orm import Session

from factories.engine.context import bind
from factories.engine.factory import HvacFactory
from factories.engine.values import NULL, to_python
from factories.rules.crm import quotes as rules
from factories.rules.crm import sales
from factories.seeding import DEFAULT_TODAY
from factories.tables.campaigns import MarketingCampaignFactory
from factories.tables.customers import CustomerFactory
from factories.tables.leads import LeadFactory
from factories.tables.mailing import MailingListContactFactory
from factories.tables.quotes import QuoteFactory
from factories.tables.service import ServiceCallFactory
from hvac_models import CampaignChannel
from tests.factories.support.empty_database import empty_database

TODAY = DEFAULT_TODAY
CAMPAIGNS = ("running", "finished")
# Calling a factory makes a row; its type says otherwise.
a_campaign: Any = MarketingCampaignFactory
a_lead: Any = LeadFactory
a_quote: Any = QuoteFactory
a_contact: Any = MailingListContactFactory
a_call: Any = ServiceCallFactory
a_customer: Any = CustomerFactory


@pytest.fixture(autouse=True)
def session() -> Iterator[Session]:
    with empty_database() as engine, Session(engine) as session:
        bind(session)
        yield session
        session.flush()
    bind(None)


class TestCampaigns:
    def test_a_running_one_has_money_left(self) -> None:
        campaign = a_campaign(running=True)
        assert campaign.start_date <= TODAY < campaign.end_date
        assert 0 < campaign.spent < campaign.budget

    def test_a_finished_one_has_spent_it(self) -> None:
        campaign = a_campaign(finished=True)
        assert campaign.end_date < TODAY
        assert campaign.budget * Decimal("0.82") <= campaign.spent <= campaign.budget

    def test_its_budget_is_for_the_leads_it_should_bring(self) -> None:
        few, many = (a_campaign(channel="Website", expected_leads=n).budget for n in (1, 100))
        assert few == sales.LEAST_BUDGET
        assert 6_000 <= many <= 15_000


class TestLeads:
    @pytest.mark.parametrize("status", ["new", "contacted", "qualified", "lost", "nurturing"])
    def test_traits_give_the_status(self, status: str) -> None:
        for lead in LeadFactory.create_batch(10, **{status: True}):
            assert lead.status == status.capitalize()
            assert lead.customer is None
            assert (lead.last_contact_date is None) == (status == "new")

    def test_a_converted_one_brings_its_customer(self) -> None:
        lead = a_lead(converted=True, customer__customer_type="residential")
        assert f"{lead.first_name} {lead.last_name}" == lead.customer.customer_name
        assert lead.company_name is None
        assert (lead.phone, lead.address) == (lead.customer.phone, lead.customer.address)
        assert lead.created_date <= lead.customer.created_at.date()
        assert lead.conversion_probability == 100

    def test_a_business_keeps_its_name(self) -> None:
        lead = a_lead(converted=True, customer__customer_type="commercial")
        assert lead.company_name == lead.customer.customer_name

    def test_a_customer_can_be_given(self) -> None:
        customer = a_customer()
        assert a_lead(converted=True, customer=customer).customer_id == customer.customer_id

    def test_a_campaign_explains_source_and_date(self) -> None:
        for channel in CampaignChannel:
            lead = a_lead(campaign__channel=channel)
            assert lead.lead_source == sales.CAMPAIGNS[channel].source
            assert lead.campaign.start_date <= lead.created_date <= lead.campaign.end_date

    def test_an_estimate_follows_what_such_work_is_sold_for(self) -> None:
        for price in (3_000, 12_000):
            lead = a_lead(service_interest="Installation", sold_for=price * 100)
            assert price / 2 <= lead.estimated_value <= price * 5 / 2
            assert lead.estimated_value % 50 == 0

    def test_emergencies_are_urgent(self) -> None:
        assert a_lead(emergency=True).urgency == "High"

    def test_a_business_has_a_name(self) -> None:
        assert a_lead(business=True).company_name
        assert a_lead(is_business=False).company_name is None

    def test_status_can_be_overridden(self) -> None:
        assert a_lead(status="New").last_contact_date is None
        assert a_lead(status="Lost").conversion_probability == 0


class TestQuotes:
    @pytest.mark.parametrize("status", ["accepted", "declined", "expired", "pending"])
    def test_traits_give_the_status(self, status: str) -> None:
        for quote in QuoteFactory.create_batch(10, **{status: True}):
            assert quote.status == status.capitalize()
            assert (quote.valid_until < TODAY) == (status == "expired") or status in (
                "accepted",
                "declined",
            )

    def test_the_total_is_the_sum(self) -> None:
        for quote in QuoteFactory.create_batch(30):
            assert quote.labor_cost == quote.labor_hours * quote.labor_rate
            parts = quote.labor_cost + quote.equipment_cost + quote.parts_cost
            assert quote.total_amount == parts

    def test_a_repair_has_no_equipment(self) -> None:
        assert a_quote(repair=True).equipment_cost == 0
        assert a_quote(replacement=True).equipment_cost > 0

    def test_a_capacitor_costs_less_than_a_compressor(self) -> None:
        cheap = a_quote(repair=True, component="Capacitor").parts_cost
        assert cheap < a_quote(repair=True, component="Compressor").parts_cost

    def test_a_contract_costs_what_the_plan_does(self) -> None:
        quote = a_quote(maintenance_contract=True, customer__customer_type="commercial")
        assert quote.total_amount == 500

    def test_it_can_answer_a_lead(self) -> None:
        lead = a_lead(converted=True)
        quote = a_quote(lead=lead)
        assert quote.customer is lead.customer
        assert dt.timedelta(0) <= quote.quote_date - lead.created_date <= dt.timedelta(60)

    def test_it_can_have_become_a_call(self) -> None:
        call = a_call(repair=True)
        quote = a_quote(repair=True, service_call=call)
        assert (quote.customer, quote.equipment) == (call.customer, call.equipment)
        assert quote.quote_date < call.service_date
        assert quote.status == "Accepted"

    def test_a_price_can_be_set(self) -> None:
        quote = a_quote(repair=True, parts_cost=Decimal("100.00"), labor_rate=100)
        assert quote.total_amount == 100 + quote.labor_hours * 100


class TestContacts:
    def test_a_contact_is_a_customer(self) -> None:
        contact = a_contact(customer__customer_type="residential")
        assert contact.contact_source == "Existing Customer"
        assert f"{contact.first_name} {contact.last_name}" == contact.customer.customer_name
        assert contact.address == contact.customer.address
        assert contact.subscription_date >= contact.customer.created_at.date()

    def test_a_prospect_is_not(self) -> None:
        contact = a_contact(prospect=True)
        assert contact.customer_id is None
        assert contact.contact_source != "Existing Customer"

    def test_a_prospect_can_be_a_lead(self) -> None:
        lead = a_lead(referral=True)
        contact = a_contact(prospect=True, lead=lead)
        assert contact.contact_source == "Referral"
        assert (contact.email, contact.phone) == (lead.email, lead.phone)

    def test_an_unsubscribed_one_has_a_day(self) -> None:
        for contact in MailingListContactFactory.create_batch(5, unsubscribed=True):
            assert contact.subscription_status == "Unsubscribed"
            assert contact.unsubscribed_date is not None
            assert contact.subscription_date <= contact.unsubscribed_date <= TODAY

    def test_emails_never_repeat(self) -> None:
        contacts = MailingListContactFactory.create_batch(40, prospect=True)
        assert len({contact.email for contact in contacts}) == 40


def test_a_row_has_the_same_values_alone_and_in_bulk() -> None:
    """For what needs no parent: campaigns and leads that nobody brought."""
    given: dict[str, Any] = {"branch_id": 1}
    for factory, more in (
        (MarketingCampaignFactory, {}),
        (LeadFactory, {"customer_id": NULL, "campaign_id": NULL}),
    ):
        _assert_same(factory, {**given, **more})


def _assert_same(factory: type[HvacFactory[Any]], given: dict[str, Any]) -> None:
    singles = factory.create_batch(20)
    table = factory.columns(20, first_id=1, **given)
    types = factory._meta.types
    for name in factory._meta.column_names:
        bulk = to_python(types[name], table[name])
        assert bulk == [getattr(one, name) for one in singles], name


def test_sources_of_leads_cover_the_models_list() -> None:
    assert tuple(sales.LEAD_SOURCES) == sales.SOURCES
    assert set(sales.CAMPAIGNS) == set(CampaignChannel)
    assert sum(source.share for source in sales.LEAD_SOURCES.values()) == 100
    assert sum(campaign.share for campaign in sales.CAMPAIGNS.values()) == 100


def test_every_kind_of_offer_has_a_rule() -> None:
    assert set(rules.OFFERS) == set(rules.QUOTE_TYPES)
    assert sum(offer.weight for offer in rules.OFFERS.values()) == 100


def test_day_weights_follow_month_and_weekday() -> None:
    first = np.datetime64("2025-01-01").astype(np.int64)
    weights = sales.day_weights(int(first), int(first) + 364, sales.DEMAND_BY_MONTH)
    assert weights[181:212].sum() > 1.5 * weights[273:304].sum()
    assert weights[5] == sales.DEMAND_BY_MONTH[0] * sales.DEMAND_BY_WEEKDAY[0]  # Monday, Jan 6
