"""What customers say of their visits, on the day on which they say it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from factories.days.books import CENTS, DAY, FLAG, INT, MINUTE, TEXT, Found, iso, keys, sql_day
from factories.days.day import Day, once_a_run
from factories.days.leaving import free_to_go
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.engine.values import Coded, texts
from factories.rules.calls.left_undone import MENDED
from factories.rules.calls.service import RESPONSE_TARGET
from factories.rules.crm import feedback as rules
from factories.rules.crm.customers import ANGRY_LEAVE
from factories.rules.hours import office
from factories.rules.hours.calendar import END_OF_DAY
from factories.tables.feedback import CustomerFeedbackFactory, source_of
from factories.wording.access import nobody_home
from factories.wording.feedback import ANGRY_UP_TO
from factories.wording.left_undone import left_by
from factories.wording.remarks import SENT, SENT_LATER

ENOUGH_CALLS = 20_000
"""From as many, a median is known to the dollar."""

NO_PRICE_YET = 10**9
"""Cents that are usual for what no call of the history was for: nothing is dear beside it."""

_CALLS = """
    select s.service_call_id as call, s.customer_id as customer, c.branch_id as branch,
           s.technician_id as technician, s.service_date as [on],
           s.started_at as start, s.completed_at as [end], s.service_type as type,
           s.total_cost as cost, s.is_callback as callback,
           s.service_type in ('Repair', 'Emergency') and s.failed_component is null as none_failed,
           (select o.completion_notes from work_orders as o
            where o.service_call_id = s.service_call_id) as notes,
           t.customer_service_skill as skill, a.window_start as opens, a.window_end as closes,
           n.reported_time as reported,
           n.severity_level as severity, n.customer_satisfaction as told,
           w.low_temperature_f as low, w.high_temperature_f as high,
           (select i.issue_date from invoices as i where i.service_call_id = s.service_call_id
              and i.status <> 'Cancelled' and i.total_amount > 0 and i.issue_date <= ?1) as billed,
           s.failed_component is not null and exists (
               select 1 from service_calls as l where l.installation_id = s.installation_id
               and l.service_call_id > s.service_call_id and not l.is_callback
               and l.failed_component = s.failed_component) as returned,
           (select min(l.service_date) from service_calls as l
              where l.installation_id = s.installation_id
              and l.service_call_id > s.service_call_id and not l.is_callback
              and l.failed_component = s.failed_component) as back,
           exists (select 1 from service_calls as l
                   where l.callback_of_id = s.service_call_id) as failed,
           d.status = 'Under Maintenance' and s.failed_component is not null and not exists (
               select 1 from service_calls as l where l.installation_id = s.installation_id
               and l.service_call_id > s.service_call_id
               and l.failed_component is not null) as waits
    from service_calls as s
    join customers as c on c.customer_id = s.customer_id
    join technicians as t on t.technician_id = s.technician_id
    join installed_devices as d on d.installation_id = s.installation_id
    join weather_daily as w on w.branch_id = c.branch_id and w.weather_date = s.service_date
    left join appointments as a on a.service_call_id = s.service_call_id
    left join incident_response as n on n.service_call_id = s.service_call_id
    where s.service_call_id in (select value from json_each(?2))
    order by s.service_call_id"""


def listen(day: Day) -> None:
    """The answers of today, from the calls of the last weeks."""
    recent = day.books.read(
        f"select service_call_id as call, {sql_day('completed_at')} as [on],"
        " s.customer_id as customer, s.service_type as type,"
        " c.customer_type, c.email is not null as mailed"
        " from service_calls as s join customers as c on c.customer_id = s.customer_id"
        " where service_date between ? and ? and not exists (select 1 from customer_feedback as f"
        "  where f.service_call_id = s.service_call_id)"
        # Who has two units seen to in one visit is asked once, when all is done.
        " and not exists (select 1 from service_calls as l where l.customer_id = s.customer_id"
        # The plus: by customer, who has few visits, not by day, which has many.
        "  and +l.service_date = s.service_date and l.started_at > s.started_at)"
        " order by service_call_id",
        iso(day.number - rules.LAST_ANSWER - rules.LONGEST_WEEKEND), iso(day.number),
        call=INT, on=INT, customer=INT, type=TEXT, customer_type=TEXT, mailed=FLAG,
    )  # fmt: skip
    how, answered, heard = _when_heard(day, recent)
    now = np.flatnonzero((answered == day.number) | (heard == day.number))
    if not len(now):
        return
    calls = day.books.read(
        _CALLS,
        iso(day.number), keys(recent.call[now]),
        call=INT, customer=INT, branch=INT, technician=INT, on=DAY, start=MINUTE, end=MINUTE,
        type=TEXT, cost=CENTS, callback=FLAG, none_failed=FLAG, notes=TEXT, skill=INT, opens=MINUTE,
        closes=MINUTE, reported=MINUTE, severity=TEXT, told=INT, low=INT, high=INT, billed=DAY,
        returned=FLAG, back=DAY, failed=FLAG, waits=FLAG,
    )  # fmt: skip
    rating = _ratings(day, calls)
    chance = day.chance("feedback", calls.call)
    public = rules.published(chance, calls.customer, rating)
    # Who publishes does so when he has got round to it, the others speak when they are spoken to.
    ready = np.where(public, answered[now], heard[now]) == day.number
    weight = np.array(rules.ANSWER_WEIGHTS)[rating - 1] / rules.USUAL_ANSWER_WEIGHT
    share = rules.answered_by_willing(_answered_share(day)) * rules.willing(chance, calls.customer)
    answers = chance.happens("answers", np.minimum(share * weight, 1.0))
    row = np.flatnonzero(answers & ready)
    if len(row):
        _write(day, calls.rows(row), rating[row], source_of(public[row], how[now][row]))


class _Answers(NamedTuple):
    """When customers would answer, a row a call; days are day numbers."""

    how: Ints
    """How they are asked, as ``rules.asked_how`` says."""
    written: Ints
    heard: Ints
    """Days after that where somebody has to be spoken to."""


def _when_heard(day: Day, recent: Found) -> _Answers:
    """How each is asked, and when an answer is there."""
    chance = day.chance("feedback", recent.call)
    away = nobody_home(chance, recent.customer, recent.customer_type.tolist(), recent.type.tolist())
    how = rules.asked_how(chance, recent.customer, recent.mailed, ~away)
    answered = recent.on + rules.days_to_answer(chance)
    return _Answers(how, answered, rules.answered_on(how, recent.on, answered))


def _answered_share(day: Day) -> float:
    """Share of the visits asked about that are answered, of a usual rating: as the company was
    populated."""
    return day.rate("customer_feedback") / (day.rate("service_calls") * _asked_about(day))


@once_a_run
def _asked_about(day: Day) -> float:
    """Calls that customers were asked about, of the populated history's: the last of each day."""
    ((calls, asked),) = day.books.connection.execute(
        "select count(*), count(distinct customer_id || ' ' || service_date) from service_calls"
        " where service_call_id <= ? and service_date <= ?",
        (ENOUGH_CALLS, iso(day.books.begun)),
    )
    return float(asked / max(calls, 1)) or 1.0


