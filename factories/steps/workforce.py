"""Open the branch, hire, certify, buy vans."""

from __future__ import annotations

from typing import Any

import numpy as np

from factories.engine.rows import Table
from factories.engine.streams import Chance, Ints, Mask, keep_weighted
from factories.engine.values import NULL, Coded, day_number
from factories.rules.crew.territories import homes
from factories.rules.crew.van_positions import Seen, on_the_way_home
from factories.rules.crew.workforce import (
    APPRENTICE_SHARE,
    CERTIFICATE_CHANCE,
    EARNED_AFTER,
    EPA_608,
    EXPERIENCED_IN_HISTORY,
    HIRED_BEFORE,
    HIRED_ON_MONDAYS,
    HIRES_UNTIL,
    IDLE_STATUSES,
    JOINED_BEFORE,
    JUNIOR_FOR,
    JUNIORS_SINCE,
    JUNIORS_WITHIN,
    LEAVES_FROM,
    LEAVES_UNTIL,
    LEVEL_NAMES,
    LEVELS,
    NATE_SHARE,
    OTHER_CERTIFICATIONS,
    RENEWED_AHEAD,
    RETIRED_VAN_OLDER,
    STAYED_BEFORE_LEAVING,
    TURNOVER,
    TURNOVER_CREW_SIZE,
    TURNOVER_WITHIN,
    VALID_YEARS,
    VAN_AGE_DAYS,
)
from factories.rules.hours.calendar import months_later, next_office_day, previous_office_day
from factories.steps.recording import moments
from factories.steps.world import World, days, shares
from factories.tables.fleet import VehicleFactory
from factories.tables.workforce import (
    BranchFactory,
    TechnicianCertificationFactory,
    TechnicianFactory,
)


def open_branch(world: World) -> None:
    """The office, and nothing else yet."""
    world.tables["branches"] = BranchFactory.columns(
        1, first_id=world.number, seed=world.scenario.seed, today=world.scenario.as_of
    )


