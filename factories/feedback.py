"""What customers say of a visit."""

from __future__ import annotations

from typing import Any

import factory
import numpy as np
from factory.declarations import SKIP

from factories.around import temperature
from factories.engine.declarations import Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.looked import Looked
from factories.engine.traits import Trait
from factories.engine.values import Coded, coded, texts
from factories.recorded import Changed, Recorded
from factories.rules import feedback as rules
from factories.rules.calendar import whole_years
from factories.service import ServiceCallFactory
from factories.wording import feedback as wording
from factories.workforce import DAY
from hvac_models import CustomerFeedback


class CustomerFeedbackFactory(HvacFactory[CustomerFeedback]):
    """A content customer's answer to the survey, two days after the visit."""

    class Meta:
        model = CustomerFeedback
        exclude = (
            *("late_minutes", "minutes_after_opening", "awaits_part", "days_to_part"),
            *("low_temperature_f", "high_temperature_f", "bill", "price_percent", "is_gone"),
        )

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
    days_to_part: Any = 0
    low_temperature_f: Any = Looked(temperature("low", 52), otherwise=52)
    high_temperature_f: Any = Looked(temperature("high", 70), otherwise=70)
    bill: Any = 0
    price_percent: Any = 100
    is_gone: Any = False
    created_at_utc = Recorded(
        "feedback_date",
        "service_call__completed_at",
        after="service_call__created_at_utc",
        branch="service_call__customer__branch_id",
    )
    updated_at_utc = Changed()

    customer: Any = factory.SelfAttribute("service_call.customer", default=SKIP)

    @derived
    def customer_id(service_call__customer_id: Any) -> Any:
        return service_call__customer_id

    @derived
    def feedback_date(service_call__service_date: Any) -> Any:
        return service_call__service_date + 2 * DAY

    @derived
    def source(chance: Any, overall_satisfaction: Any, service_call__customer__email: Any) -> Any:
        """The very unhappy and the delighted go public; the others answer as they can be asked."""
        public = chance.below("public", 100) < np.array(rules.PUBLIC)[overall_satisfaction - 1]
        asked = chance.choose("source", tuple(rules.ASKED.values()))
        known = np.array([address is not None for address in texts(service_call__customer__email)])
        spoken = chance.choose("spoken to", tuple(rules.SPOKEN_TO.values()))
        asked = np.where(known, asked, spoken)
        return Coded(np.where(public, 0, 1 + asked), (rules.PUBLIC_SOURCE, *rules.ASKED))

    @derived
    def feedback_type(chance: Any, overall_satisfaction: Any, source: Any) -> Any:
        """Complaints and compliments by rating; a review where it is public; else a survey."""
        kinds = ("Survey", "Review", "Complaint", "Compliment", "Suggestion")
        says = chance.below("kind", 100)
        public = coded(source).is_("Online Review")
        kind = np.where(public, 1, 0)
        kind = np.where(~public & (overall_satisfaction <= 4) & (says < 75), 2, kind)
        kind = np.where(~public & (overall_satisfaction >= 9) & (says < 35), 3, kind)
        kind = np.where(
            ~public & (overall_satisfaction >= 5) & (overall_satisfaction <= 8) & (says < 18),
            4,
            kind,
        )
        return Coded(kind, kinds)

    @derived
    def technician_rating(
        chance: Any,
        overall_satisfaction: Any,
        service_call__technician__customer_service_skill: Any,
    ) -> Any:
        """Of the visit, of the person, and milder than the verdict on the company where it is bad:
        the bill and the waiting are not the technician's."""
        skill = service_call__technician__customer_service_skill - rules.USUAL_SKILL
        points = 100 * overall_satisfaction + rules.SKILL_POINTS * skill
        points += np.maximum(rules.SPARED * (7 - overall_satisfaction), 0)
        rating = (points + chance.bell("technician", rules.RATING_SPREAD) + 50) // 100
        near = np.clip(rating, overall_satisfaction - 4, overall_satisfaction + 4)
        return np.clip(near, 1, 10)

    @derived
    def timeliness_rating(chance: Any, overall_satisfaction: Any, late_minutes: Any) -> Any:
        return rules.timeliness(chance, overall_satisfaction, late_minutes)

    @derived
    def quality_rating(chance: Any, overall_satisfaction: Any) -> Any:
        """Of the work: about the verdict on the visit, off by one now and then."""
        return np.clip(overall_satisfaction + chance.choose("off quality", (18, 60, 22)) - 1, 1, 10)

    @derived
    def value_rating(chance: Any, overall_satisfaction: Any, price_percent: Any) -> Any:
        return rules.value(chance, overall_satisfaction, price_percent)

    @derived
    def would_recommend(chance: Any, overall_satisfaction: Any) -> Any:
        return rules.by_rating(chance, "recommends", overall_satisfaction, rules.RECOMMENDS)

    @derived
    def follow_up_required(chance: Any, overall_satisfaction: Any) -> Any:
        return rules.by_rating(chance, "follow up", overall_satisfaction, rules.FOLLOWED_UP)

    @derived
    def comments(
        chance: Any,
        feedback_type: Any,
        overall_satisfaction: Any,
        late_minutes: Any,
        minutes_after_opening: Any,
        awaits_part: Any,
        days_to_part: Any,
        service_call__service_type: Any,
        service_call__device__equipment__equipment_type: Any,
        service_call__device__installation_date: Any,
        service_call__failed_component: Any,
        service_call__technician__technician_name: Any,
        service_call__is_callback: Any,
        service_call__customer__customer_type: Any,
        service_call__customer__customer_name: Any,
        service_call__service_date: Any,
        feedback_date: Any,
        would_recommend: Any,
        low_temperature_f: Any,
        high_temperature_f: Any,
        bill: Any,
        is_gone: Any,
    ) -> Any:
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
            days_ago=(feedback_date - service_call__service_date) // DAY,
            recommends=would_recommend,
            month=service_call__service_date.astype("datetime64[M]").astype(np.int64) % 12 + 1,
            low_f=low_temperature_f,
            high_f=high_temperature_f,
            gone=is_gone,
            bill=bill,
        )
        return wording.feedback_comment(chance, texts(feedback_type), overall_satisfaction, visit)
