"""Sold and not put in yet: the quotes upon which the installations that lie ahead were booked."""

from __future__ import annotations

import numpy as np

from factories.engine.money import percent
from factories.engine.set_operations import firsts
from factories.engine.streams import Chance, Ints, keep_weighted
from factories.rules.accounting.documents import years
from factories.rules.appointments.scheduling import COMING
from factories.rules.calls.service import INSTALLATION
from factories.rules.crm import quotes as rules
from factories.rules.crm.offers import ACCEPTED
from factories.rules.crm.unit_prices import accepted_percent
from factories.steps.chosen_kinds import as_listed, beside
from factories.steps.left_undone import may_go, oldest_alone
from factories.steps.offers import Offers
from factories.steps.quoted_prices import listed_units, price_as_installed
from factories.steps.world import World, days


def sold_ahead(world: World, most: int, share_of_additions: float) -> tuple[Offers, Ints]:
    """At most so many offers without a day yet, and the day of the yes to each: in the place of the
    customer's oldest device, or for a share of them one more beside it."""
    book = world.appointments
    row = np.flatnonzero((book.fate == COMING) & (book.kind == INSTALLATION))
    row = row[firsts(book.customer[row])]
    device = oldest_alone(world)[book.customer[row]]
    row, device = row[device >= 0][:most], device[device >= 0][:most]
    customer = book.customer[row]
    chance = world.chance("sold ahead", customer)
    more = chance.happens("one more", share_of_additions) & beside(world)[customer].any(axis=1)
    yes = book.booked[row] // 1440
    groups, answered = [], []
    for kind, rows in (
        (rules.REPLACEMENT, np.flatnonzero(~more)),
        (rules.INSTALLATION, np.flatnonzero(more)),
    ):
        if len(rows):
            own = chance.at(chance.ids[rows])
            kinds = np.full(len(rows), kind, np.int64)
            offer = Offers.of(
                kinds, customer[rows], world.devices.equipment[device[rows]], yes[rows]
            )
            offer.answer = np.full(len(rows), ACCEPTED, np.int64)
            as_listed(world, own, offer, device[rows], np.full(len(rows), -1, np.int64))
            groups.append(offer)
            answered.append(yes[rows])
    if not groups:
        none = np.zeros(0, np.int64)
        return Offers.of(none, none, none, none), none
    return Offers.joined(*groups), np.concatenate(answered)


def price_ahead(world: World, offers: Offers) -> None:
    """Put the price list's unit into the offers, whose days are known by now, and the labor and
    material of a like job."""
    chance = world.chance("prices ahead", offers.customer)
    listed = listed_units(world, offers.equipment, years(days(offers.day)))
    offers.equipment_cost = percent(listed, accepted_percent(chance))
    price_as_installed(world, chance.at(np.arange(len(offers))), offers)


def who_agreed(world: World, chance: Chance, count: int, waiting: Ints) -> Ints:
    """Customers for whom something is to be put in, each once: rather those with old devices, none
    for whom that was done lately or who had a part ordered and are ``waiting``; as many as there
    are, at most ``count``."""
    devices, customers = world.devices, world.rows("customers")
    age = np.clip((world.today - devices.installed) // 365, 0, rules.AGE_COUNTS_UNTIL)
    weight = np.where(may_go(world), rules.replacement_weights(age), 0)
    wishes = np.zeros(customers, np.int64)
    np.maximum.at(wishes, devices.customer, weight)
    put_in = np.where(devices.by_call, devices.installed, -1)
    last = np.full(customers, -1, np.int64)
    np.maximum.at(last, devices.customer, put_in)
    known = world.account_days() < world.today - rules.QUOTED_APART
    stays = world.leaving > world.today
    fits = known & stays & (last < world.today - rules.QUOTED_APART)
    fits[waiting] = False
    wishes = np.where(fits, wishes, 0)
    ids = chance.at(np.arange(customers))
    found: Ints = keep_weighted(ids, "agreed", wishes, min(count, int((wishes > 0).sum())))
    return found
