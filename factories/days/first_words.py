"""What is known of a first repair from the lead that asked for it: what failed, and the words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.days.books import DAY, INT, TEXT, keys
from factories.days.day import Day
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded, index_in, texts
from factories.rules.calls.service import COMPONENTS
from factories.rules.crm.sales import INTERESTS, out_of_season
from factories.rules.crm.wants import wants
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.region.territory import first_branches
from factories.wording.first_words import first_words

_ASKED = """
    select l.customer_id as customer, l.lead_id as lead, l.created_date as created,
           l.service_interest as interest, l.urgency, l.company_name as company,
           l.address,
           (select min(installation_id) from installed_devices as d
            where d.customer_id = l.customer_id) as device
    from leads as l
    where l.customer_id in (select value from json_each(?1))
      and l.service_interest in ('AC Repair', 'Heating Repair')
      and not exists (select 1 from service_calls as s
                      where s.customer_id = l.customer_id and s.service_call_id < ?2)
    order by l.customer_id"""
_NEVER = 2**62


@dataclass
class Asked:
    """One row a customer who asked for a repair as a lead and was not visited yet."""

    customer: Ints
    device: Ints
    """What it is about: the first device on record."""
    component: Ints
    """What has failed: index into ``COMPONENTS``."""
    created: Ints
    """The day on which they asked."""
    hurried: Mask
    words: list[str | None]

    def rows(self, customer: Ints) -> Ints:
        """Row of each of these customers, -1 for who is none of them."""
        if not len(self.customer):
            return np.full(len(customer), -1, np.int64)
        row = np.minimum(np.searchsorted(self.customer, customer), len(self.customer) - 1)
        found: Ints = np.where(self.customer[row] == customer, row, -1)
        return found

    def told(self, customer: Ints, device: Ints) -> Ints:
        """What has failed, on visits to these devices; -1 where nobody said."""
        row = self.rows(customer)
        if not len(self.customer):
            return row
        fits = (row >= 0) & (self.device[row] == device)
        return np.where(fits, self.component[row], -1)


def asked_by(day: Day, customer: Ints, before_call: int = _NEVER) -> Asked:
    """Who of these customers asked so, and had no visit before the call of that key."""
    found = day.books.read(
        _ASKED, keys(customer), before_call,
        customer=INT, lead=INT, created=DAY, interest=TEXT, urgency=TEXT, company=TEXT,
        address=TEXT, device=INT,
    )  # fmt: skip
    wish, metros = index_in(found.interest, INTERESTS), first_branches()
    metro = np.array([metros[address[-5:]] for address in texts(found.address)], np.int64)
    business = ~found.company.is_(None)
    wanted = wants(day.books.seed, found.lead, wish, metro, business, found.created)
    created = found.created.astype("datetime64[D]")
    words = first_words(
        Chance(day.books.seed, ("leads", "first words"), found.lead),
        texts(found.interest),
        Coded(wanted.kind, KIND_NAMES).tolist(),
        Coded(wanted.component, COMPONENTS).tolist(),
        texts(found.urgency),
        out_of_season(wish, created).tolist(),
    )
    return Asked(
        found.customer,
        found.device,
        wanted.component,
        found.created,
        found.urgency.is_("High"),
        words,
    )
