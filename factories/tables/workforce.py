"""The branch, its technicians and its vans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import factory
import numpy as np

from factories.engine.context import current
from factories.engine.declarations import Choice, Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.streams import Chance, Ints
from factories.engine.values import Coded, Column, Day, Days, Minutes, coded, texts
from factories.rules import single
from factories.rules.contact_details import people, phones
from factories.rules.crew.workforce import (
    COMPANY_FOUNDED,
    EARNED_AFTER,
    EARNED_IN_CAREER,
    EPA_608_SINCE,
    JUNIOR_FOR,
    LEVELS,
    OTHER_CERTIFICATIONS,
    PAID_BY_CHANCE,
    TOP_PAY_AFTER,
    VALID_YEARS,
)
from factories.rules.crm.feedback import MEAN_SERVICE_SKILL
from factories.rules.hours.calendar import (
    ONE_DAY,
    months_later,
    next_office_day,
    office_day_before,
    previous_office_day,
)
from factories.rules.region import streets, territory
from factories.rules.single import HIRED_AGO
from factories.single import fitting
from factories.single.backwards import hired_then
from factories.tables.recorded import Changed, Recorded, overnight
from hvac_models import Branch, Technician, TechnicianCertification


def _metro(attribute: str) -> Any:
    """A column of the branch's metro area."""

    @derived
    def column(ids: Ints) -> Column:
        return [str(getattr(territory.metro_for(number), attribute)) for number in ids.tolist()]

    return column


class BranchFactory(HvacFactory[Branch]):
    """An office: the n-th branch opens in the n-th metro area."""

    class Meta:
        model = Branch

    branch_id = RowId()
    city = _metro("city")
    state = _metro("state")
    time_zone = _metro("time_zone")
    climate = _metro("climate")
    created_at_utc = Recorded("opened_date")
    updated_at_utc = Changed()

    @derived
    def branch_name(ids: Ints) -> Column:
        return [territory.branch_name(number) for number in ids.tolist()]

    @derived
    def street(chance: Chance, ids: Ints) -> Column:
        return streets.streets(chance, ids, np.zeros(len(ids), np.int64))

    @derived
    def postal_code(ids: Ints) -> Column:
        return [territory.metro_for(number).places[0].postal_code for number in ids.tolist()]

    @derived
    def phone(ids: Ints) -> Column:
        return [phones.office_phone(number) for number in ids.tolist()]

    @derived
    def latitude(ids: Ints, street: Column, postal_code: Column) -> Ints:
        return streets.latitudes(texts(street), texts(postal_code), ids)

    @derived
    def longitude(ids: Ints, street: Column, postal_code: Column) -> Ints:
        return streets.longitudes(texts(street), texts(postal_code), ids)

    @derived
    def opened_date(chance: Chance) -> Any:
        founded = COMPANY_FOUNDED + chance.below("days", single.BRANCH_OPENED_WITHIN) * ONE_DAY
        return next_office_day(founded)


def _skill(chance: Chance, technician_level: Column) -> Ints:
    """1 to 10, about what is usual at the level; each skill by a draw of its own."""
    middle = coded(technician_level).map({name: rule.skill for name, rule in LEVELS.items()})
    points: Ints = np.clip(middle + chance.bell("rating", single.SKILL_SPREAD), 1, 10)
    return points


