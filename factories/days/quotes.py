"""Quotes: what is offered today, who answers, and what runs out."""

from __future__ import annotations

from typing import Any

import numpy as np

from factories.days import pricing
from factories.days.books import CENTS, DAY, FLAG, INT, TEXT, Found, iso, keys
from factories.days.day import Day
from factories.days.declined import write_down
from factories.days.devices import in_use, kinds
from factories.days.elsewhere import goes_elsewhere
from factories.days.estimates import in_place_of
from factories.days.found import can_be_done
from factories.days.leaving import quiet
from factories.days.occasions import occasions
from factories.days.offers import Offers
from factories.days.on_the_spot import sign_on_the_spot
from factories.days.price_list import list_year, unit_prices
from factories.days.quote_answers import answered_on, answers
from factories.days.quotes_at_first_visits import agree, lapsed
from factories.days.revealed import revealed
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.engine.values import NULL, Coded, index_in, texts
from factories.rules.accounting.billing import WORKDAY_ENDS
from factories.rules.accounting.documents import years
from factories.rules.calls.service import COMPONENTS
from factories.rules.crm import quotes as rules
from factories.rules.crm.offers import ACCEPTED, BACKGROUNDS, DECLINED, REVISED, SILENT
from factories.rules.equipment.devices import KIND_NAMES, ends_model_year, half_year, like_models
from factories.rules.hours import office
from factories.rules.hours.calendar import next_office_day
from factories.tables.quotes import QuoteFactory

_STANDING = ("Accepted", "Declined", "Revised", "Pending", "Expired")
_PENDING, _EXPIRED = 3, 4


def write_quotes(day: Day) -> None:
    """The offers of an office day; then whatever is answered, or has run out, today."""
    if day.works:
        sign_on_the_spot(day)
        agree(day)
        write_down(day)
        _add(day, occasions(day, day.devices))
    withdraw(day)
    _answer(day, _open_quotes(day))
    if day.works and ends_model_year(day.number):
        _offer_next_models(day)


def _add(
    day: Day, offers: Offers, answer: Ints | None = None, given: dict[str, Ints] | None = None
) -> None:
    """Write offers down; ``answer`` and the prices ``given`` are not left to chance."""
    ids = day.books.next_id("quotes") + np.arange(len(offers), dtype=np.int64)
    if answer is None:
        percent = pricing.offered_percents(day, ids)
        answer = answers(day, ids, offers.kind, percent, offers.lead != NULL, offers.bare)
    day.books.add(
        QuoteFactory,
        len(offers),
        list_year=list_year(day),
        recorded=day.at(office.entered(day.chance("quotes", ids), "minute")),
        quote_number=day.books.numbers("quotes", "quote_number", "QUO", offers.branch),
        customer_id=offers.customer,
        equipment_id=offers.equipment,
        lead_id=offers.lead,
        service_call_id=NULL,
        quote_date=np.datetime64(day.number, "D"),
        quote_type=Coded(offers.kind, rules.QUOTE_TYPES),
        status="Pending",
        plan_price=offers.plan_price,
        replaced_kind=_replaced(day, offers),
        background=Coded(offers.background, BACKGROUNDS),
        component=_components(day, ids, offers),
        **{**_prices(day, ids, offers, answer == REVISED), **(given or {})},
    )


def _prices(day: Day, ids: Ints, offers: Offers, raised: Mask) -> dict[str, Ints]:
    """What is asked for: by the list for equipment, as for like repairs, else by habit."""
    equips = among(offers.kind, np.array(rules.EQUIPPING))
    planned = _hours(day, ids, offers)
    price = pricing.reckoned(day, ids, offers.kind, offers.customer, offers.equipment, planned)
    rate = rules.labor_rates(day.chance("price book", offers.branch), offers.branch)
    hours = price.hours(planned, rate)
    prices = pricing.agreed(day, ids, price, hours * rate, raised)
    return {
        **prices,
        "agreed_hours": np.where(equips, hours, offers.hours),
        "agreed_parts": np.where(equips, prices["agreed_parts"], offers.parts),
    }


def _components(day: Day, ids: Ints, offers: Offers) -> Coded:
    """What a repair is about: as the like one was, else what such a device has."""
    drawn = revealed(
        day,
        QuoteFactory,
        ids,
        ["component"],
        quote_type=Coded(offers.kind, rules.QUOTE_TYPES),
        equipment_id=offers.equipment,
    )["component"]
    rows = zip(texts(drawn), offers.component.tolist(), strict=True)
    return Coded.of([COMPONENTS[like] if like >= 0 else own for own, like in rows])