def _late(calls: Found) -> Ints:
    """Minutes after the window or the response target; 0 where nothing was promised."""
    targets = np.array(
        [RESPONSE_TARGET[name] if name else 0 for name in calls.severity.tolist()], np.int64
    )
    late = np.where(calls.closes > 0, calls.start - calls.closes, 0)
    urgent = calls.reported > 0
    minutes: Ints = np.where(urgent, calls.start - calls.reported - targets, late)
    return minutes


def _ratings(day: Day, calls: Found) -> Ints:
    """Overall satisfaction, as what happened makes it; what was said of an incident stands, or
    nearly so."""
    chance = day.chance("ratings", calls.call)
    touch = rules.SKILL_EFFECT * (calls.skill - rules.MEAN_SERVICE_SKILL)
    touch += day.chance("touch", calls.technician).bell("touch", rules.TECHNICIAN_SPREAD)
    touch += rules.temperaments(chance, calls.customer)
    anyway = rules.GRUMBLING_ANYWAY * rules.FURIOUS
    furious = rules.grumbling(chance, calls.customer, anyway)
    rating = rules.ratings(
        chance,
        touch,
        _late(calls),
        calls.callback,
        calls.returned | calls.waits,
        _price_percent(day, calls) > rules.EXPENSIVE_FROM,
        chance.happens("grumbles", furious),
    )
    rating = np.where(calls.failed, np.minimum(rating, rules.FAILED_REPAIR_AT_MOST), rating)
    # What they told us right after the incident.
    overall: Ints = np.where(calls.told > 0, rules.after_incident(chance, calls.told), rating)
    return overall


