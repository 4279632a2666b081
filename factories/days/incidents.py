"""Emergencies written up as incidents, and what becomes of those that stay open."""

from __future__ import annotations

import numpy as np

from factories.days import crew as crews
from factories.days.books import DAY, FLAG, INT, MINUTE, TEXT, iso
from factories.days.day import Day
from factories.days.visit_rows import Visits
from factories.days.weather import temperatures
from factories.engine.streams import Ints, Mask
from factories.engine.values import NULL, Coded
from factories.rules.calls import service, urgency
from factories.rules.calls.service import EMERGENCY, INCIDENT_STATUSES, JOBS
from factories.rules.crm.feedback import temperaments
from factories.rules.hours import office
from factories.tables.incidents import IncidentResponseFactory

_RESOLVED, _PENDING, _ESCALATED, _FOLLOW_UP = range(4)


def answer_incidents(day: Day) -> None:
    """New incidents, and the open ones' next state."""
    _write_up(day, day.visits)
    _move_on(day)


def _write_up(day: Day, visits: Visits) -> None:
    chance = day.chance("incidents", visits.call)
    severity = np.maximum(visits.severity, 0)
    share = (
        np.array(urgency.INCIDENTS_WRITTEN_UP) / urgency.INCIDENTS_OF_EMERGENCIES * _written_up(day)
    )
    written = chance.happens("written", np.minimum(share, 1.0)[severity])
    row = np.flatnonzero((visits.kind == EMERGENCY) & (visits.severity >= 0) & written)
    if not len(row):
        return
    chance = day.chance("incidents", visits.call[row])
    again = visits.awaits_part[row]
    open_ = chance.happens("looked after", service.FOLLOW_UP_SHARE) & ~again
    asked = chance.happens("left to customer", service.LEFT_TO_CUSTOMER)
    state = np.where(open_, np.where(asked, _FOLLOW_UP, _PENDING), _RESOLVED)
    follow_up = again | (state > 0)
    low, high = temperatures(day, visits.branch)
    day.books.add(
        IncidentResponseFactory,
        len(row),
        recorded=visits.start[row],
        changed=visits.end[row],
        service_call_id=visits.call[row],
        severity_level=Coded(visits.severity[row], service.SEVERITIES),
        response_time_minutes=visits.start[row] - visits.reported[row],
        resolution_time_minutes=visits.end[row] - visits.reported[row],
        gas_leak=visits.gas_leak[row],
        low_temperature_f=low[row],
        high_temperature_f=high[row],
        reported_time=visits.reported[row].astype("datetime64[m]"),
        backup_technician_id=_backups(day, visits, row),
        resolution_status=Coded(state, INCIDENT_STATUSES),
        follow_up_required=follow_up,
        customer_satisfaction=service.incident_ratings(
            chance,
            temperaments(chance, visits.customer[row]),
            visits.late[row],
            again,
            asks_for_manager(day, visits)[row],
        ),
    )


def asks_for_manager(day: Day, visits: Visits) -> Mask:
    """At which of the day's visits the customer has asked for a manager: of emergencies that await
    no part."""
    asks = service.asks_for_manager(day.chance("incidents", visits.call))
    urgent: Mask = (visits.kind == EMERGENCY) & ~visits.awaits_part
    return urgent & asks


def _written_up(day: Day) -> float:
    """Of the emergencies those that become incidents, as the company was populated."""
    emergencies = JOBS["Emergency"].share * day.rate("service_calls")
    return min(day.rate("incident_response") / emergencies, 1.0)


def _backups(day: Day, visits: Visits, row: Ints) -> Ints:
    """A second technician on severe incidents, if one is free for the whole visit."""
    who = crews.crew(day)
    chance = day.chance("backup", visits.call[row])
    severe = (visits.severity[row] >= urgency.SEVERE_FROM) & chance.happens(
        "backup", service.SECOND_TECHNICIAN_SHARE
    )
    chosen = np.full(len(row), NULL, np.int64)
    out = list(
        zip(visits.technician.tolist(), visits.start.tolist(), visits.end.tolist(), strict=True)
    )
    for n in np.flatnonzero(severe).tolist():
        call = int(row[n])
        start, end = int(visits.start[call]), int(visits.end[call])
        first, last = start - urgency.BACKUP_AROUND, end + urgency.BACKUP_AROUND
        busy = {technician for technician, s, e in out if s < last and e > first}
        free = [
            int(who.id[r])
            for r in who.of(int(visits.branch[call])).tolist()
            if who.hired[r] <= int(visits.reported[call]) // 1440 <= day.number <= who.leaves[r]
            and int(who.id[r]) not in busy
            and not crews.away(day, who, r, day.number)
        ]
        if free:
            chosen[n] = free[int(chance.below("who", len(free))[n])]
            out.append((int(chosen[n]), start, end))
    return chosen


def _move_on(day: Day) -> None:
    """Who waits goes to a manager; all is done some days or weeks later, or when somebody was there
    again."""
    open_ = day.books.read(
        "select i.incident_id as id, i.resolution_status as status,"
        " i.severity_level = 'Critical' as critical,"
        " s.service_date as [on], (select max(n.completed_at)"
        "  from service_calls as n where n.installation_id = s.installation_id"
        "  and n.service_call_id > s.service_call_id) as again"
        " from incident_response as i join service_calls as s"
        " on s.service_call_id = i.service_call_id"
        " where i.resolution_status <> 'Resolved' and s.service_date < ?"
        # What a manager has settled stays on file as that.
        " and (i.follow_up_required or i.resolution_status <> 'Escalated')"
        " order by i.incident_id",
        iso(day.number), id=INT, status=TEXT, critical=FLAG, on=DAY, again=MINUTE,
    )  # fmt: skip
    age = day.number - open_.on
    by_customer = open_.status.is_("Requires Follow-up")
    until = service.closed_after(day.chance("closed", open_.id), open_.critical, by_customer)
    over = (age >= until) | (open_.again != NULL)
    stays = day.chance("closed", open_.id).happens("stays escalated", service.STAYS_ESCALATED)
    filed = np.where(open_.status.is_("Escalated") & stays, _ESCALATED, _RESOLVED)
    day.books.change(
        "incident_response",
        open_.id[over],
        at=np.maximum(open_.again, day.at(office.NIGHT_RUN))[over],
        resolution_status=Coded(filed[over], INCIDENT_STATUSES),
        follow_up_required=False,
    )
    waits = open_.status.is_("Pending") & ~over & (age > service.INCIDENT_PENDING_DAYS)
    day.books.change(
        "incident_response",
        open_.id[waits],
        at=day.at(office.NIGHT_RUN),
        resolution_status="Escalated",
    )
