"""Leads: who inquires, how far each has come, and who becomes a customer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from factories.days import joining
from factories.days.books import DAY, INT, TEXT, Found
from factories.days.day import Day
from factories.days.demand import call_in
from factories.days.inquiries import EMERGENCY, Inquiries, inquiries, wins
from factories.days.joining import Newcomers
from factories.days.revealed import revealed
from factories.engine.columns import Columns
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.engine.values import NULL, Coded, index_in, texts
from factories.rules.accounting.billing import WORKDAY_ENDS
from factories.rules.calls.service import COMPONENTS
from factories.rules.crm import sales
from factories.rules.crm.beliefs import STAGES
from factories.rules.crm.customers import SATURDAY, after_weekends, opening_minute
from factories.rules.crm.wants import INSTALLATION, Wants, wants
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.hours import office
from factories.rules.hours.calendar import next_office_day, previous_office_day
from factories.rules.hours.office import NIGHT_RUN
from factories.rules.region.territory import METROS, first_branches
from factories.tables.leads import LeadFactory

_UNDECIDED = 366
"""Days: who will become a customer, weeks from now, is not lost on the way."""
_BY_NOW = "'New', 'Contacted', 'Qualified', 'Nurturing'"


def take_inquiries(day: Day) -> None:
    """Write down who asks today. Those in need who are helped at once have no lead before that."""
    asked = inquiries(day)
    day.in_need = asked.rows(np.flatnonzero(asked.lead < 0))
    asked = asked.rows(np.flatnonzero(asked.lead >= 0))
    lead = asked.lead
    business = revealed(day, LeadFactory, lead, ["is_business"])["is_business"]
    today = np.full(len(lead), day.number)
    noted = _noted(_wants(day, lead, asked.interest, asked.branch, business, today))
    moment = call_in(day, day.daily("inquiry", asked.key))
    _write(day, asked, moment, customer_id=NULL, **noted)


def _write(day: Day, asked: Inquiries, moment: Ints, **given: Any) -> None:
    table = day.books.add(
        LeadFactory,
        len(asked),
        recorded=moment,
        branch_id=asked.branch,
        campaign_id=asked.campaign,
        created_date=np.datetime64(day.number, "D"),
        lead_source=Coded(asked.source, sales.SOURCES),
        service_interest=Coded(asked.interest, sales.INTERESTS),
        urgency=Coded(asked.urgency, sales.URGENCIES),
        **given,
    )
    # Who is spoken to on the first day is written down twice.
    ids = table.ids[~np.isnat(table["last_contact_date"])]
    day.books.touch("leads", ids, _entered(day, ids))


def _kind(kind: Ints) -> Coded:
    return Coded(np.where(kind >= 0, kind, len(KIND_NAMES)), (*KIND_NAMES, None))


def _failed(component: Ints) -> Coded:
    none = len(COMPONENTS)
    return Coded(np.where(component >= 0, component, none), (*COMPONENTS, None))


def _wants(
    day: Day, lead: Ints, interest: Ints, branch: Ints, business: Mask, asked: Ints
) -> Wants:
    return wants(day.books.seed, lead, interest, branch, business, asked)


def _noted(found: Wants) -> dict[str, Any]:
    """What the notes say of it."""
    return {
        "wanted_kind": _kind(np.where(found.says, found.kind, -1)),
        "replaced_kind": _kind(np.where(found.replaces, found.kind, -1)),
        "failed": _failed(found.component),
        "checks": found.checks,
    }


def work_leads(day: Day) -> None:
    """Call them, learn what they need, win some and lose the others."""
    _record_helped(day)
    open_ = _open(day)
    path = _path(day, open_)
    back = _come_back(day, open_)
    _go_on(day, open_.rows(~back), path.rows(~back))
    new = [_win(day, open_.rows(np.flatnonzero(path.due(day) | back)))]
    new.append(joining.join_by_themselves(day))
    day.requests += [joining.first_visits(day, group) for group in new]


def _open(day: Day) -> Found:
    return day.books.read(
        "select lead_id as id, created_date as created, lead_source as source,"
        " service_interest as interest, urgency, status,"
        " last_contact_date as contact, conversion_probability as believed"
        f" from leads where status in ({_BY_NOW}) order by lead_id",
        id=INT, created=DAY, source=TEXT, interest=TEXT, urgency=TEXT, status=TEXT, contact=DAY,
        believed=INT,
    )  # fmt: skip


def _record_helped(day: Day) -> None:
    """Who was helped in an emergency was a lead for an hour."""
    helped, visits = day.helped, day.visits
    served = np.flatnonzero(among(helped.customer, visits.customer))
    customer = helped.customer[served]
    call = [int(np.argmax(visits.customer == key)) for key in customer.tolist()]
    failed = _failed(visits.component[call] if call else customer)
    leads = day.in_need.rows(served)
    _write(day, leads, helped.opened[served], customer_id=customer, failed=failed)


def _come_back(day: Day, open_: Found) -> Mask:
    """Who had said "later", and calls today to have it done."""
    calls: Mask = open_.status.is_("Nurturing") & day.works
    chance = day.chance("said later", open_.id)
    calls &= sales.comes_back(chance, index_in(open_.source, sales.SOURCES))
    on = next_office_day((open_.created + sales.back_after(chance)).astype("datetime64[D]"))
    calls &= on.astype(np.int64) == day.number
    if not calls.any():
        return calls
    row = np.flatnonzero(calls)
    told = _told(open_.rows(row))
    later = revealed(day, LeadFactory, open_.id[row], ["decided_on"], **told)["decided_on"]
    calls[row] = later.astype(np.int64) + sales.COMES_BACK_AFTER <= day.number
    return calls


@dataclass
class _Path(Columns):
    """How open leads go on, a row each: day numbers."""

    contacted: Ints
    qualified: Ints
    opens: Ints
    """The day on which it becomes a customer; -1 for those who never do."""

    def due(self, day: Day) -> Mask:
        """Who becomes a customer today."""
        today: Mask = (self.opens > 0) & (self.opens <= day.number)
        return today


def _path(day: Day, open_: Found) -> _Path:
    """Who will be won is spoken to and known by the day before, whatever the others take."""
    opens, won = _account_days(day, open_)
    steps = revealed(day, LeadFactory, open_.id, ["contacted_on", "qualified_on"], **_told(open_))
    contacted, qualified = (steps[name].astype(np.int64) for name in steps)
    begun = day.books.begun
    first = next_office_day(open_.created.astype("datetime64[D]")).astype(np.int64)
    by = previous_office_day((opens - 1).astype("datetime64[D]")).astype(np.int64)
    by = np.maximum(by, first)
    # What the history has seen stays as it was, and what it has not comes after it.
    after = int(next_office_day(np.datetime64(begun + 1, "D")).astype(np.int64))
    since = np.where(open_.created <= begun, after, 0)
    seen = (open_.created <= begun) & (qualified <= begun)
    sooner = np.where(seen, qualified, np.maximum(np.minimum(qualified, by), since))
    spoken = (open_.created <= begun) & (contacted <= begun)
    called = np.where(spoken, contacted, np.maximum(np.minimum(contacted, by), since))
    opens = np.maximum(opens, sooner + 1)
    broken = open_.interest.is_("AC Repair", "Heating Repair")
    opens = after_weekends(day.chance("first words", open_.id), opens, broken)
    # The office opens accounts, but on holidays.
    calls = (opens == day.number) & (day.weekday == SATURDAY)
    opens = np.where(day.works | calls, opens, np.maximum(opens, day.number + 1))
    return _Path(
        np.where(won, called, contacted),
        np.where(won, sooner, qualified),
        np.where(won, opens, -1),
    )


def _account_days(day: Day, open_: Found) -> tuple[Ints, Mask]:
    """The day on which each lead would become a customer, and which of them do."""
    interest = index_in(open_.interest, sales.INTERESTS)
    tables = np.stack([sales.DAYS_BEFORE_ACCOUNT[name] for name in sales.INTERESTS])
    # Who was a lead at the end of the history had not come by then; after so many days nobody does.
    waited = np.maximum(day.books.begun - open_.created, 0)
    past = (np.maximum(tables, 1)[interest] <= waited[:, None]).sum(axis=1)
    chance = day.chance("first words", open_.id)
    ahead = np.maximum(tables.shape[1] - past, 1)
    days = tables[interest, tables.shape[1] - ahead + chance.below("days", ahead)]
    # Those in need were helped on their day, or by others.
    may = (interest != EMERGENCY) & (past < tables.shape[1]) & ~open_.status.is_("Nurturing")
    return open_.created + np.maximum(days, 1), may & _wins(day, open_)


def _wins(day: Day, open_: Found) -> Mask:
    """Which leads become customers: of those that the history left open as many as the office
    believed in then, by how far each had come."""
    won = wins(day, open_.id, index_in(open_.source, sales.SOURCES))
    row = np.flatnonzero(open_.created <= day.books.begun)
    if not len(row):
        return won
    left = open_.rows(row)
    told = _told(left)
    steps = revealed(day, LeadFactory, left.id, ["contacted_on", "qualified_on"], **told)
    ahead = [steps[name].astype(np.int64) > day.books.begun for name in steps]
    told["status"] = Coded(np.select(ahead, [0, 1], 2), STAGES)
    told["age"] = day.books.begun - left.created
    said = revealed(day, LeadFactory, left.id, ["conversion_probability"], **told)
    believed = said["conversion_probability"] / 100
    won[row] = day.chance("wins", left.id).happens("wins", believed)
    return won


def _told(open_: Found) -> dict[str, Any]:
    return {
        "created_date": open_.created.astype("datetime64[D]"),
        "lead_source": open_.source,
        "service_interest": open_.interest,
        "urgency": open_.urgency,
        "customer_id": np.full(len(open_), NULL, np.int64),
    }


def _go_on(day: Day, open_: Found, path: _Path) -> None:
    """The steps that the leads reach today; who is to be won stays until then."""
    known = _told(open_)
    decided = revealed(day, LeadFactory, open_.id, ["decided_after"], **known)["decided_after"]
    known["decided_after"] = np.where(path.opens > 0, _UNDECIDED, decided)
    known["contacted_on"] = path.contacted.astype("datetime64[D]")
    known["qualified_on"] = path.qualified.astype("datetime64[D]")
    names = ["status", "last_contact_date", "conversion_probability"]
    now = revealed(day, LeadFactory, open_.id, names, **known)
    status, contact = now["status"], now["last_contact_date"]
    was = open_.contact.astype("datetime64[D]")
    moved = np.array(texts(status), object) != np.array(texts(open_.status), object)
    moved |= (contact != was) & ~(np.isnat(contact) & np.isnat(was))
    rows = np.flatnonzero(moved)
    given = {name: _at(column, rows) for name, column in known.items()}
    _change(day, open_.id[rows], status.take(rows), contact[rows], given)
    # The system believes less in those who wait.
    doubted = np.flatnonzero(~moved & (now["conversion_probability"] != open_.believed))
    day.books.change(
        "leads",
        open_.id[doubted],
        at=day.at(NIGHT_RUN),
        conversion_probability=now["conversion_probability"][doubted],
    )


def _at(column: Any, rows: Ints) -> Any:
    return column.take(rows) if isinstance(column, Coded) else column[rows]


def _change(day: Day, ids: Ints, status: Coded, contact: Any, given: dict[str, Any]) -> None:
    """Write how far leads have come, and what is said of them then."""
    if not len(ids):
        return
    stored = day.books.tables["leads"]
    given = {**given, "status": status, "company_name": stored.at("company_name", ids)}
    said = revealed(day, LeadFactory, ids, ["conversion_probability"], **given)
    day.books.change(
        "leads",
        ids,
        at=_entered(day, ids),
        status=status,
        conversion_probability=said["conversion_probability"],
        notes=_notes(day, ids, given),
        last_contact_date=contact,
        customer_id=given["customer_id"],
    )


def _entered(day: Day, ids: Ints) -> Ints:
    """When the office notes what came of leads today: of one that has come in today, after that."""
    asked = day.books.added.get("leads", {})
    before = np.array([asked.get(key, 0) for key in ids.tolist()], np.int64)
    return office.entered_after(day.daily("leads", ids), "minute", day.number, before)


def _notes(day: Day, ids: Ints, given: dict[str, Any]) -> list[str]:
    """The same story with where it stands now: the wish stays as it was written down first."""
    wish, business = index_in(given["service_interest"], sales.INTERESTS), given["company_name"]
    asked = given["created_date"].astype(np.int64)
    noted = _noted(_wants(day, ids, wish, _metros(day, ids), ~business.is_(None), asked))
    notes: list[str] = revealed(day, LeadFactory, ids, ["notes"], **noted, **given)["notes"]
    return notes


def _metros(day: Day, lead: Ints) -> Ints:
    """The first branch of the metro area in which each lead lives."""
    addresses = texts(day.books.tables["leads"].at("address", lead))
    known = first_branches()
    return np.array([known[address[-5:]] for address in addresses], np.int64)


def branches(day: Day, lead: Ints) -> Ints:
    """The branch that each lead asked: of those that serve its town, the one whose colleague works
    the lead."""
    asked = texts(day.books.tables["leads"].at("assigned_to", lead))
    found = _metros(day, lead)
    settled = np.zeros(len(lead), np.bool_)
    for turn in range(-(-day.scenario.scale // len(METROS))):
        branch = np.where(settled, found, (found - 1) % len(METROS) + 1 + turn * len(METROS))
        said = revealed(day, LeadFactory, lead, ["assigned_to"], branch_id=branch)["assigned_to"]
        fits = [one == other for one, other in zip(texts(said), asked, strict=True)]
        now = np.array(fits, np.bool_) & ~settled & (branch <= day.scenario.scale)
        found, settled = np.where(now, branch, found), settled | now
    return found


def _win(day: Day, won: Found) -> Newcomers:
    """Open the account of each lead won today, under the name and address that we have."""
    if not len(won):
        return Newcomers.none()
    stored = day.books.tables["leads"]
    ids = won.id
    place = revealed(day, LeadFactory, ids, ["place"])["place"]
    company = stored.at("company_name", ids)
    business, wish = ~company.is_(None), index_in(won.interest, sales.INTERESTS)
    branch = branches(day, ids)
    wanted = _wants(day, ids, wish, branch, business, won.created)
    today = np.full(len(won), day.number)
    moment = day.at(opening_minute(day.chance("account", ids), today))
    new = joining.join(
        day,
        branch,
        wish,
        moment,
        wanted.kind,
        (wish != INSTALLATION) | wanted.replaces,
        customer_type=Coded(business.astype(np.int64), ("residential", "commercial")),
        customer_name=_names(day, ids),
        phone=texts(stored.at("phone", ids)),
        email=texts(stored.at("email", ids)),
        street=[text.split(", ")[0] for text in texts(stored.at("address", ids))],
        place=place,
    )
    given = {**_told(won), "customer_id": new.customer}
    converted = Coded(np.zeros(len(won), np.int64), ("Converted",))
    _change(day, ids, converted, today.astype("datetime64[D]"), given)
    _on_the_list(day, ids, new.customer)
    return new


def _names(day: Day, lead: Ints) -> list[str]:
    """The business that asks, else the person."""
    stored = day.books.tables["leads"]
    columns = (stored.at(name, lead) for name in ("company_name", "first_name", "last_name"))
    named = zip(*(texts(column) for column in columns), strict=True)
    return [firm or f"{first} {last}" for firm, first, last in named]


def wanted_kinds(day: Day, lead: Ints, branch: Ints) -> Ints:
    """Index into ``KIND_ORDER`` of the new system that each lead wants."""
    if not len(lead):
        return lead
    business = ~day.books.tables["leads"].at("company_name", lead).is_(None)
    asked = day.books.tables["leads"].at("created_date", lead).astype(np.int64)
    return _wants(day, lead, np.full(len(lead), INSTALLATION), branch, business, asked).kind


def _on_the_list(day: Day, lead: Ints, customer: Ints) -> None:
    """Who had agreed to mailings as a lead is a customer on the mailing list now."""
    stored = day.books.tables["leads"]
    by_email = dict(zip(texts(stored.at("email", lead)), customer.tolist(), strict=True))
    found = day.books.connection.execute(
        "select contact_id, email from mailing_list where customer_id is null"
        " and email in (select value from json_each(?)) order by contact_id",
        (json.dumps(list(by_email)),),
    ).fetchall()
    ids = np.array([key for key, _ in found], np.int64)
    owners = np.array([by_email[email] for _, email in found], np.int64)
    day.books.change("mailing_list", ids, at=day.at(WORKDAY_ENDS), customer_id=owners)
