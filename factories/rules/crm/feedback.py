"""What customers say, and what moves their ratings (1 to 10)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from factories.engine.quantiles import within
from factories.engine.streams import Chance, Ints, Mask
from factories.rules.hours.calendar import next_office_day, previous_office_day

BASE_RATING: Final = 965
"""Hundredths of a point that every rating starts from, before anything goes wrong. Assumption: with
the drivers below, the mean is 8-9 and the net promoter score 50-75 [S26]."""
LATE_OFF: Final = 160
"""Hundredths of a point off for a late arrival: 0.8 of a star of five [E], twice that on the scale
of ten."""
FULLY_LATE_FROM: Final = 15
"""Minutes late from which all of that is taken off: five are hardly noticed. Assumption."""
REPEATED_OFF: Final = 180
"""Hundredths of a point off where the same repair is needed again: 0.9 star [E]."""
EXPENSIVE_OFF: Final = 100
"""Hundredths of a point off for a bill well above what such visits cost: 0.5 star [E]."""
EXPENSIVE_FROM: Final = 200
"""Percent of the usual price, above which a bill is expensive. Assumption."""
FELT_WHERE_NOTHING_FAILED: Final = 205
"""Percent of the usual price that a bill feels like, at least, for a visit that found nothing that
had failed. Assumption: a little above ``EXPENSIVE_FROM``, whatever it comes to."""
TECHNICIAN_SPREAD: Final = 40
"""Standard deviation, in hundredths of a point, of what a technician does to ratings beyond skill.
With the skill below, 0.25 star in all [E]: skills spread by about 1.5."""
MEAN_SERVICE_SKILL: Final = 6
"""Customer service skill of a usual technician, 1-10. Assumption."""
SKILL_EFFECT: Final = 20
"""Hundredths of a point on the overall rating for each step of that skill above the crew's mean.
Assumption, see TECHNICIAN_SPREAD."""
SKILL_EFFECT_ON_TECHNICIAN: Final = 20
"""What the same step adds to the rating of the technician besides. Assumption: it moves that one
more."""
TECHNICIAN_SPARED: Final = 45
"""Hundredths by which the technician's rating is better for each point that the overall rating is
under ``SPARED_UNDER``. Assumption: many of the worst ratings are for lateness [S25], price or
parts."""
SPARED_UNDER: Final = 7
"""Overall rating from which on the technician is not spared. Assumption."""
NEAR_TECHNICIAN: Final = 4
"""The most that the technician's rating differs from the overall rating. Assumption."""
OFF_QUALITY: Final = (18, 60, 22)
"""Weights of a rating of the work that is a point below the overall rating, the same, and a point
above. Assumption."""
QUALITY_SKILL_PERCENT: Final = 6
"""Percent of the ratings of the work that each step of the technician's diagnostic skill above the
mean moves up by a point. Assumption: customers see whether a technician knows the trade."""
MEAN_DIAGNOSTICS_SKILL: Final = 7
"""Diagnostic skill of a usual technician, 1-10. Assumption."""
TECHNICIAN_RATING_SPREAD: Final = 60
"""Standard deviation of the rest of the technician's rating, hundredths of a point. Assumption."""
PUNCTUAL_RATING: Final = 920
"""Hundredths of a point that contented customers give for punctuality. Assumption."""
MOOD_ON_TIMELINESS: Final = 35
"""Percent of the distance between the overall rating and that one which goes into the rating of
punctuality, too. Assumption: even customers who are angry about the repair admit that the
technician was on time."""
LATE_STEP: Final = (30, 110)
"""Minutes late for each step down, and hundredths off for one. Assumption."""
VALUE_RATED_BELOW: Final = 60
"""Hundredths of a point by which value for money is rated below the visit. Assumption."""
PRICE_STEPS: Final = {0: 80, 50: 40, 75: 0, 135: -60, 200: -130, 320: -200}
"""Percent of what such visits usually cost, from which on so many hundredths are added to the value
for money. Assumption: with PRICEY, a price well above is felt [E]."""
ASPECT_SPREAD: Final = 75
"""Standard deviation of the rest of the ratings of punctuality and value, hundredths of a point.
Assumption."""
NEAR_OVERALL: Final = 5
"""The most that they differ from the overall rating. Assumption."""
TEMPERAMENT: Final = 100
"""Standard deviation of what a customer's temperament, which lasts, does to ratings; hundredths of
a point. Assumption: two ratings of one customer correlate by some 0.3-0.5, the furious among
them."""
VISIT_SPREAD: Final = 45
"""Standard deviation of everything else, hundredths of a point; 110 together with ``TEMPERAMENT``.
Assumption."""
FURIOUS: Final = 0.055
"""Probability that a customer is furious whatever happens. 17 % of public reviews are one star
[S25], which is 4 % of all answers here. Assumption, tuned for that with ``PUBLIC``."""
FURIOUS_POINTS: Final = 760
"""Hundredths of a point that the furious take off. Assumption, tuned likewise."""
FURIOUS_AT_LEAST: Final = FURIOUS / 3
"""The least that this probability falls to for customers who stay, however many furious ones left.
Assumption."""
EASILY_FURIOUS: Final = (0.07, 9.5)
"""Share of the customers who are easily furious, and how many times as often as on average they
are. Assumption, see ``TEMPERAMENT``."""
LEFT_FURIOUS: Final = 0.5
"""Share of the customers who left because their last visit made them furious. Assumption: the
others moved away, or went to a cheaper company."""
FAILED_REPAIR_AT_MOST: Final = 6
"""The highest rating of a repair that has failed again by the day of the answer. Assumption."""
CHANGED_SINCE_INCIDENT: Final = (12, 76, 12)
"""Weights of a rating one point below what the customer said when the emergency was over, the same,
and one point above. Assumption: it is asked some days later."""
ANSWER_WEIGHTS: Final = (9, 9, 9, 8, 7, 5, 4, 4, 5, 6)
"""Weight, by rating from 1 to 10, with which an answer is given at all: the extremes speak up.
Assumption."""
WILLING: Final = {4: 30, 30: 30, 65: 20, 95: 20}
"""Percent of their visits that customers give feedback on, and percent of the customers who do.
Assumption: many never do, some always; tuned for 40 % of the visits, other numbers of answers are
in proportion."""
USUAL_CHANNEL: Final = 0.75
"""Share of the answers that a customer gives where he always does, rather than by another channel.
Assumption."""
ANSWER_DAYS: Final = (2, 9)
"""Days from visit to feedback, lognormal median and 90th percentile. Assumption."""
LAST_ANSWER: Final = 40
"""Days from a visit within which somebody answers, if at all. Assumption."""
LONGEST_WEEKEND: Final = 4
"""Days for which a call may have to wait until the office is open, holidays included."""
PUBLIC_SOURCE: Final = "Online Review"
PUBLIC: Final = (74, 70, 14, 9, 8, 8, 9, 10, 23, 24)
"""Percent of ratings of 1 to 10 that are published. Reviews are 73 % five stars (9-10 here) and
17 % one star (1-2) [S25]: who is furious or delighted goes public, the others answer when asked.
Assumption, tuned for these shares and for 22 % of all answers."""
FEEDBACK_TYPES: Final = ("Survey", "Review", "Complaint", "Compliment", "Suggestion")
"""Types of feedback, in the order of the index that ``kinds`` gives."""
CHANNELS: Final = {"Email Survey": 67, "Phone Call": 20, "In Person": 13}
"""Where answers are given that are not published, and weight. Assumption."""
_BY_PHONE, _IN_PERSON = (list(CHANNELS).index(name) for name in ("Phone Call", "In Person"))
CHANNELS_WITHOUT_EMAIL: Final = {"Email Survey": 0, "Phone Call": 60, "In Person": 40}
"""The same of customers without an e-mail address. Assumption."""
COMPLAINS: Final = (75, 75, 75, 75, 0, 0, 0, 0, 0, 0)
SUGGESTS: Final = (0, 0, 0, 0, 18, 18, 18, 18, 0, 0)
COMPLIMENTS: Final = (0, 0, 0, 0, 0, 0, 0, 0, 35, 35)
"""Percent of those who rate us 1 to 10, but not in public, whose answer is a complaint, an idea, or
praise; the others fill in the survey. Assumption."""
RECOMMENDS: Final = (0, 0, 0, 0, 15, 50, 75, 100, 100, 100)
"""Percent of those who rate us 1 to 10 that would recommend us: hardly anybody who is not content,
and all who are. Assumption."""
FOLLOWED_UP: Final = (100, 100, 100, 100, 60, 30, 6, 2, 0, 0)
"""Percent of them that somebody has to call back: all who are angry, some with a question.
Assumption."""
GRUMBLING_ANYWAY: Final = 0.75
"""Of those who grumble in the history, those who do so whether they leave or not: who leaves
because of it does so then. Assumption, measured."""
USUAL_ANSWER_WEIGHT: Final = 5.3
"""Mean of ``ANSWER_WEIGHTS`` over the ratings as they fall, less a fiftieth: who always answers
does not answer twice when furious. Assumption, measured."""