def _price_percent(day: Day, calls: Found) -> Ints:
    """What each call felt like, in percent of the median cost of its type; 100 without a bill."""
    known = _usual_costs(day)
    usual = calls.type.map({name: known.get(name, NO_PRICE_YET) for name in calls.type.values})
    percent = rules.felt_price(calls.cost * 100 // np.maximum(usual, 1), calls.none_failed)
    return np.where(calls.billed > 0, percent, 100)


@once_a_run
def _usual_costs(day: Day) -> dict[str, int]:
    """Median cost of each type's calls, in cents, in the populated history."""
    found = day.books.read(
        "select service_type as type, total_cost as cost from service_calls"
        " where service_call_id <= ? and service_date <= ?",
        ENOUGH_CALLS, iso(day.books.begun), type=TEXT, cost=CENTS,
    )  # fmt: skip
    return {
        str(name): int(np.median(found.cost[found.type.is_(name)])) for name in found.type.values
    }


def _is_done_with_us(day: Day, calls: Found, rating: Ints) -> Mask:
    """Which of the angry are done with us: nothing is booked or begun that would bring us back."""
    angry = rating <= ANGRY_UP_TO
    parts: Mask = angry & day.chance("feedback", calls.call).happens("parts", ANGRY_LEAVE)
    return parts & among(calls.customer, free_to_go(day, calls.customer[parts]))


def _left(calls: Found) -> Ints:
    """What was done about what had failed at each, as ``rules.calls.left_undone`` has it."""
    fixes = calls.type.is_("Repair", "Emergency").tolist()
    rows = zip(texts(calls.notes), fixes, strict=True)
    return np.array([left_by(notes or "") if mends else MENDED for notes, mends in rows], np.int64)


def _write(day: Day, calls: Found, rating: Ints, source: Coded) -> None:
    waited = calls.returned | calls.waits
    promised = (calls.closes > 0) | (calls.reported > 0)
    opened = np.where(calls.opens > 0, np.maximum(calls.start - calls.opens, 0), -1)
    came = calls.returned & (calls.back <= day.number)
    sent = np.where(calls.billed > calls.on + 1, SENT_LATER, SENT)
    minute = office.says(day.daily("said at", calls.call), "minute")
    day.books.add(
        CustomerFeedbackFactory,
        len(calls),
        recorded=np.clip(day.at(minute), calls.end + office.ASKED_AFTER_VISIT, day.at(END_OF_DAY)),
        service_call_id=calls.call,
        customer_id=calls.customer,
        feedback_date=np.datetime64(day.number, "D"),
        source=source,
        overall_satisfaction=rating,
        late_minutes=np.where(promised, _late(calls), 0),
        minutes_after_opening=opened,
        awaits_part=waited,
        left=_left(calls),
        days_to_part=np.where(came, np.maximum(calls.back - calls.on, 1), 0),
        low_temperature_f=calls.low,
        high_temperature_f=calls.high,
        is_gone=_is_done_with_us(day, calls, rating),
        price_percent=_price_percent(day, calls),
        bill=np.where(calls.billed > 0, sent, 0),
    )