def _replaced(day: Day, offers: Offers) -> Coded:
    """The kind of the device that each offer would replace."""
    stored = day.books.tables["installed_devices"]
    old = np.where(offers.old >= 0, offers.old, 1)
    was = np.where(offers.old >= 0, kinds(day, stored.at("equipment_id", old)), len(KIND_NAMES))
    return Coded(was, (*KIND_NAMES, None))


def _hours(day: Day, ids: Ints, offers: Offers) -> Ints:
    """Planned hours of installations, in hundredths."""
    drawn = revealed(
        day,
        QuoteFactory,
        ids,
        ["labor_hours"],
        quote_date=np.datetime64(day.number, "D"),
        list_year=list_year(day),
        quote_type=Coded(offers.kind, rules.QUOTE_TYPES),
        equipment_id=offers.equipment,
        customer_id=offers.customer,
        plan_price=offers.plan_price,
    )["labor_hours"]
    hours: Ints = np.asarray(drawn)
    return hours


def _open_quotes(day: Day) -> Found:
    return day.books.read(
        "select q.quote_id as id, q.customer_id as customer, c.branch_id as branch,"
        " q.quote_type as type, q.equipment_id as equipment, q.quote_date as date,"
        " q.valid_until as until, q.lead_id as lead, q.labor_cost as labor,"
        " q.total_amount as total, q.follow_up_date as follow_up,"
        " q.labor_hours as hours, q.labor_rate as rate, q.equipment_cost as unit,"
        " q.parts_cost as parts,"
        " exists (select 1 from appointments as a where a.customer_id = q.customer_id"
        "  and a.appointment_type = 'Installation' and a.status in ('Scheduled',"
        " 'Confirmed')) as booked,"
        " exists (select 1 from subscriptions as s where s.customer_id = q.customer_id"
        "  and coalesce(s.cancelled_date, s.end_date) >= ?) as holds,"
        " not exists (select 1 from installed_devices as d"
        "  where d.customer_id = q.customer_id) as bare,"
        # A part is awaited since the visit at which it was written.
        " q.quote_type = 'Repair' and exists (select 1 from service_calls as s"
        "  join installed_devices as d on d.installation_id = s.installation_id"
        "  where s.customer_id = q.customer_id and +s.equipment_id = q.equipment_id"
        "  and s.service_date = q.quote_date and s.failed_component is not null"
        "  and d.status = 'Under Maintenance') as awaited"
        " from quotes as q join customers as c on c.customer_id = q.customer_id"
        " where q.status = 'Pending' order by q.quote_id",
        iso(day.number), id=INT, customer=INT, branch=INT, type=TEXT, equipment=INT, date=DAY,
        until=DAY, lead=INT, labor=CENTS, total=CENTS, follow_up=DAY, hours=CENTS, rate=INT,
        unit=CENTS, parts=CENTS, booked=FLAG, holds=FLAG, bare=FLAG,
        awaited=FLAG,
    )  # fmt: skip


def _answer(day: Day, quotes: Found) -> None:
    """Answers come on office days; what has none by its last day has run out on the next."""
    kind = index_in(quotes.type, rules.QUOTE_TYPES)
    percent = _asked_percent(day, quotes)
    answer = answers(day, quotes.id, kind, percent, quotes.lead != NULL, quotes.bare)
    answer = np.where(quotes.awaited, ACCEPTED, answer)
    now = (answered_on(day, quotes, answer) <= day.number) & (answer != SILENT) & day.works
    row = np.flatnonzero((answer == ACCEPTED) & now)
    if len(row):
        answer[row[~_possible(day, quotes.rows(row), kind[row])]] = DECLINED
    answer = np.where((answer == REVISED) & ~_above_the_list(day, quotes), DECLINED, answer)
    over = quotes.until < day.number
    standing = np.where(now & ~over, answer, np.where(over, _EXPIRED, _PENDING))
    agreed = (standing == ACCEPTED) | (standing == REVISED)
    elsewhere = goes_elsewhere(day, quotes, kind, standing == DECLINED, agreed)
    # Nor do they take anything else.
    theirs = among(quotes.customer, quotes.customer[elsewhere]) & (standing == _PENDING)
    standing = np.where(theirs, DECLINED, standing)
    _stand(day, quotes.with_(elsewhere=elsewhere), standing)
    revised = np.flatnonzero(standing == REVISED)
    if len(revised):
        _revise(day, quotes.rows(revised), kind[revised])


