"""What quotes offer, for how much, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from factories.engine.money import percent
from factories.engine.quantiles import lognormal, within
from factories.engine.streams import Chance, Ints, Mask, cut_points
from factories.engine.values import Coded
from factories.rules.calls.service import COMPONENTS, LONGEST_VISIT
from factories.rules.equipment import installed_base
from hvac_models import QuoteType
from hvac_models.catalog import EquipmentKind

QUOTE_TYPES: Final = tuple(str(kind) for kind in QuoteType)
REPAIR, INSTALLATION, REPLACEMENT, CONTRACT, UPGRADE = (
    QUOTE_TYPES.index(name)
    for name in ("Repair", "Installation", "Replacement", "Maintenance Contract", "System Upgrade")
)
WITH_EQUIPMENT: Final = ("Installation", "Replacement", "System Upgrade")
EQUIPPING: Final = (INSTALLATION, REPLACEMENT, UPGRADE)
IN_PLACE_OF: Final = (REPLACEMENT, UPGRADE)


@dataclass(frozen=True)
class Offer:
    """What is usual for a type of quote."""

    weight: int
    """Of quotes that stand alone, percent. Assumption: what the default data set has."""
    closes: float
    """Share accepted of those that were not superseded: 43 % of all replacements [R27]; others are
    Assumption within 30-40 % overall [R26]."""
    hours: Ints
    """Planned labor in hundredths, quarter hours: on site, as the calls' types have it [E]."""


_INSTALLING = within(720, 860, 560, 920, 25)
"""A unit of usual size, before the size of the one at hand. Assumption: what the site asks for
makes a quarter more or less of it."""
OFFERS: Final = {
    "Repair": Offer(24, 0.38, lognormal(150, 320, 50, 1000, 25)),
    "Installation": Offer(17, 0.36, _INSTALLING),
    "Replacement": Offer(34, 0.452, _INSTALLING),
    "Maintenance Contract": Offer(17, 0.25, lognormal(100, 150, 50, 300, 25)),
    "System Upgrade": Offer(8, 0.30, within(800, 950, 625, 1000, 25)),
}
ACCEPTED: Final = 0.355
"""Of all quotes: 30-40 % [R26]."""
QUOTED_FROM: Final = 400_00
"""Cents from which a repair is quoted as often as any dearer one. Assumption: the less a repair
costs below that, the likelier it is done at once."""
WAITED_QUOTE_WEIGHT: Final = 4
"""How many times likelier a repair is quoted that waited for a part. Assumption."""
NOTED_QUOTE_WEIGHT: Final = 50
"""How many times likelier than that one has a quote that a tune-up or an inspection had noted.
Assumption: nobody orders what still runs mended without a price."""
FOUND_AND_QUOTED: Final = 500
"""Dollars of parts from which what was found on a unit is quoted as often as anything dearer.
Assumption: as ``QUOTED_FROM``, but that nobody writes a price for a capacitor that still runs."""
INSTALLATIONS_QUOTED: Final = 0.95
"""Share of installations that had a written quote. Assumption: nobody buys a furnace unseen."""
SURELY_QUOTED_FROM: Final = 3_200_00
"""Cents from which an installation has a quote as far as there are any. Assumption: what is put in
without is a water heater, agreed upon over the phone."""
INSTALLATIONS_AT_MOST: Final = 0.75
"""Of the accepted quotes: a company that sells contracts and repairs too. Assumption."""
CONTRACTS_AT_MOST: Final = 0.4
"""Of the accepted quotes that are not for equipment. Assumption."""
UPGRADE_SHARE: Final = 0.22
"""Share of the replacements by an efficient model that are sold as a system upgrade. Assumption."""
REVISED: Final = 0.04
"""Share of quotes that were superseded by a later one. Assumption."""
REVISED_AFTER: Final = (2, 12)
"""Days between a quote and its revision. Assumption."""
REVISED_PERCENT: Final = (104, 114)
"""What the superseded quote asked, of the later one: people ask for a lower price. Assumption."""

