"""Texts of selling: leads, quotes, service plans, campaigns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from factories.engine.streams import Chance, Ints
from factories.wording.first_words import REPAIRS, as_noted, is_down
from factories.wording.needs import Needs, unless, without
from factories.wording.offers import (
    BIG_JOBS,
    CAMPAIGN_HOOKS,
    CHANGED,
    FOUND_US,
    KEEPS_THE_OLD,
    LOST_IN_NEED,
    LOST_LATER,
    NO_HURRY_TO_REPAIR,
    PLAN_EXTRAS,
    PLANS,
    QUOTE_EXTRAS,
    QUOTE_REASONS,
    QUOTE_STATUS,
    TIMELINES,
    TIMELINES_OF_EMERGENCIES,
    WATER_HEATER_EXTRAS,
    WATER_HEATER_REASONS,
    WHERE_IT_STANDS,
    WISHES,
    WISHES_OF_ONE_IN_NEED,
    WISHES_TO_CHECK,
    WISHES_TO_REPLACE,
    WISHES_UNCALLED,
)
from factories.wording.phrases import (
    FULL,
    KIND_NOUN,
    NOTHING,
    SEASON,
    Clauses,
    draws,
    filled,
    joined,
    picked,
    whole,
)
from factories.wording.repairs import NOUN

_SILENT = FULL * 40 // 100
"""Draws below this leave the notes of a quote empty: 40 % (assumption)."""

_FINANCED = ("Installation", "Replacement", "System Upgrade")
_COMPANY: Clauses = ("Contact for {company}.", "Calling on behalf of {company}.", "For {company}.")


@cache
def _quoted(
    quote_type: str, kind: str, component: str | None, old: str | None, plan: str | None
) -> Clauses:
    unit = KIND_NOUN[kind]
    if quote_type == "Repair":
        if component is None:
            return (f"Repair {{brand}} {unit}{{size}}.", f"Repair of {{brand}} {unit}{{size}}.")
        if component in ("Refrigerant Leak", "Drain Line"):
            noun = NOUN[component]
            return (
                f"Repair {noun} on {{brand}} {unit}{{size}}.",
                f"Find and repair {noun}, {{brand}} {unit}{{size}}.",
            )
        return (
            f"Replace {NOUN[component]} on {{brand}} {unit}{{size}}.",
            f"Furnish and install new {NOUN[component]}, {{brand}} {unit}{{size}}.",
        )
    if quote_type == "Installation":
        return (
            f"Furnish and install {{brand}} {unit}{{size}}.",
            f"Supply {{brand}} {unit}{{size}} and put it in.",
        )
    if quote_type == "Replacement":
        return (
            f"Replace existing {KIND_NOUN[old or kind]} with {{brand}} {unit}{{size}}.",
            f"Remove old {KIND_NOUN[old or kind]} and install {{brand}} {unit}{{size}}.",
        )
    if quote_type == "System Upgrade":
        return (
            f"Upgrade to high-efficiency {{brand}} {unit}{{size}}.",
            f"System upgrade with {{brand}} {unit}{{size}}.",
        )
    if plan == "Commercial":
        return (
            f"Commercial maintenance contract, all units, among them {{brand}} {unit}{{size}}.",
        )
    return (
        f"{plan} maintenance contract for {{brand}} {unit}{{size}}.",
        f"Maintenance contract, {plan} plan, {{brand}} {unit}{{size}}.",
    )


def _extras(quote_type: str, kind: str, plan: str | None) -> Clauses:
    if quote_type == "Installation" and kind == "Water Heater":
        return WATER_HEATER_EXTRAS
    return PLAN_EXTRAS[plan] if plan else QUOTE_EXTRAS[quote_type]


def _reasons(quote_type: str, kind: str, background: str | None) -> Clauses:
    if quote_type == "Installation" and kind == "Water Heater":
        return WATER_HEATER_REASONS
    known = QUOTE_REASONS.get((quote_type, background))
    return known or QUOTE_REASONS[quote_type, None]


@dataclass(frozen=True, slots=True)
class Offered:
    """What quotes are about, a row each."""

    quote_type: Sequence[str]
    kind: Sequence[str]
    brand: Sequence[str]
    capacity: Sequence[str | None]
    """As in '3 ton' or '80,000 BTU/h'; None leaves it out."""
    component: Sequence[str | None]
    """What a repair mends."""
    replaced: Sequence[str | None]
    """The kind of the unit that a replacement replaces, None for the same."""
    plan: Sequence[str | None]
    """The contract's, None for other offers."""
    background: Sequence[str | None]
    """A key of ``QUOTE_REASONS``."""


