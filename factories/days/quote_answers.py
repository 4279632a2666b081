"""What customers say to a quote, and when."""

from __future__ import annotations

import numpy as np

from factories.days.books import Found
from factories.days.day import Day
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.rules.crm import quotes as rules
from factories.rules.crm.offers import ACCEPTED, DECLINED, REVISED, SILENT
from factories.rules.crm.unit_prices import says_yes


def answers(day: Day, ids: Ints, kind: Ints, percent: Ints, wished: Mask, bare: Mask) -> Ints:
    """What customers will say: index into ``rules.crm.offers.ANSWERS``.

    ``percent`` is what the unit is offered at, of the list: the dearer, the fewer take it.
    ``wished`` are first quotes to who came for it; whoever has nothing yet takes it.
    """
    equips = among(kind, np.array(rules.EQUIPPING))
    closes = np.array([offer.closes for offer in rules.OFFERS.values()])[kind]
    closes = np.where(kind == rules.INSTALLATION, rules.ADDITIONS_CLOSE, closes)
    closes = np.where(wished & (kind != rules.CONTRACT), rules.CLOSES_WITH_LEADS, closes)
    closes = np.where(equips, np.minimum(closes * says_yes(percent) / 100, 1.0), closes)
    closes = np.where(kind == rules.REPAIR, rules.NOTED_CLOSES, np.where(bare, 1.0, closes))
    chance = day.chance("quote answers", ids)
    accepts = chance.happens("accepts", closes)
    revised = chance.happens("revised", rules.REVISED_OF_OPEN) & equips
    declines = chance.happens("declines", rules.DECLINED_SHARE)
    said = np.where(revised & ~wished & ~bare, REVISED, np.where(declines, DECLINED, SILENT))
    return np.where(accepts, ACCEPTED, said)


def answered_on(day: Day, quotes: Found, answer: Ints) -> Ints:
    """The day of each answer; those of the history that have not come yet do within their time."""
    chance = day.chance("quote answers", quotes.id)
    yes = np.minimum(rules.spread(chance, "gap", rules.ANSWER_DAYS), rules.VALID_DAYS)
    noted = chance.between("noted", *rules.NOTED_ANSWER_DAYS)
    yes = np.where(quotes.type.is_("Repair"), noted, yes)
    no = rules.spread(chance, "no", rules.DECLINED_DAYS)
    again = chance.between("again", *rules.REVISED_AFTER)
    on = quotes.date + np.select([answer == ACCEPTED, answer == REVISED], [yes, again], no)
    on = np.where(
        quotes.awaited, quotes.date + chance.between("later", *rules.AGREED_LATER_DAYS), on
    )
    left = np.maximum(quotes.until - day.books.begun, 1)
    late = day.books.begun + 1 + chance.below("late", left)
    return np.where((on <= day.books.begun) & (quotes.date <= day.books.begun), late, on)