VALID_DAYS: Final = 30
"""Assumption: usual in the trade."""
LEAVE_FOR_A_NEW_ONE: Final = 0.4
"""Of the customers without a contract who leave within the history, and have something worth
replacing, those whom another contractor sold a new one on which we had quoted too. Assumption."""
QUOTED_BEFORE_LEAVING: Final = (3, 28)
"""Days before they leave on which we quoted it. Assumption."""
GOES_ELSEWHERE: Final = 0.5
"""Of those who decline something new in the place of the old, whom nothing holds, those who have
another contractor do it and stay with that one. Assumption, measured: as many as in the history."""
ANSWER_DAYS: Final = {(0, 0): 46, (1, 7): 25, (8, 30): 18, (31, 50): 11}
"""Days from a quote to its acceptance, upon which the visit is booked: 40, 30, 20 and 10 % [E],
once weekends and the sales visits have moved some."""
CARRIED_OUT_WITHIN: Final = 60
"""Days after an accepted quote has run out by which a single one's work was done. Assumption."""
ANSWER_WITHIN: Final = max(last for _, last in ANSWER_DAYS)
BOOKED_BEFORE: Final = (2, 10)
"""Days before a visit that is not in the appointment book, at which it was agreed. Assumption."""
DECLINED_SHARE: Final = 0.58
"""Share of the quotes not accepted that customers decline; the others are never answered.
Assumption."""
DECLINED_DAYS: Final = {(0, 0): 20, (1, 7): 42, (8, 29): 38}
"""Days from a quote to its refusal. Assumption: slower than a yes [E]."""
OPEN_QUOTES_PERCENT: Final = 118
"""Quotes of the last weeks that nobody has accepted, percent of the usual number: some will be. Of
the ``ANSWER_DAYS``, so many are over that a quarter of these are still to come."""
QUOTE_TO_CALL: Final = (16, 40)
"""Days from a single quote to its call, fewest and most. Assumption: more than from booking to
visit."""
LEAD_DAYS: Final = 60
"""A quote answers a lead when it comes within so many days of it. Assumption."""
QUOTED_BY_LEAD_OWNER: Final = 0.9
"""Share of the quotes to a lead that its owner prepares. Assumption: the owner is away at times."""

LEAST_HOURS: Final = (200, 450)
"""Hundredths of an hour that a water heater, and a system, are quoted with at least, about.
Assumption: a system takes two the better part of a day, however small."""
MOST_HOURS: Final = LONGEST_VISIT * 100 // 60 // 25 * 25
"""Hundredths of an hour that a system is quoted with at most: a day's work."""
LABOR_RATE: Final = (106, 132)
"""$/h of a branch's price book, within $75-150 [R3]: whoever comes then, that is what is quoted."""
LIST_PERCENT: Final = (88, 106)
"""Equipment offered in a quote that stands alone, of its list price. Assumption: what installations
are charged, freight and rebates included; a company's are as ``rules.crm.unit_prices`` has it."""
MATERIAL_PERCENT: Final = (14, 50)
"""Line sets, pads, wire and fittings, of the equipment offered. Assumption: what installations are
charged."""
REPAIR_PARTS: Final[dict[str | None, tuple[int, int]]] = {
    "Capacitor": (60, 220),
    "Refrigerant Leak": (150, 600),
    "Contactor": (70, 220),
    "Drain Line": (20, 80),
    "Condenser Fan Motor": (200, 500),
    "Blower Motor": (250, 600),
    "Control Board": (250, 650),
    "Thermostat": (90, 350),
    "Compressor": (900, 2_300),
    "Evaporator Coil": (600, 2_000),
    "Expansion Valve": (200, 500),
    "Igniter": (60, 180),
    "Flame Sensor": (35, 100),
    "Pressure Switch": (60, 160),
    "Limit Switch": (50, 130),
    "Inducer Motor": (250, 600),
    "Gas Valve": (220, 550),
    "Heat Exchanger": (800, 2_100),
    "Circulator Pump": (220, 550),
    "Zone Valve": (110, 300),
    "Heating Element": (90, 260),
    None: (50, 400),
}
"""Dollars charged by component, and for a repair not yet diagnosed: installed prices [R7] less
labor; those not in the source are Assumption."""
CONTRACT_LABOR_PERCENT: Final = 80
"""Of a contract's price; filters and cleaning material are the rest. Assumption."""
WORTH_REPLACING: Final = 7
"""Years from which a device is offered to be replaced when a salesman sees it. Assumption."""
OFFERED_AGAIN_DAYS: Final = 365
"""Days for which a new system in the place of an old one is rather offered to others than to whom
it was offered before. Assumption: who says no has heard the price."""
OFFERED_AGAIN_PERCENT: Final = 25
"""Percent as likely as others they are offered it again within these. Assumption, measured: of a
year's offers so many are the second to the same customer as in the history."""
QUOTED_APART: Final = 120
"""Days before the same is quoted to a customer again, as far as there are others. Assumption."""
AFTER_THE_VISIT: Final = (30, 35, 20, 10, 5)
"""Weight of sending the quote so many days after the salesman's visit. Assumption."""
VISITS_QUOTED: Final = 0.92
"""Share of salesmen's visits that lead to a quote; others find nothing needed. Assumption."""
CONSULTATION_QUOTED_WITHIN: Final = 14
"""Days after a sales visit in which the quote that it led to is sent. Assumption."""
CHANGE_ORDERS: Final = 0.05
"""Share of the accepted quotes whose job came out otherwise, so that a change order was signed.
Assumption: an accepted price is firm, and billed as it stands but for one job in twenty."""
CHANGE_ADDS: Final = 0.75
"""Of the change orders, those that add to the price; the others take off what was not needed.
Assumption."""
CHANGED_PERCENT: Final = (3, 12)
"""What a change order comes to, of the bill. Assumption: what comes to more is quoted anew."""
CHANGED_AT_MOST: Final = (15, 10_000)
"""Percent or cents, the larger, by which a bill exceeds an accepted price at most. Assumption."""
LEAST_QUOTED: Final = 5_000
"""Least price in cents that is quoted. Assumption: it is less than half an hour."""
LEAST_MATERIAL_PERCENT: Final = 60
"""Of what is used, what a price has in it for material at least. Assumption: the other figure of a
price is the hours planned."""
FIRM_PERCENT: Final = (88, 112)
"""The price of an installation, of what is billed for it: within these the labor is sold as it is
planned, whatever it takes then. Assumption: the price is firm, and time lost is ours."""
FIRM_CENTS: Final = 6_500
"""The same in cents, for small repairs. Assumption."""
FEES_PERCENT: Final = 8
"""Percent of a repair's price by which fees on the bill may exceed what was quoted. Assumption."""
END_OF_LIFE_PERCENT: Final = 70
"""Percent of its expected life from which a device is near its end. Assumption."""
FOLLOW_UP_DAYS: Final = (2, 7)
"""Until the first call back, and between the next ones. Assumption."""