def temperaments(chance: Chance, customer: Ints) -> Ints:
    """What each of the customers (keys) adds to every rating, hundredths of a point."""
    return chance.common(("temperament",), customer).bell("temperament", TEMPERAMENT)


def grumbling(chance: Chance, customer: Ints, share: float) -> NDArray[np.float64]:
    """Probability that each of the customers (keys) is furious, for a ``share`` of all visits."""
    of, times = EASILY_FURIOUS
    sour = chance.common(("temperament",), customer).happens("sour", of)
    others = (1 - of * times) / (1 - of)
    return np.minimum(np.where(sour, times, others) * share, 1.0)


def ratings(
    chance: Chance, touch: Ints, late: Ints, again: Mask, waits: Mask, pricey: Mask, furious: Mask
) -> Ints:
    """Overall satisfaction with each visit, 1 to 10, as what happened makes it.

    ``touch`` is what the technician and the customer add (hundredths of a point), ``late`` the
    minutes after the time promised; who ``waits`` for a part, or for the second visit, is half as
    annoyed as who has the same repair done ``again``.
    """
    points = BASE_RATING + touch + chance.bell("mood", VISIT_SPREAD)
    points -= LATE_OFF * np.clip(late, 0, FULLY_LATE_FROM) // FULLY_LATE_FROM + np.clip(
        late, 0, 120
    )
    points -= np.where(again, REPEATED_OFF, 0)
    points -= np.where(waits, REPEATED_OFF // 2, 0)
    points -= np.where(pricey, EXPENSIVE_OFF, 0)
    points -= np.where(furious, FURIOUS_POINTS, 0)
    rated: Ints = np.clip((points + 50) // 100, 1, 10)
    return rated


def felt_price(price: Ints, nothing: Mask) -> Ints:
    """What a bill feels like, by its ``price`` in percent of the usual one; ``nothing`` had
    failed."""
    return np.where(nothing, np.maximum(price, FELT_WHERE_NOTHING_FAILED), price)


def after_incident(chance: Chance, told: Ints) -> Ints:
    """The rating of who has ``told`` already how content he was with the answer to an emergency."""
    off = chance.choose("since the incident", CHANGED_SINCE_INCIDENT) - 1
    rated: Ints = np.clip(told + off, 1, 10)
    return rated


def willing(chance: Chance, customer: Ints) -> Ints:
    """How willing each of the customers (keys) is to answer at all, percent of ``WILLING``."""
    level = chance.common(("answers",), customer).choose("willing", tuple(WILLING.values()))
    return np.array(tuple(WILLING), np.int64)[level]


@cache
def answered_by_willing(share: float) -> float:
    """What the percents of ``WILLING`` are multiplied by, so that this share of the visits of a
    usual rating is answered: nobody answers more than once."""
    factor = share / 100
    for _ in range(_TURNS if share else 0):
        reached = sum(of * min(factor * percent, 1.0) for percent, of in WILLING.items())
        factor *= share * sum(WILLING.values()) / reached
    return factor


_TURNS = 40
"""After as many the share is met as nearly as matters."""


def days_to_answer(chance: Chance) -> Ints:
    """Days from each visit until the customer has got round to an answer."""
    return chance.quantile("days", within(*ANSWER_DAYS, 0, LAST_ANSWER))


def asked_how(chance: Chance, customer: Ints, reachable: Mask, met: Mask) -> Ints:
    """Where each customer (a key) answers who does not publish it, an index into ``CHANNELS``.

    ``reachable``: by e-mail; ``met``: by the technician. Who was not is called instead.
    """
    keeps, theirs = _habits(chance, customer)
    weights = {"source": CHANNELS, "spoken to": CHANNELS_WITHOUT_EMAIL}
    asked, spoken = (
        np.where(
            keeps,
            theirs.choose(label, tuple(of.values())),
            chance.choose(label, tuple(of.values())),
        )
        for label, of in weights.items()
    )
    how = np.where(reachable, asked, spoken)
    told: Ints = np.where((how == _IN_PERSON) & ~met, _BY_PHONE, how)
    return told


def published(chance: Chance, customer: Ints, rating: Ints) -> Mask:
    """The very unhappy and the delighted go public, some customers (keys) sooner than others."""
    keeps, theirs = _habits(chance, customer)
    lot = np.where(keeps, theirs.below("public", 100), chance.below("public", 100))
    public: Mask = lot < np.array(PUBLIC, np.int64)[rating - 1]
    return public


def _habits(chance: Chance, customer: Ints) -> tuple[Mask, Chance]:
    """Who answers where it is the habit; and the draws of the habits."""
    return chance.happens("keeps to it", USUAL_CHANNEL), chance.common(("answers",), customer)


def kinds(chance: Chance, public: Mask, rating: Ints) -> Ints:
    """What each answer is, an index into ``FEEDBACK_TYPES``: complaints and compliments by
    rating."""
    said = [by_rating(chance, "kind", rating, by) for by in (COMPLAINS, COMPLIMENTS, SUGGESTS)]
    found: Ints = np.select([public, *said], [1, 2, 3, 4], 0)
    return found


def answered_on(how: Ints, visited: Ints, answered: Ints) -> Ints:
    """Day on which each is heard: in person when the technician is there, by phone when the office
    calls, by mail when the customer has got round to it (``answered``). All are day numbers."""
    called = next_office_day(answered.astype("datetime64[D]")).astype(np.int64)
    heard: Ints = np.select([how == _IN_PERSON, how == _BY_PHONE], [visited, called], answered)
    return heard


def heard_on_the_day(
    public: Mask, how: Ints, reachable: Mask, at_visit: Mask, is_open: Mask
) -> tuple[Mask, Ints]:
    """Who publishes, and how the others are heard, on days that are given: in person at the visit,
    by phone when the office ``is_open``; else by mail who has an address."""
    fits = np.select([how == _IN_PERSON, how == _BY_PHONE], [at_visit, is_open], True)
    how = np.where(fits, how, np.where(reachable, 0, _BY_PHONE))
    return public | ((how == _BY_PHONE) & ~is_open), how


def answered_by(how: Ints, visited: Ints, heard: Ints, today: int) -> tuple[Ints, Ints]:
    """How and when those are heard of whom it is to be by ``today``: who would be called later is
    called on the last working day, or tells the technician where there was none."""
    day = np.minimum(heard, today)
    called = previous_office_day(day.astype("datetime64[D]")).astype(np.int64)
    by_phone = how == _BY_PHONE
    told = by_phone & (called < visited)
    day = np.where(by_phone, np.where(told, visited, called), day)
    return np.where(told, _IN_PERSON, how), day


def timeliness(chance: Chance, overall: Ints, late: Ints) -> Ints:
    """How punctual the visit was, 1 to 10: what the clock says first, ``late`` in minutes."""
    minutes, off = LATE_STEP
    steps = np.minimum(np.maximum(late, 0) // minutes + (late > 0), 5)
    points = (
        PUNCTUAL_RATING
        + MOOD_ON_TIMELINESS * (100 * overall - PUNCTUAL_RATING) // 100
        - off * steps
    )
    return _aspect(chance, "timeliness", overall, points)


def quality(chance: Chance, overall: Ints, skill: Ints) -> Ints:
    """How good the work was, 1 to 10: about the verdict on the visit, off by one now and then, and
    the better the technician, the rather upwards."""
    below, same, _ = OFF_QUALITY
    lot = chance.below("off quality", 100) + QUALITY_SKILL_PERCENT * (
        skill - MEAN_DIAGNOSTICS_SKILL
    )
    off = np.where(lot < below, -1, np.where(lot < below + same, 0, 1))
    rated: Ints = np.clip(overall + off, 1, 10)
    return rated


def value(chance: Chance, overall: Ints, price: Ints) -> Ints:
    """What the visit was worth its price, 1 to 10; ``price`` in percent of the usual one, 100 where
    no bill is known yet."""
    step = np.searchsorted(np.array(list(PRICE_STEPS)), price, side="right") - 1
    points = 100 * overall - VALUE_RATED_BELOW + np.array(list(PRICE_STEPS.values()))[step]
    return _aspect(chance, "value", overall, points)


def _aspect(chance: Chance, of: str, overall: Ints, points: Ints) -> Ints:
    rating = (points + chance.bell(of, ASPECT_SPREAD) + 50) // 100
    near = np.clip(rating, overall - NEAR_OVERALL, overall + NEAR_OVERALL)
    rated: Ints = np.clip(near, 1, 10)
    return rated


def by_rating(chance: Chance, label: str, rating: Ints, percents: Sequence[int]) -> Mask:
    """True in so many percent of those with each rating, 1 to 10."""
    happens: Mask = chance.below(label, 100) < np.array(percents, np.int64)[rating - 1]
    return happens
