"""A quote for a repair of a unit that somebody is at today, whatever was said to it."""

from __future__ import annotations

from typing import Any

import numpy as np

from factories.days.books import iso, keys
from factories.days.day import Day
from factories.days.price_list import list_year
from factories.engine.streams import Ints
from factories.engine.values import NULL, Coded
from factories.rules.calls.service import COMPONENTS
from factories.rules.crm import quotes as rules
from factories.rules.crm.offers import BACKGROUNDS
from factories.rules.equipment.devices import KIND_NAMES
from factories.tables.quotes import QuoteFactory


def quote_repairs(day: Day, row: Ints, *, background: int, **given: Any) -> None:
    """Record a quote for what has failed at each of today's visits (``row`` of ``day.visits``).

    ``background`` is an index into ``rules.crm.offers.BACKGROUNDS``; ``given`` are the columns in
    which such quotes differ: the moments, the answer, and the hours (hundredths), rate and parts
    (cents) agreed upon.
    """
    visits = day.visits
    equipment = day.books.tables["installed_devices"].at("equipment_id", visits.device[row])
    day.books.add(
        QuoteFactory,
        len(row),
        list_year=list_year(day),
        quote_number=day.books.numbers("quotes", "quote_number", "QUO", visits.branch[row]),
        customer_id=visits.customer[row],
        equipment_id=equipment,
        lead_id=leads_of(day, visits.customer[row], equipment),
        quote_date=np.datetime64(day.number, "D"),
        quote_type="Repair",
        component=Coded(visits.component[row], (*COMPONENTS, None)),
        plan_price=0,
        replaced_kind=Coded(np.full(len(row), len(KIND_NAMES)), (*KIND_NAMES, None)),
        background=Coded(np.full(len(row), background), BACKGROUNDS),
        **given,
    )


def leads_of(day: Day, customer: Ints, equipment: Ints) -> Ints:
    """The lead that each quote for a repair of a model answers: what had failed when its customer
    first called, lately; NULL for most."""
    found = day.books.connection.execute(
        "select l.customer_id, l.lead_id, (select s.equipment_id from service_calls as s"
        "  where s.customer_id = l.customer_id order by s.started_at limit 1)"
        " from leads as l where l.customer_id in (select value from json_each(?1))"
        " and l.created_date >= ?2 and l.service_interest not in ('Installation', 'Maintenance')",
        (keys(customer), iso(day.number - rules.LEAD_DAYS)),
    )
    known = {(who, model): lead for who, lead, model in found}
    rows = zip(customer.tolist(), equipment.tolist(), strict=True)
    return np.array([known.get(row, NULL) for row in rows], np.int64)