def spread(chance: Chance, label: str, weights: dict[tuple[int, int], int]) -> Ints:
    """Days drawn from weighted ranges."""
    low, high = np.array(list(weights), np.int64).T
    chosen = chance.choose(label, tuple(weights.values()))
    return chance.between(f"{label}/within", low[chosen], high[chosen])


def labor_rates(chance: Chance, branch: Ints) -> Ints:
    """Dollars an hour in the price book of each branch (key)."""
    return chance.common(("price book",), branch).between("labor", *LABOR_RATE)


def firm_hours(planned: Ints, billed: Ints, beside: Ints, rate: Ints) -> Ints:
    """Labor within a price, hundredths of hours: what is planned, in so far as the price agreed
    upon is about what is ``billed``, of which ``beside`` is no labor (cents). ``rate`` is in
    dollars an hour."""
    below, above = (np.abs(percent(billed, p) - billed) for p in FIRM_PERCENT)
    # Hundredths of an hour times whole dollars are cents.
    least = (billed - np.maximum(below, FIRM_CENTS) - beside) // rate // 25 * 25
    most = (billed + np.maximum(above, FIRM_CENTS) - beside) // rate // 25 * 25
    hours: Ints = np.clip(planned, least + 25, np.maximum(most, least + 25))
    return np.maximum(hours, 25)


def change_orders(chance: Chance, billed: Ints) -> Ints:
    """What change orders add to the price (cents), below 0 what they take off; of what is
    ``billed``."""
    comes_to: Ints = percent(billed, chance.between("change/percent", *CHANGED_PERCENT))
    signed = np.where(chance.happens("change/adds", CHANGE_ADDS), comes_to, -comes_to)
    changes: Ints = np.where(chance.happens("change order", CHANGE_ORDERS), signed, 0)
    return changes