def _possible(day: Day, quotes: Found, kind: Ints) -> Mask:
    """Nobody takes what is on the way already, nor what would be billed otherwise."""
    possible: Mask = ~quotes.holds | quotes.awaited
    noted = np.flatnonzero((kind == rules.REPAIR) & ~quotes.awaited)
    possible[noted] = can_be_done(day, quotes.rows(noted))
    row = np.flatnonzero(among(kind, np.array(rules.EQUIPPING)))
    jobs = pricing.offered(day, kind[row], quotes.customer[row], quotes.equipment[row])
    unit = quotes.unit[row]
    firm = pricing.is_firm(day, *jobs, unit, quotes.hours[row], quotes.total[row])
    possible[row] = ~quotes.booked[row] & firm
    return possible


def _above_the_list(day: Day, quotes: Found) -> Mask:
    """What can be had for less: the unit was offered at more than it costs."""
    usual = pricing.offered_percents(day, quotes.id)
    listed = unit_prices(day, np.maximum(quotes.equipment, 1))
    above: Mask = quotes.unit * 10_000 >= listed * usual * rules.REVISED_PERCENT[0]
    return above


def _asked_percent(day: Day, quotes: Found) -> Ints:
    """What the unit of each quote was offered at, percent of the list of the quote's year."""
    year = years(quotes.date.astype("datetime64[D]"))
    listed = unit_prices(day, np.maximum(quotes.equipment, 1), year)
    percent: Ints = (quotes.unit * 200 + listed) // np.maximum(2 * listed, 1)
    return percent


def _stand(day: Day, quotes: Found, standing: Ints) -> None:
    """Write how quotes stand where that has changed, and when to call again."""
    said = revealed(day, QuoteFactory, quotes.id, ["follow_up_date"], **_told(quotes, standing))
    call = said["follow_up_date"].astype(np.int64)
    later = np.flatnonzero((standing == _PENDING) & (call != quotes.follow_up))
    day.books.change(
        "quotes",
        quotes.id[later],
        at=day.at(WORKDAY_ENDS),
        follow_up_date=call[later].astype("datetime64[D]"),
    )
    rows = np.flatnonzero(standing != _PENDING)
    _settle(day, quotes.rows(rows), standing[rows])


def _told(quotes: Found, standing: Ints) -> dict[str, Any]:
    return {
        "customer_id": quotes.customer,
        "quote_date": quotes.date.astype("datetime64[D]"),
        "quote_type": quotes.type,
        "status": Coded(standing, _STANDING),
        "elsewhere": quotes.columns.get("elsewhere", False),
    }


def _settle(day: Day, quotes: Found, standing: Ints) -> None:
    """Answers and endings, with what the office notes about them."""
    given = _told(quotes, standing)
    said = revealed(day, QuoteFactory, quotes.id, ["follow_up_date", "notes"], **given)
    minute = office.DESK_FROM + day.chance("quote answers", quotes.id).below(
        "minute", office.DESK_MINUTES
    )
    day.books.change(
        "quotes",
        quotes.id,
        at=day.at(np.where(standing == _EXPIRED, office.NIGHT_RUN, minute)),
        status=given["status"],
        follow_up_date=said["follow_up_date"],
        notes=said["notes"],
    )


def _revise(day: Day, quotes: Found, kind: Ints) -> None:
    """The same at the price that it should have had, on the same day."""
    settled = np.zeros(len(quotes), np.int64)
    price = pricing.reckoned(day, quotes.id, kind, quotes.customer, quotes.equipment, quotes.hours)
    unit = np.full(len(quotes), NULL, np.int64)
    unit[price.row] = price.unit
    given = {
        "agreed_hours": quotes.hours,
        "agreed_rate": quotes.rate,
        "agreed_equipment": unit,
        "agreed_parts": np.minimum(quotes.parts, price.beside(quotes.labor)),
    }
    _add(day, _anew(day, quotes, kind, quotes.equipment), settled, given)


def _anew(day: Day, quotes: Found, kind: Ints, equipment: Ints) -> Offers:
    """The offers of quotes, in the place of the same devices."""
    old = in_place_of(day, kind, quotes.customer, quotes.equipment)
    offers = Offers.of(0, quotes.customer, quotes.branch, equipment, old=old, lead=quotes.lead)
    offers.kind = kind
    return offers