class TechnicianFactory(HvacFactory[Technician]):
    """A technician, hired within the last years."""

    class Meta:
        model = Technician
        exclude = ("another_year_at", "last_day", "nth")
        in_order = (("hire_date", "left_date"), ("hire_date", "today"))
        holds = (fitting.experienced_enough,)

    class Params:
        junior: Any = factory.Trait(technician_level="junior")
        lead: Any = factory.Trait(technician_level="lead")
        specialist: Any = factory.Trait(technician_level="specialist")

    technician_id = RowId()
    branch = Parent(BranchFactory, shared=True)
    technician_level = Choice({name: level.share for name, level in LEVELS.items()})
    certification_level = Choice(
        {
            name: {
                c: level.certification.get(c, 0)
                for c in ("Basic", "Intermediate", "Advanced", "Master")
            }
            for name, level in LEVELS.items()
        },
        by="technician_level",
    )
    left_date: Any = None
    created_at_utc = Recorded("hire_date", after="branch__created_at_utc")
    updated_at_utc = Changed("another_year_at", "left_date")

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        return hired_then(said)

    @derived
    def last_day(left_date: Days, today: Day) -> Days:
        """The last one with the company so far."""
        day: Days = np.fmin(np.asarray(left_date, "datetime64[D]"), today)
        return day

    @derived
    def another_year_at(hire_date: Days, last_day: Days) -> Minutes:
        """When the last of the years of experience was added."""
        years = (last_day - hire_date) // ONE_DAY // 365
        return overnight(hire_date + years * 365 * ONE_DAY)

    @derived
    def technician_name(chance: Chance) -> Column:
        return people.technicians(chance, current.locale)

    @derived
    def nth(ids: Ints) -> Ints:
        """Which of its branch's, for the phone number."""
        return ids

    @derived
    def phone(chance: Chance, nth: Ints, branch_id: Ints) -> Column:
        return phones.phones(chance, nth, branch_id, phones.STAFF)

    @derived
    def hire_date(chance: Chance, technician_level: Column, today: Day) -> Days:
        least, most = HIRED_AGO
        until = np.where(coded(technician_level).is_("junior"), JUNIOR_FOR, most)
        return previous_office_day(today - chance.between("days", least, until) * ONE_DAY)

    @derived
    def years_experience(
        chance: Chance, hire_date: Days, technician_level: Column, last_day: Days
    ) -> Ints:
        low = coded(technician_level).map(
            {name: level.prior_years[0] for name, level in LEVELS.items()}
        )
        high = coded(technician_level).map(
            {name: level.prior_years[1] for name, level in LEVELS.items()}
        )
        return ((last_day - hire_date) // ONE_DAY) // 365 + chance.between("prior", low, high)

    @derived
    def hourly_rate(chance: Chance, technician_level: Column, years_experience: Ints) -> Ints:
        """Within what is usual at the level, by experience for the most part."""
        least, most = _usual(technician_level, "prior_years")
        seasoned = (years_experience - least) * 100 // (most - least + TOP_PAY_AFTER)
        return _within(chance, technician_level, "wage", np.clip(seasoned, 0, 100))

    @derived
    def bill_rate(chance: Chance, technician_level: Column, hourly_rate: Ints) -> Ints:
        """Whoever is paid more is charged more for, as a rule."""
        least, most = _usual(technician_level, "wage")
        dear = (hourly_rate - least) * 100 // (most - least)
        return _within(chance, technician_level, "bill", np.clip(dear, 0, 100))

    hvac_installation_skill = derived(_skill)
    electrical_skill = derived(_skill)
    refrigeration_skill = derived(_skill)
    ductwork_skill = derived(_skill)
    diagnostics_skill = derived(_skill)

    @derived
    def customer_service_skill(chance: Chance) -> Ints:
        return np.clip(
            MEAN_SERVICE_SKILL + chance.bell("rating", single.SERVICE_SKILL_SPREAD), 1, 10
        )

    @derived
    def safety_protocols_skill(chance: Chance, technician_level: Column) -> Ints:
        return np.clip(_skill(chance, technician_level) + 1, 1, 10)


def _usual(level: Column, range_: str) -> tuple[Ints, Ints]:
    """Ends of a range of ``rules.crew.workforce.Level``."""
    low = coded(level).map({name: getattr(rule, range_)[0] for name, rule in LEVELS.items()})
    high = coded(level).map({name: getattr(rule, range_)[1] for name, rule in LEVELS.items()})
    return low, high


def _within(chance: Chance, level: Column, range_: str, place: Ints) -> Ints:
    """A rate of the range, ``PAID_BY_CHANCE`` percent by chance and else by ``place`` (percent)."""
    low, high = _usual(level, range_)
    lot = chance.between("rate", 0, 100)
    percent = (lot * PAID_BY_CHANCE + place * (100 - PAID_BY_CHANCE)) // 100
    rate: Ints = low + ((high - low) * percent + 50) // 100
    return rate


class TechnicianCertificationFactory(HvacFactory[TechnicianCertification]):
    """A card or license that a technician holds."""

    class Meta:
        model = TechnicianCertification
        exclude = ("career_began", "last_day")

    class Params:
        expired: Any = factory.Trait(
            certification_name="NATE", issued_date=derived(lambda today: today - 800 * ONE_DAY)
        )

    certification_id = RowId()
    technician = Parent(TechnicianFactory)
    certification_name = Choice(
        {
            level: {
                card: int(level != "junior" or EARNED_AFTER.get(card, 0) == 0)
                for card in ("EPA 608 Universal", "NATE", *OTHER_CERTIFICATIONS)
            }
            for level in LEVELS
        },
        by="technician__technician_level",
    )
    created_at_utc = Recorded(
        "issued_date",
        "technician__hire_date",
        after="technician__created_at_utc",
        branch="technician__branch_id",
    )
    updated_at_utc = Changed()

    @derived
    def certificate_number(chance: Chance, certification_name: Column) -> Column:
        prefixes = {
            "EPA": "EPA",
            "NATE": "NATE",
            "State": "LIC",
            "OSHA": "OSHA",
            "Manufacturer": "MFR",
        }
        names = coded(certification_name).tolist()
        return [
            f"{prefixes[name.split()[0]]}-{number:06d}"
            for name, number in zip(names, chance.distinct("card", 10**6).tolist(), strict=True)
        ]

    @derived
    def last_day(technician__left_date: Days, today: Day) -> Days:
        """The technician's last one with the company so far."""
        day: Days = np.fmin(np.asarray(technician__left_date, "datetime64[D]"), today)
        return day

    @derived
    def career_began(
        technician__hire_date: Days, technician__years_experience: Ints, last_day: Days
    ) -> Days:
        """So many years before the hiring as were brought along then."""
        here = (last_day - technician__hire_date) // ONE_DAY // 365
        brought = np.maximum(technician__years_experience - here, 0)
        began: Days = technician__hire_date - brought * 365 * ONE_DAY
        return began

    @derived
    def issued_date(
        chance: Chance,
        certification_name: Column,
        technician__hire_date: Days,
        career_began: Days,
        last_day: Days,
    ) -> Days:
        """What does not expire is earned once in a career, EPA 608 before joining; of what does,
        the card at hand is the last renewal."""
        name = coded(certification_name)
        years = name.map({**dict.fromkeys(name.values, 0), **VALID_YEARS})
        once = _once(chance, name, career_began, technician__hire_date, last_day)
        # Those that expire are renewed in time: the card at hand is at most as old as it is valid.
        least = single.CARD_AGE_AT_LEAST
        age = least + ((years * 365 - 2 * least) * chance.fraction("age") >> 32)
        # What the company has them trained in begins with it, other cards are brought along.
        after = name.map({**dict.fromkeys(name.values, 0), **EARNED_AFTER})
        earliest = np.where(after > 0, career_began + after * ONE_DAY, technician__hire_date)
        renewed = np.minimum(np.maximum(last_day - age * ONE_DAY, earliest), last_day)
        issued = np.where(years > 0, renewed, once)
        return office_day_before(issued, chance.below("weekday", 5))

    @derived
    def expires_date(certification_name: Column, issued_date: Days) -> Days:
        name = coded(certification_name)
        years = name.map({**dict.fromkeys(name.values, 0), **VALID_YEARS})
        return np.where(years > 0, months_later(issued_date, 12 * years), np.datetime64("NaT", "D"))


def _once(chance: Chance, name: Coded, began: Days, hired: Days, last_day: Days) -> Days:
    """When cards for life are earned, by how long after a career began that is usual."""
    usual: dict[str | None, tuple[int, int]] = dict.fromkeys(name.values, (0, 0))
    usual.update(EARNED_IN_CAREER)
    first, last = (name.map({card: days[end] for card, days in usual.items()}) for end in (0, 1))
    epa = np.array([str(value).startswith("EPA 608") for value in name.values])[name.codes]
    until = np.minimum(
        began + last * ONE_DAY,
        np.where(epa, hired - single.EPA_608_BEFORE_HIRING * ONE_DAY, last_day),
    )
    since = np.minimum(began + first * ONE_DAY, until)
    earned = since + ((until - since) // ONE_DAY * chance.fraction("earned") >> 32) * ONE_DAY
    # Whoever is in the trade for longer got the card in the year in which it was introduced.
    first_ones = EPA_608_SINCE + chance.below("introduced", 365) * ONE_DAY
    day: Days = np.where(epa, np.maximum(earned, first_ones), earned)
    return day