def hours_within(hours: Ints, price: Ints, material: Ints, rate: Ints) -> Ints:
    """The same hours (hundredths) in so far as the ``price`` (cents) leaves something for the
    ``material`` that was reckoned with."""
    most = (price - material * LEAST_MATERIAL_PERCENT // 100 - 1) // rate // 25 * 25
    within: Ints = np.maximum(np.minimum(hours, most), 25)
    return within


def calls_made(chance: Chance, quote_date: Any, today: Any) -> tuple[Ints, Ints, Ints]:
    """Days until the first call, between calls, and how many of them have brought no answer yet."""
    first = chance.between("first", *FOLLOW_UP_DAYS)
    every = chance.between("every", *FOLLOW_UP_DAYS)
    open_for = np.maximum((today - quote_date) // np.timedelta64(1, "D") - first, 0)
    return first, every, -(-open_for // every)


def repair_parts(chance: Chance, component: Coded) -> Ints:
    """Parts of a repair, cents."""
    low = component.map({name: ends[0] * 100 for name, ends in REPAIR_PARTS.items()})
    high = component.map({name: ends[1] * 100 for name, ends in REPAIR_PARTS.items()})
    return chance.between("parts", low, high)


def contract_hours(price: Ints, rate: Ints) -> Ints:
    """Labor within a contract of ``price`` dollars a year, hundredths of hours in quarter hours."""
    quarters: Ints = np.maximum(price * CONTRACT_LABOR_PERCENT // rate // 25, 2)
    return quarters * 25


def capacity_texts(kinds: list[str], btu: list[int]) -> list[str]:
    """How the trade speaks of a size: '3 ton' of cooling, '80,000 BTU/h' of heat."""
    return [
        f"{size / 12_000:.3g} ton" if kind in _COOLING else f"{size:,} BTU/h"
        for kind, size in zip(kinds, btu, strict=True)
    ]


_COOLING: Final = frozenset(str(kind) for kind in installed_base.REFRIGERANT_KINDS)


def failing_components(chance: Chance, kinds: list[str]) -> list[str | None]:
    """The component to be repaired a row, by what breaks in its kind of equipment."""
    drawn = chance.fraction("component").tolist()
    tables = {kind: installed_base.components(EquipmentKind(kind)) for kind in set(kinds)}
    cuts = {kind: cut_points(table.weights) for kind, table in tables.items()}
    return [
        str(tables[kind].components[int(np.searchsorted(cuts[kind], draw, side="right"))])
        for kind, draw in zip(kinds, drawn, strict=True)
    ]


DEAREST_QUOTED: Final = 0.95
"""Share of the dearest repairs that are quoted first. Assumption."""
AWAITED_PARTS_COST: Final = 2.2
"""Cost of the parts of a repair that waits for them, as a multiple of the average repair's.
Assumption, measured: what is expensive is not on the van."""
AGREED_WRITTEN_AFTER: Final = (10, 40)
"""Minutes from the end of the visit until the office has written down what was agreed.
Assumption."""
AGREED_LATER: Final = 0.8
"""Of the quotes for repairs that wait for a part, where the office calls for the return visit,
those whose customers ask for time. Assumption: the others say yes on the spot."""
AGREED_LATER_DAYS: Final = (1, 3)
"""Days until these say yes, and the visit is booked. Assumption: the unit is down meanwhile."""
SECONDS_PAID_BY_CUSTOMER: Final = 0.6
"""Of the repairs that wait for a part, those that the customer pays for. Assumption, measured."""
NOTED_CLOSES: Final = 0.15
"""Share of the quotes for what a tune-up or an inspection noted whose customers say yes, of which
three in five can be done at that price. Assumption, so that about as many are accepted as in the
history (``rules.calls.findings.TAKEN_UP``): what still runs is put off by most."""
NOTED_OF_ACCEPTED: Final = 0.19
"""Of the repairs that are quoted and accepted, those. Measured in histories."""
NOTED_ANSWER_DAYS: Final = (1, 25)
"""Days until their customers say yes. Assumption: as long as the price holds, and no sooner than
from one day to the next."""
NOTED_OFF_PERCENT: Final = 12
"""Percent by which such a price may be off what the parts for the unit come to, to be accepted.
Assumption: who quotes badly is not taken at his word."""
WRITTEN_AFTER_LOOK: Final = 5
"""Days from such a visit to its quote at most: over a weekend with a holiday. Assumption."""
FIRM_LABOR_PERCENT: Final = 8
"""Percent of the price by which the labor of a repair comes out otherwise. Assumption: material may
be off by ``FIRM_MATERIAL_PERCENT`` besides."""
FIRM_MATERIAL_PERCENT: Final = 2
"""Percent of the quoted price by which labor and material come out otherwise. Assumption: so much
the price of what mends makes up for."""
FIRM_LIST_PERCENT: Final = 10
"""The same on installations before something listed is left out: what was listed goes in, and more
or less of it. Assumption."""
CHARGED_PERCENT: Final = (65, 135)
"""What the one part that mends, or goes in beside a unit, is charged at, of the price list, so that
a bill comes to its price. Assumption: beyond that something else was done, and a change order says
so."""
NEW_REFRIGERANT_PERCENT: Final = 65
"""Percent of a charge that is new at least, where a repair's price bears no more. Assumption: the
rest was recovered from the same unit, and may go back into it."""
FAR_TOO_LITTLE_PERCENT: Final = 10
"""Percent of the quoted price that has to be missing before other material is taken. Assumption."""
REPLACING: Final = frozenset({"Replacement", "System Upgrade"})
"""What is put in in the place of something else."""
DONE_ON_THE_SPOT: Final = 0.6
"""Of the repairs that are quoted and accepted, those that are done at the same visit; the others
wait for a part, or were noted at a tune-up. Measured in histories."""
DONE_AT_ONCE: Final = 0.45
"""Of the repairs, those that are the customer's to pay, done at once and billed that day.
Assumption, measured."""
DONE_AT_ONCE_QUOTED: Final = 0.9
"""Share of the dearest of these repairs that are quoted first. Assumption."""
QUOTED_OFF_PERCENT: Final = 9
"""Percent by which an old quote may be off what it will be billed at, to be accepted. Assumption:
who quotes badly is asked again."""
CLOSES_WITH_LEADS: Final = 0.9
"""Share of the first quotes to new customers that are accepted: they came for it. Others have what
is old looked after instead, in the history and on its later days. Assumption."""
ADDITIONS_CLOSE: Final = 0.24
"""Share of the offers of one unit more that are accepted by who is a customer already. Assumption,
measured: with the first units of new customers it comes to what ``OFFERS`` has."""
REVISED_OF_OPEN: Final = 0.12
"""Of the offers of equipment that are not taken as they stand. Assumption:
``rules.crm.quotes.REVISED`` of all quotes."""
QUOTED_UNASKED: Final = 0.85
"""Share of the equipment quotes that neither a sales visit nor a lead led to. Assumption."""
QUOTED_WITHIN: Final = 14
"""Days after a salesman's visit, or a new customer's first day, in which the quote comes.
Assumption."""
NEWCOMERS_QUOTED_AFTER: Final = (0, 4)
"""Days from a new customer's account to the quote. Assumption."""
CONTRACTS_OFFERED: Final = 0.22
"""Share of the new customers who want their system looked after, that are offered a contract.
Assumption."""
QUOTED_BEFORE_HISTORY: Final = 60
"""Days before the history from which its first visits may have been quoted. Assumption; such quotes
are not on file, for the refused ones of those weeks are not, either."""
QUOTE_TO_INSTALLATION_WITHIN: Final = 120
"""Days from a quote within which what it offers is installed, if at all. Assumption."""
MATERIAL_AT_MOST: Final = 3
"""How many times the quantity that the job needs of a material is used at most. Assumption."""
OFFERED_REPLACEMENT_AFTER: Final = 6
"""Years after which devices are offered a successor, the older the likelier. Assumption."""
OFFERED_UPGRADE: Final = (4, 14)
"""Years between which a better one is offered in the place of a device. Assumption."""
AGE_COUNTS_UNTIL: Final = 30
"""Years of age beyond which it no longer matters how old a device is. Assumption."""


def replacement_weights(age: Ints) -> Ints:
    """How likely devices of these ages (years) are offered a successor, beside others."""
    weights: Ints = np.maximum(age - OFFERED_REPLACEMENT_AFTER, 0) ** 2
    return weights


def of_upgrade_age(age: Ints) -> Mask:
    """Which devices are of an age (years) at which a better one is offered."""
    first, last = OFFERED_UPGRADE
    return (age >= first) & (age <= last)


FOUND_USUALLY: Final = 1_000
"""``found_weights`` of what tune-ups and inspections find, on the average. Measured."""


def found_weights() -> Ints:
    """How likely what was found on a unit is quoted, by component (rows as ``COMPONENTS``): the
    dearer the likelier, up to ``FOUND_AND_QUOTED``; what costs little is done or forgotten."""
    dollars = [sum(REPAIR_PARTS[name]) // 2 for name in COMPONENTS]
    return np.minimum(np.array(dollars, np.int64), FOUND_AND_QUOTED) ** 2 // 100