def hire(world: World) -> None:
    """The crew in order of hiring: leads and specialists first, juniors lately."""
    count = world.rows("technicians")
    chance = world.chance("hire", count)
    opened = day_number(world.tables["branches"]["opened_date"][0])
    sizes = shares(count, tuple(level.share for level in LEVELS.values()))
    level = np.repeat(np.arange(len(sizes)), sizes)
    is_junior = level == LEVEL_NAMES.index("junior")
    length = world.today - world.start
    # Seniors and above joined up to nine years before the history, a few within it; juniors in the
    # last years.
    latest, more = JOINED_BEFORE
    before = world.start - latest - chance.below("before", min(more, world.start - latest - opened))
    parts, of = HIRES_UNTIL
    hires_for = max(length * parts // of, 1)
    within = world.start + chance.below("within", hires_for)
    first = max(world.start - JUNIORS_SINCE, world.today - JUNIOR_FOR)
    until = world.start + hires_for
    recently = first + chance.below("recently", max(until - first, JUNIORS_WITHIN))
    late = chance.happens("late", EXPERIENCED_IN_HISTORY) & ~is_junior
    hired = np.where(is_junior, recently, np.where(late, within, before))
    hired, before = _first_day(chance, hired), _first_day(chance, before)
    enough = int(np.ceil(HIRED_BEFORE * count))
    # Juniors of those days are none today.
    for row in np.lexsort((hired, is_junior))[:enough].tolist():
        hired[row] = min(hired[row], before[row])
    order = np.argsort(hired, kind="stable")
    world.add(
        TechnicianFactory,
        branch_id=world.number,
        nth=np.arange(count),
        technician_level=Coded(level[order], LEVEL_NAMES),
        hire_date=days(hired[order]),
        left_date=_last_days(world, hired[order]),
    )


def _last_days(world: World, hired: Ints) -> Any:
    """When those who have left did so: some of whom the history had found there."""
    chance = world.chance("left", len(hired))
    length = world.today - world.start + 1
    first = np.maximum(world.start + length // LEAVES_FROM, hired + STAYED_BEFORE_LEAVING)
    last = world.today - length // LEAVES_UNTIL
    may = (hired < world.start) & (first < last)
    share = TURNOVER * min(length / TURNOVER_WITHIN, 1) if len(hired) >= TURNOVER_CREW_SIZE else 0.0
    gone = keep_weighted(
        chance, "left", may.astype(np.int64), min(round(share * len(hired)), int(may.sum()))
    )
    left = np.full(len(hired), NULL, np.int64)
    day = first[gone] + (chance.fraction("day")[gone] * (last - first[gone]) >> 32)
    left[gone] = previous_office_day(days(day)).astype(np.int64)
    return np.where(left == NULL, np.datetime64("NaT", "D"), days(left))


def _first_day(chance: Chance, day: Ints) -> Ints:
    """The working day on which work begins: as a rule, the next Monday."""
    monday = day + (-(day + 3)) % 7
    started = np.where(chance.happens("on a Monday", HIRED_ON_MONDAYS), monday, day)
    first: Ints = next_office_day(days(started)).astype(np.int64)
    return first


def certify(world: World) -> None:
    """EPA 608 for all but apprentices, NATE for the better ones, then what else there is until the
    count; of what expires, every term that reaches into the history."""
    technicians = world.tables["technicians"]
    crew = len(technicians)
    chance = world.chance("certify", crew)
    count = world.rows("technician_certifications")
    is_junior = technicians["technician_level"].is_("junior")
    apprentices = _about(chance, "apprentice", is_junior, APPRENTICE_SHARE)
    epa = np.delete(np.arange(crew), apprentices)
    names = list(EPA_608)
    kind = chance.choose("epa", tuple(EPA_608.values()))
    cards = [(int(row), names[kind[row]]) for row in epa]
    nate = _about(chance, "nate", ~is_junior, NATE_SHARE)
    cards += [(int(row), "NATE") for row in nate]
    cards += _other_cards(world, crew, count - len(cards))
    have = set(cards)
    cards += [(row, "NATE") for row in range(crew) if (row, "NATE") not in have]
    terms = sorted(_terms(world, cards)[:count])
    _certificates(
        world,
        [(row, name) for row, name, _ in terms],
        issued_date=days(np.array([day for _, _, day in terms], np.int64)),
    )


def _certificates(world: World, cards: list[tuple[int, str]], **given: Any) -> Table:
    first = world.tables["technicians"].first_id
    return world.add(
        TechnicianCertificationFactory,
        len(cards),
        technician_id=first + np.array([row for row, _ in cards], np.int64),
        certification_name=Coded.of([name for _, name in cards]),
        **given,
    )


_TERMS = 4096
"""More cards than the technicians of a branch have had."""


def _terms(world: World, cards: list[tuple[int, str]]) -> list[tuple[int, str, int]]:
    """Technician, name and day of issue of the cards at hand, each followed by the terms before it
    that were valid on a day of the history and of the technician's here, latest first."""
    latest = _certificates(world, cards)["issued_date"].astype(np.int64).tolist()
    technicians = world.tables["technicians"]
    hired = technicians["hire_date"].astype(np.int64)
    last = np.fmin(technicians["left_date"], np.datetime64(world.today, "D")).astype(np.int64)
    brought = technicians["years_experience"] - (last - hired) // 365
    began, hired = (hired - np.maximum(brought, 0) * 365).tolist(), hired.tolist()
    found = []
    for (row, name), newest in zip(cards, latest, strict=True):
        day = newest
        found.append((row, name, day))
        since = max(world.start, hired[row])
        # What the company has them trained in begins with it, other cards are brought along.
        after = EARNED_AFTER.get(name)
        earliest = hired[row] if after is None else began[row] + after
        while name in VALID_YEARS and day > since:
            ids = np.array([row * _TERMS + len(found)])
            ahead = world.chance("renewals", ids).between("ahead", *RENEWED_AHEAD)
            day = _renewed_from(day + int(ahead[0]), VALID_YEARS[name])
            if day < earliest:
                break
            found.append((row, name, day))
    return found


def _renewed_from(day: int, valid: int) -> int:
    """The issue of the card that was to run out on this day, or on one of the next few."""
    before = months_later(days(np.array([day])), -12 * valid)
    return int(next_office_day(before).astype(np.int64)[0])


def _about(chance: Chance, what: str, may: Mask, share: float) -> Ints:
    """Rows of those who may: about a share of the whole crew, in one branch more than in another;
    nobody where it is less than one."""
    most = min(2 * round(share * len(may)), int(may.sum()))
    some = int(chance.happens(f"{what}s", CERTIFICATE_CHANCE)[:most].sum())
    return keep_weighted(chance, what, may.astype(np.int64), some)


def _other_cards(world: World, crew: int, count: int) -> list[tuple[int, str]]:
    """Technician and name of so many other cards, as far as there are as many: a license takes
    years of practice."""
    names = list(OTHER_CERTIFICATIONS)
    chance = world.chance("other cards", crew * len(names))
    weight = np.tile(np.array(tuple(OTHER_CERTIFICATIONS.values()), np.int64), crew)
    weight[names.index("State HVAC License") :: len(names)] *= ~world.tables["technicians"][
        "technician_level"
    ].is_("junior")
    found = keep_weighted(chance, "cards", weight, min(max(count, 0), len(weight)))
    turn = found[chance.at(found).order("turn")]
    return [(row // len(names), names[row % len(names)]) for row in turn.tolist()]


def buy_vans(world: World) -> None:
    """A van a technician where there are enough, spares, and those in repair, laid up or
    retired."""
    technicians = world.tables["technicians"]
    count = world.rows("vehicle_fleet")
    there = np.flatnonzero(np.isnat(technicians["left_date"]))
    driven = min(len(there), count)
    position = np.arange(count)
    idle = position - driven
    names, weights = tuple(IDLE_STATUSES), tuple(IDLE_STATUSES.values())
    chance = world.chance("fleet", count)
    status = np.where(idle < 0, 0, chance.choose("idle", weights))
    retired = status == names.index("Retired")
    age = chance.between("age", *VAN_AGE_DAYS) + np.where(retired, RETIRED_VAN_OLDER, 0)
    order = np.argsort(-age, kind="stable")
    driver = np.full(count, NULL, np.int64)
    driver[:driven] = technicians.first_id + there[:driven]
    # What is in the workshop stays its driver's, who has a spare one meanwhile.
    shop = np.flatnonzero(status == names.index("Maintenance"))[:driven]
    own = np.argsort(chance.bits("in the workshop")[:driven], kind="stable")[: len(shop)]
    status[shop], status[own] = status[own], status[shop]
    status, driver = status[order], driver[order]
    out = (status == 0) & (driver != NULL)
    seen = _seen(world, np.where(out, driver - technicians.first_id, -1))
    world.add(
        VehicleFactory,
        branch_id=world.number,
        assigned_technician_id=driver,
        status=Coded(status, names),
        age_days=age[order],
        seen_at=moments(seen.at),
        seen_north=seen.north,
        seen_east=seen.east,
    )


def _seen(world: World, driver: Ints) -> Seen:
    """Where each van was seen last whose driver (a row, or -1) had a visit on the last office day
    or since; -1 and NULL for others."""
    seen = Seen(*(np.full(len(driver), none, np.int64) for none in (-1, NULL, NULL)))
    calls, customers = world.calls, world.tables["customers"]
    last = np.full(world.rows("technicians"), -1, np.int64)
    # Calls are in order of start: a technician's last one stays.
    last[calls.technician] = np.arange(len(calls))
    since = int(previous_office_day(days(np.array([world.today]))).astype(np.int64)[0])
    last = np.where((last >= 0) & (calls.day[last] >= since), last, -1)
    out = np.flatnonzero(np.append(last, -1)[driver] >= 0)
    if not len(out):
        return seen
    call = last[driver[out]]
    site = calls.customer[call]
    chance = world.chance("seen", driver[out])
    technician = world.keys("technicians", driver[out])
    home = homes(chance, technician, np.full(len(out), world.number))
    left = Seen(calls.end[call], customers["latitude"][site], customers["longitude"][site])
    for column, found in zip(seen, on_the_way_home(chance, left, home), strict=True):
        column[out] = found
    return seen