def quote_description(chance: Chance, offered: Offered) -> list[str]:
    """What is offered, at which size, and why."""
    first, second, third = draws(chance, "quote", 3)
    types, plan = offered.quote_type, offered.plan
    about = (offered.kind, offered.component, offered.replaced, plan)
    offer = picked(map(_quoted, types, *about), first)
    sized = filled(offer, "{size}", (f", {text}" if text else "" for text in offered.capacity))
    return joined(
        filled(sized, "{brand}", offered.brand),
        picked(map(_extras, types, offered.kind, plan), second),
        picked(map(_reasons, types, offered.kind, offered.background), third),
    )


@cache
def _quote_standing(quote_type: str, status: str, customer_type: str, writes: bool) -> Clauses:
    standing = QUOTE_STATUS[status]
    if quote_type in _FINANCED:
        standing = (*standing, *BIG_JOBS.get(status, ()))
    if quote_type in ("Replacement", "System Upgrade"):
        standing = (*standing, *KEEPS_THE_OLD.get(status, ()))
    lacking = unless(writes, Needs.EMAIL) | unless(customer_type != "commercial", Needs.HOME)
    return tuple(map(str, without(standing, lacking)))


def quote_notes(
    chance: Chance,
    quote_type: Sequence[str],
    status: Sequence[str],
    customer_type: Sequence[str],
    email: Sequence[str | None],
    changed_by: Ints,
) -> list[str | None]:
    """Where the offer stands, as its status has it; None for about 40 % of rows.

    ``status`` may be ``NOT_CALLED``, ``ON_THE_SPOT`` or ``ELSEWHERE``; ``email`` is the customer's
    address, None for none; ``changed_by`` the cents of a change order, 0 for none.
    """
    said, first = draws(chance, "quote notes", 2)
    writes = [address is not None for address in email]
    notes = picked(map(_quote_standing, quote_type, status, customer_type, writes), first)
    changes = change_order_notes(chance, changed_by)
    return [
        change or (None if draw < _SILENT else text)
        for change, draw, text in zip(changes, said, notes, strict=True)
    ]


def change_order_notes(chance: Chance, cents: Ints) -> list[str | None]:
    """What a change order added to the price, or took off it where ``cents`` are below 0; None
    where they are 0."""
    (first,) = draws(chance, "change order", 1)
    more = picked((CHANGED[amount > 0] for amount in whole(cents)), first)
    return [
        text.format(amount=f"${abs(amount) // 100:,}.{abs(amount) % 100:02d}") if amount else None
        for text, amount in zip(more, whole(cents), strict=True)
    ]


_WE_CALLED = ("Cold Call", "Trade Show")
"""Where it was us who went to them."""


@cache
def _wished(
    service_interest: str,
    lead_source: str,
    down: bool,
    wanted: str | None,
    replaced: str | None,
    checks: bool,
) -> Clauses:
    if service_interest == "Maintenance" and checks:
        return WISHES_TO_CHECK
    if service_interest == "Emergency Service" and lead_source in _WE_CALLED:
        return WISHES_UNCALLED
    if service_interest == "Emergency Service" and not down:
        return WISHES_OF_ONE_IN_NEED
    if service_interest == "Installation" and wanted:
        return _wished_unit(wanted, replaced)
    if service_interest == "Installation" and replaced:
        return WISHES_TO_REPLACE
    # Who asks for a repair says what is wrong instead.
    return WISHES.get(service_interest, NOTHING)


def _wished_unit(wanted: str, replaced: str | None) -> Clauses:
    unit = KIND_NOUN[wanted]
    article = "an" if unit[0] in "aA" else "a"
    rebates = f"Asked about rebates and financing on a new {unit}."
    if replaced is None:
        room = "Interested in a mini-split for one room."
        first = room if wanted == "Ductless Mini-Split" else f"Wants {article} {unit} put in."
        return (f"Wants a price for a new {unit}.", first, rebates)
    if replaced != wanted:
        return (f"Looking to replace an old {KIND_NOUN[replaced]} with {article} {unit}.", rebates)
    return (
        f"Looking to replace an old {unit}.",
        f"Comparing bids for a replacement {unit}.",
        rebates,
    )


