"""Offers that were not taken: after salesmen's visits that sold nothing, and by customers who went
elsewhere."""

from __future__ import annotations

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.rules.crm import quotes as rules
from factories.rules.crm.offers import DECLINED
from factories.rules.equipment import devices as device_rules
from factories.rules.hours.calendar import office_day_from, office_day_until
from factories.steps.chosen_kinds import beside
from factories.steps.offers import Offers, consultations
from factories.steps.world import World, on_day

Visits = dict[int, tuple[Ints, Ints]]


def unsold_visits(world: World, accepted: Offers) -> Visits:
    """What the salesmen's visits that sold nothing led to: device and day of the quote, by type."""
    customer, day = consultations(world)
    chance = world.chance("unsold", len(customer))
    sent = office_day_from(day + chance.choose("days", rules.AFTER_THE_VISIT))
    sent = office_day_until(np.minimum(sent, world.today))
    goes_on = chance.happens("quoted", rules.VISITS_QUOTED) & ~_sold(accepted, customer, day)
    apart: Mask = ~device_rules.halves(world.devices.customer, world.devices.kind)
    visits = zip(customer.tolist(), day.tolist(), strict=True)
    device = np.array([_oldest(world, apart, *visit) for visit in visits], np.int64)
    old = day - world.devices.installed[device] >= rules.WORTH_REPLACING * 365
    found, alone = goes_on & (device >= 0), apart[device]
    # Nobody replaces one half of a heat pump: something goes beside it.
    one_more = np.where(alone, ~old, beside(world)[customer].any(axis=1))
    return {
        kind: (device[found & fits], sent[found & fits])
        for kind, fits in ((rules.REPLACEMENT, old & alone), (rules.INSTALLATION, one_more))
    }


def _sold(accepted: Offers, customer: Ints, day: Ints) -> Mask:
    """Which visits led to a quote for equipment that was accepted."""
    equipped = among(accepted.kind, rules.EQUIPPING)
    quote = np.sort(on_day(accepted.customer[equipped], accepted.day[equipped]))
    visit = on_day(customer, day)
    sold: Mask = np.searchsorted(
        quote, visit + rules.CONSULTATION_QUOTED_WITHIN + 1
    ) > np.searchsorted(quote, visit)
    return sold


def _oldest(world: World, apart: Mask, customer: int, day: int) -> int:
    """The oldest device that a customer had in use on a day, or -1; rather one that stands
    ``apart``."""
    devices = world.devices
    in_use = (devices.served_from <= day) & (devices.served_until > day)
    there = np.flatnonzero(in_use & (devices.customer == customer))
    there = there[apart[there]] if apart[there].any() else there
    return int(there[np.argmin(devices.installed[there])]) if len(there) else -1


def lost_to_others(world: World) -> tuple[Ints, Ints]:
    """What some of those who leave were quoted before, who have somebody else put it in: the device
    that it would have replaced, and the day."""
    customer = np.flatnonzero(world.leaving <= world.today)
    customer = customer[~among(customer, world.contracts.customer)]
    chance = world.chance("went elsewhere", customer)
    day = world.leaving[customer] - chance.between("quoted", *rules.QUOTED_BEFORE_LEAVING)
    day = office_day_until(day)
    goes = chance.happens("for a new one", rules.LEAVE_FOR_A_NEW_ONE)
    goes &= day >= np.maximum(world.start, office_day_from(world.account_days()[customer]))
    customer, day = customer[goes], day[goes]
    apart: Mask = ~device_rules.halves(world.devices.customer, world.devices.kind)
    asked = zip(customer.tolist(), day.tolist(), strict=True)
    device = np.array([_oldest(world, apart, *one) for one in asked], np.int64)
    old = day - world.devices.installed[device] >= rules.WORTH_REPLACING * 365
    fits = (device >= 0) & apart[device] & old
    return device[fits], day[fits]


def went_elsewhere(world: World, offers: Offers) -> Mask:
    """Which refused offers of something new were followed by the customer's leaving."""
    gone, answered = world.leaving[offers.customer], offers.day + offers.answered_after
    left: Mask = (gone <= world.today) & (gone >= answered) & (gone - answered <= rules.VALID_DAYS)
    left &= (offers.answer == DECLINED) & among(offers.kind, np.array(rules.IN_PLACE_OF))
    return left
