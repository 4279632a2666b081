"""What customers say of a visit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import factory
import numpy as np
from factory.declarations import SKIP

from factories.engine.declarations import Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.traits import Trait
from factories.engine.values import Coded, Column, Day, Days, Minutes, coded, present, texts
from factories.rules.crm import feedback as rules
from factories.rules.hours.calendar import ONE_DAY, office_open, whole_years
from factories.rules.hours.office import says
from factories.rules.single import VISIT_TO_FEEDBACK
from factories.single import fitting
from factories.single.around import key_in_lockbox, temperature
from factories.single.backwards import judged
from factories.single.earlier import day_said, office_day
from factories.tables.recorded import Changed, Recorded
from factories.tables.service import ServiceCallFactory
from factories.wording import feedback as wording
from hvac_models import CustomerFeedback

_HOW = {rules.PUBLIC_SOURCE: -1, **{name: row for row, name in enumerate(rules.CHANNELS)}}


def source_of(public: Mask, asked_how: Ints) -> Coded:
    """Where each was heard: in public, or as ``rules.CHANNELS`` has it."""
    return Coded(np.where(public, 0, 1 + asked_how), (rules.PUBLIC_SOURCE, *rules.CHANNELS))


def _source_of_the_day(
    chance: Chance,
    overall_satisfaction: Ints,
    asked_how: Ints,
    feedback_date: Days,
    service_call__completed_at: Minutes,
    service_call__customer_id: Ints,
    service_call__customer__email: Column,
) -> Coded:
    public, how = rules.heard_on_the_day(
        rules.published(chance, service_call__customer_id, overall_satisfaction),
        asked_how,
        present(service_call__customer__email),
        feedback_date == service_call__completed_at.astype("datetime64[D]"),
        office_open(feedback_date),
    )
    return source_of(public, how)


def _source_when_asked(asked_how: Ints) -> Coded:
    return source_of(np.zeros(len(asked_how), np.bool_), asked_how)


class CustomerFeedbackFactory(HvacFactory[CustomerFeedback]):
    """A content customer's answer to the survey, two days after the visit."""

    class Meta:
        model = CustomerFeedback
        exclude = (
            *("late_minutes", "minutes_after_opening", "awaits_part", "days_to_part"),
            *("low_temperature_f", "high_temperature_f", "bill", "price_percent", "is_gone"),
            *("asked_how", "nobody_home", "left"),
        )
        in_order = (("service_call.completed_at", "feedback_date"), ("feedback_date", "today"))
        holds = (fitting.near_the_verdict,)

    class Params:
        unhappy: Any = factory.Trait(overall_satisfaction=2)
        complaint: Any = Trait(
            {"feedback_type": "Complaint"},
            overall_satisfaction=2,
            feedback_type="Complaint",
            source="Phone Call",
        )

    feedback_id = RowId()
    service_call = Parent(ServiceCallFactory)
    overall_satisfaction: Any = 9
    late_minutes: Any = 0
    minutes_after_opening: Any = -1
    awaits_part: Any = False
    left: Any = 0
    days_to_part: Any = 0
    low_temperature_f: Any = temperature("low")
    high_temperature_f: Any = temperature("high")
    bill: Any = 0
    price_percent: Any = 100
    is_gone: Any = False
    nobody_home = key_in_lockbox
    created_at_utc = Recorded(
        "feedback_date",
        "service_call__completed_at",
        after="service_call__created_at_utc",
        branch="service_call__customer__branch_id",
        clock=says,
    )
    updated_at_utc = Changed()

    customer: Any = factory.SelfAttribute("service_call.customer", default=SKIP)

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        """From the day that the caller says: a visit two days before, or on the office day before
        that, and how anybody is heard on it."""
        day = day_said(said, "feedback_date")
        kind = said.get("feedback_type")
        if isinstance(kind, str) and not {"source", "complaint"} & said.keys():
            # What is written online is a review, and nothing else is.
            heard_by = rules.PUBLIC_SOURCE if kind == "Review" else derived(_source_when_asked)
            said = {**said, "source": heard_by}
            return {**cls._following(said), "source": heard_by}
        if day is None:
            return judged(said)
        heard = {"source", "complaint"} & said.keys()
        following: dict[str, Any] = {} if heard else {"source": derived(_source_of_the_day)}
        told = any(f"service_call__{name}" in said for name in ("service_date", "started_at"))
        if not told and not {"service_call", "service_call_id"} & said.keys():
            following["service_call__service_date"] = office_day(day, VISIT_TO_FEEDBACK)
        return {**judged(said), **following}

    @derived
    def customer_id(service_call__customer_id: Ints) -> Ints:
        return service_call__customer_id

    @derived
    def feedback_date(source: Column, service_call__completed_at: Minutes, today: Day) -> Days:
        """Two days later; in person on the day, by phone not on a weekend."""
        how = coded(source).map(_HOW)
        visited = service_call__completed_at.astype("datetime64[D]").astype(np.int64)
        heard = rules.answered_on(how, visited, visited + VISIT_TO_FEEDBACK)
        _, day = rules.answered_by(how, visited, heard, int(today.astype(np.int64)))
        return day.astype("datetime64[D]")

    @derived
    def asked_how(
        chance: Chance,
        service_call__customer_id: Ints,
        service_call__customer__email: Column,
        nobody_home: Mask,
    ) -> Ints:
        """Index into ``rules.CHANNELS``: as the customer can be asked."""
        reachable = present(service_call__customer__email)
        return rules.asked_how(chance, service_call__customer_id, reachable, ~nobody_home)

    @derived
    def source(
        chance: Chance, service_call__customer_id: Ints, overall_satisfaction: Ints, asked_how: Ints
    ) -> Column:
        public = rules.published(chance, service_call__customer_id, overall_satisfaction)
        return source_of(public, asked_how)

    @derived
    def feedback_type(chance: Chance, overall_satisfaction: Ints, source: Column) -> Column:
        public = coded(source).is_(rules.PUBLIC_SOURCE)
        return Coded(rules.kinds(chance, public, overall_satisfaction), rules.FEEDBACK_TYPES)

    @derived
    def technician_rating(
        chance: Chance,
        overall_satisfaction: Ints,
        service_call__technician__customer_service_skill: Ints,
    ) -> Ints:
        """Of the visit, of the person, and milder than the verdict on the company where it is bad:
        the bill and the waiting are not the technician's."""
        skill = service_call__technician__customer_service_skill - rules.MEAN_SERVICE_SKILL
        points = 100 * overall_satisfaction + rules.SKILL_EFFECT_ON_TECHNICIAN * skill
        points += np.maximum(
            rules.TECHNICIAN_SPARED * (rules.SPARED_UNDER - overall_satisfaction), 0
        )
        rating = (points + chance.bell("technician", rules.TECHNICIAN_RATING_SPREAD) + 50) // 100
        off = rules.NEAR_TECHNICIAN
        near = np.clip(rating, overall_satisfaction - off, overall_satisfaction + off)
        found: Ints = np.clip(near, 1, 10)
        return found

    @derived
    def timeliness_rating(chance: Chance, overall_satisfaction: Ints, late_minutes: Ints) -> Ints:
        return rules.timeliness(chance, overall_satisfaction, late_minutes)

    @derived
    def quality_rating(
        chance: Chance,
        overall_satisfaction: Ints,
        service_call__technician__diagnostics_skill: Ints,
    ) -> Ints:
        """Of the work."""
        skill = service_call__technician__diagnostics_skill
        return rules.quality(chance, overall_satisfaction, skill)

    @derived
    def value_rating(chance: Chance, overall_satisfaction: Ints, price_percent: Ints) -> Ints:
        return rules.value(chance, overall_satisfaction, price_percent)

    @derived
    def would_recommend(chance: Chance, overall_satisfaction: Ints) -> Mask:
        return rules.by_rating(chance, "recommends", overall_satisfaction, rules.RECOMMENDS)

    @derived
    def follow_up_required(chance: Chance, overall_satisfaction: Ints) -> Mask:
        return rules.by_rating(chance, "follow up", overall_satisfaction, rules.FOLLOWED_UP)

    @derived
    def comments(
        chance: Chance,
        feedback_type: Column,
        overall_satisfaction: Ints,
        late_minutes: Ints,
        minutes_after_opening: Ints,
        awaits_part: Mask,
        days_to_part: Ints,
        service_call__service_type: Column,
        service_call__device__equipment__equipment_type: Column,
        service_call__device__installation_date: Days,
        service_call__failed_component: Column,
        service_call__technician__technician_name: Column,
        service_call__is_callback: Mask,
        service_call__customer__customer_type: Column,
        service_call__customer__customer_name: Column,
        service_call__service_date: Days,
        feedback_date: Days,
        would_recommend: Mask,
        low_temperature_f: Ints,
        high_temperature_f: Ints,
        bill: Ints,
        is_gone: Mask,
        nobody_home: Mask,
        left: Ints,
    ) -> Column:
        names = texts(service_call__technician__technician_name)
        visit = wording.Visit(
            late_minutes=late_minutes,
            after_opening=minutes_after_opening,
            awaits_part=awaits_part,
            part_days=days_to_part,
            service_type=texts(service_call__service_type),
            kind=texts(service_call__device__equipment__equipment_type),
            component=texts(service_call__failed_component),
            age_years=whole_years(
                service_call__device__installation_date, service_call__service_date
            ),
            technician_first_name=[name.split()[0] for name in names],
            is_callback=service_call__is_callback,
            customer_type=texts(service_call__customer__customer_type),
            customer_name=texts(service_call__customer__customer_name),
            days_ago=(feedback_date - service_call__service_date) // ONE_DAY,
            recommends=would_recommend,
            month=service_call__service_date.astype("datetime64[M]").astype(np.int64) % 12 + 1,
            low_f=low_temperature_f,
            high_f=high_temperature_f,
            gone=is_gone,
            away=nobody_home,
            bill=bill,
            left=np.broadcast_to(left, len(names)),
        )
        return wording.feedback_comment(chance, texts(feedback_type), overall_satisfaction, visit)