def where_it_stands(status: Sequence[str], nurtured: Sequence[bool]) -> list[str]:
    """The status a row, and ``LOST_LATER`` for leads that were lost after a long while."""
    rows = zip(status, nurtured, strict=True)
    return [LOST_LATER if later and state == "Lost" else state for state, later in rows]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is known of leads, a row each."""

    service_interest: Sequence[str]
    lead_source: Sequence[str]
    status: Sequence[str]
    """It may be ``LOST_LATER`` too."""
    urgency: Sequence[str]
    company_name: Sequence[str | None]
    wanted: Sequence[str | None]
    """The kind of equipment it is about, where that is known."""
    replaced: Sequence[str | None]
    """The kind that it replaces."""
    failed: Sequence[str | None]
    """The component that has failed."""
    said: Sequence[str | None]
    """What those say is wrong who ask for a repair (``first_words``)."""
    checks: Sequence[bool]
    """Who wants an inspection rather than a tune-up."""


def lead_notes(chance: Chance, inquiry: Inquiry) -> list[str]:
    """How they came to us, what they want, how soon, and where it stands."""
    first, second, third, fourth = draws(chance, "lead notes", 4)
    wish, source = inquiry.service_interest, inquiry.lead_source
    named = [_COMPANY if name else NOTHING for name in inquiry.company_name]
    company = (name or "" for name in inquiry.company_name)
    unit = (map(is_down, inquiry.failed), inquiry.wanted, inquiry.replaced, inquiry.checks)
    return joined(
        picked(map(FOUND_US.__getitem__, source), first),
        filled(picked(named, third), "{company}", company),
        picked(map(_wished, wish, source, *unit), second),
        as_noted(inquiry.said, second),
        picked(map(_how_soon, wish, inquiry.urgency), third),
        picked(map(_standing, wish, source, inquiry.status), fourth),
    )


def _standing(service_interest: str, lead_source: str, status: str) -> Clauses:
    """Who needed somebody at once has found one, or waits no longer: nobody puts that off."""
    needed = service_interest == "Emergency Service" and lead_source not in _WE_CALLED
    lost = status in ("Lost", LOST_LATER)
    return WHERE_IT_STANDS[LOST_IN_NEED if needed and lost else status]


def _how_soon(service_interest: str, urgency: str) -> Clauses:
    if urgency == "High" and service_interest == "Emergency Service":
        return TIMELINES_OF_EMERGENCIES
    if urgency == "Low" and service_interest in REPAIRS:
        return NO_HURRY_TO_REPAIR
    return TIMELINES[urgency]


def services_included(plan: Sequence[str]) -> list[str]:
    """The fixed list of services of each plan."""
    return [PLANS[name] for name in plan]


@cache
def _hooks(target_service: str, month: int) -> Clauses:
    season = SEASON[month].capitalize()
    return tuple(hook.replace("{season}", season) for hook in CAMPAIGN_HOOKS[target_service])


def campaign_name(
    chance: Chance,
    channel: Sequence[str],
    target_service: Sequence[str],
    month: Ints,
    year: Ints,
) -> list[str]:
    """'Spring Tune-Up Special 2024 (Direct Mail)', named for the month it starts in."""
    (first,) = draws(chance, "campaign", 1)
    hooks = picked(map(_hooks, target_service, whole(month)), first)
    return [
        f"{hook} {started} ({where})"
        for hook, started, where in zip(hooks, whole(year), channel, strict=True)
    ]


def told_apart(names: Sequence[str], taken: Iterable[str]) -> list[str]:
    """The names of a branch's campaigns: what repeats one of those before it, or one that is
    ``taken``, is its next wave."""
    seen = set(taken)
    apart: list[str] = []
    for name in names:
        wave, new = 1, name
        while new in seen:
            wave += 1
            new = f"{name}, wave {wave}"
        seen.add(new)
        apart.append(new)
    return apart
