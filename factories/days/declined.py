"""What follows today from large parts to which the owner of an old unit said no."""

from __future__ import annotations

import json

import numpy as np

from factories.days import repairs
from factories.days.books import DAY, INT, Found, iso
from factories.days.day import Day
from factories.days.devices import kinds
from factories.days.leaving import quiet
from factories.days.price_list import quoted_rates
from factories.days.repair_quotes import quote_repairs
from factories.engine.set_operations import among
from factories.engine.values import NULL
from factories.rules.calls import left_undone as rules
from factories.rules.calls.service import COMPONENTS, LARGE_PARTS
from factories.rules.crm import quotes
from factories.rules.crm.offers import AT_A_VISIT
from factories.rules.hours import office
from factories.rules.hours.calendar import office_day_from


def write_down(day: Day) -> None:
    """The quotes to which somebody said no at today's visits."""
    visits = day.visits
    row = np.flatnonzero(visits.left == rules.DECLINED)
    if not len(row):
        return
    chance = day.chance("declined", visits.call[row])
    equipment = day.books.tables["installed_devices"].at("equipment_id", visits.device[row])
    price = repairs.like(day, chance, kinds(day, equipment), visits.component[row])
    written = visits.end[row] + chance.between("written", *quotes.AGREED_WRITTEN_AFTER)
    quote_repairs(
        day,
        row,
        background=AT_A_VISIT,
        recorded=written,
        changed=written + chance.between("entered", 1, office.ENTERED_WITHIN),
        service_call_id=NULL,
        status="Declined",
        agreed_hours=price.hours,
        agreed_rate=quoted_rates(day, visits.branch[row]),
        agreed_parts=price.parts,
    )


def to_be_replaced(day: Day) -> Found:
    """Units that stand off since somebody said no some days ago, to whom we offer a new one today:
    where no other of the kind is in use, whose place it might take."""
    names = [COMPONENTS[number] for number in LARGE_PARTS.tolist()]
    found = day.books.read(
        "select s.service_call_id as call, s.installation_id as device, s.customer_id as customer,"
        " c.branch_id as branch, s.equipment_id as equipment, s.service_date as [on],"
        " d.installation_date as installed"
        " from service_calls as s join customers as c on c.customer_id = s.customer_id"
        " join installed_devices as d on d.installation_id = s.installation_id"
        " join equipment_types as e on e.equipment_id = d.equipment_id"
        " join work_orders as w on w.service_call_id = s.service_call_id"
        " where s.service_date >= ?1 and s.service_date < ?2 and d.status = 'Inactive'"
        " and s.failed_component in (select value from json_each(?3))"
        " and w.completion_notes like '% declined the repair%'"
        " and not exists (select 1 from installed_devices as o"
        "  join equipment_types as k on k.equipment_id = o.equipment_id"
        "  where o.customer_id = s.customer_id and o.status in ('Active', 'Under Maintenance')"
        "  and k.equipment_type in (e.equipment_type, 'Central AC', 'Heat Pump'))"
        " order by s.service_call_id",
        iso(day.number - rules.OFFERED_NEW_DAYS[1] - quotes.VALID_DAYS), iso(day.number),
        json.dumps(names),
        call=INT, device=INT, customer=INT, branch=INT, equipment=INT, on=DAY, installed=DAY,
    )  # fmt: skip
    chance = day.chance("declined", found.call)
    offered = office_day_from(found.on + chance.between("offered", *rules.OFFERED_NEW_DAYS))
    now = (offered == day.number) & chance.happens("new one", rules.OFFERED_NEW)
    now &= ~among(found.customer, np.append(quiet(day), day.left))
    return found.rows(np.flatnonzero(now))