def _offer_next_models(day: Day) -> None:
    """What is sold but not put in by the end of its last year is put in as its successor."""
    names = ", ".join(f"'{rules.QUOTE_TYPES[number]}'" for number in rules.EQUIPPING)
    quotes = day.books.read(
        "select q.quote_id as id, q.customer_id as customer, c.branch_id as branch,"
        " q.quote_type as type, q.equipment_id as equipment, q.quote_date as date,"
        " q.lead_id as lead, q.labor_cost as labor, q.labor_hours as hours,"
        " q.status = 'Accepted' as accepted"
        " from quotes as q join customers as c on c.customer_id = q.customer_id"
        " join equipment_types as e on e.equipment_id = q.equipment_id"
        f" where q.quote_type in ({names})"
        "  and e.discontinued_year <= cast(substr(?, 1, 4) as integer)"
        " and (q.status = 'Pending' or q.status = 'Accepted' and q.service_call_id is null)"
        " order by q.quote_id",
        iso(day.number), id=INT, customer=INT, branch=INT, type=TEXT, equipment=INT, date=DAY,
        lead=INT, labor=CENTS, hours=CENTS, accepted=FLAG,
    )  # fmt: skip
    if not len(quotes):
        return
    next_ = int(half_year(next_office_day(np.array([day.number + 1]).astype("datetime64[D]")))[0])
    size = day.scenario.models
    models = [like_models(size, number - 1, next_) for number in quotes.equipment.tolist()]
    follows = np.array([bool(near) for near in models], np.bool_)
    # Of some kinds a short catalog has no model next year.
    _settle(day, quotes.rows(~follows), np.full(int((~follows).sum()), DECLINED))
    quotes, models = quotes.rows(follows), [near for near in models if near]
    lot = day.daily("next model", quotes.id).below("lot", 1 << 16).tolist()
    equipment = np.array(
        [near[n * len(near) >> 16] + 1 for near, n in zip(models, lot, strict=True)], np.int64
    )
    kind = index_in(quotes.type, rules.QUOTE_TYPES)
    offers = _anew(day, quotes, kind, equipment)
    _amend(day, quotes.rows(quotes.accepted), offers.rows(quotes.accepted))
    _settle(day, quotes.rows(~quotes.accepted), np.full(int((~quotes.accepted).sum()), REVISED))
    _add(day, offers.rows(~quotes.accepted))


def _amend(day: Day, quotes: Found, offers: Offers) -> None:
    """Another model, at its price, under the quote that was accepted."""
    given = {
        "customer_id": quotes.customer,
        "quote_date": quotes.date.astype("datetime64[D]"),
        "quote_type": quotes.type,
        "equipment_id": offers.equipment,
        "replaced_kind": _replaced(day, offers),
        "labor_cost": quotes.labor,
        "list_year": list_year(day),
        **pricing.agreed(
            day,
            quotes.id,
            pricing.reckoned(
                day, quotes.id, offers.kind, offers.customer, offers.equipment, quotes.hours
            ),
            quotes.labor,
            np.zeros(len(quotes), np.bool_),
        ),
    }
    changed = ("description", "equipment_cost", "parts_cost", "total_amount")
    said = revealed(day, QuoteFactory, quotes.id, changed, **given)
    day.books.change(
        "quotes",
        quotes.id,
        at=day.at(office.MODELS_CHANGED),
        equipment_id=offers.equipment,
        **{name: said[name] for name in changed},
    )


def withdraw(day: Day) -> None:
    """Who has left takes nothing any more, nor has a repair done who has a new device."""
    left: Ints = np.append(quiet(day), day.left)
    over = lapsed(day, in_use(day))
    if not len(left) and not len(over):
        return
    quotes = day.books.read(
        "select quote_id as id, customer_id as customer, quote_type as type,"
        " quote_date as date from quotes"
        " where customer_id in (select value from json_each(?1)) and (status = 'Pending'"
        " or status = 'Accepted' and service_call_id is null"
        "    and quote_type <> 'Maintenance Contract')"
        " or quote_id in (select value from json_each(?2)) order by quote_id",
        keys(left), keys(over), id=INT, customer=INT, type=TEXT, date=DAY,
    )  # fmt: skip
    _settle(day, quotes, np.full(len(quotes), DECLINED))
