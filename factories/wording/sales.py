"""Texts of selling: leads, quotes, service plans, campaigns."""

from collections.abc import Sequence
from functools import cache

from factories.engine.streams import Chance, Ints
from factories.wording.offers import (
    BIG_JOBS,
    CAMPAIGN_HOOKS,
    FOUND_US,
    PLANS,
    QUOTE_EXTRAS,
    QUOTE_REASONS,
    QUOTE_STATUS,
    TIMELINES,
    WHERE_IT_STANDS,
    WISHES,
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
def _quoted(quote_type: str, kind: str, component: str | None) -> Clauses:
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
            f"New {{brand}} {unit}{{size}}, furnished and installed.",
        )
    if quote_type == "Replacement":
        return (
            f"Replace existing {unit} with {{brand}} {unit}{{size}}.",
            f"Remove old {unit} and install new {{brand}} {unit}{{size}}.",
        )
    if quote_type == "System Upgrade":
        return (
            f"Upgrade to high-efficiency {{brand}} {unit}{{size}}.",
            f"System upgrade with {{brand}} {unit}{{size}}.",
        )
    return (
        f"Annual maintenance contract for {{brand}} {unit}{{size}}.",
        f"Maintenance contract, {{brand}} {unit}{{size}}.",
    )


def quote_description(
    chance: Chance,
    quote_type: Sequence[str],
    kind: Sequence[str],
    brand: Sequence[str],
    capacity_text: Sequence[str | None],
    component: Sequence[str | None],
) -> list[str]:
    """What is offered. ``capacity_text`` as in '3 ton' or '80,000 BTU/h'; None leaves it out."""
    first, second, third = draws(chance, "quote", 3)
    offer = picked(map(_quoted, quote_type, kind, component), first)
    sized = filled(offer, "{size}", (f", {text}" if text else "" for text in capacity_text))
    return joined(
        filled(sized, "{brand}", brand),
        picked(map(QUOTE_EXTRAS.__getitem__, quote_type), second),
        picked(map(QUOTE_REASONS.__getitem__, quote_type), third),
    )


@cache
def _quote_standing(quote_type: str, status: str) -> Clauses:
    standing = QUOTE_STATUS[status]
    return (*standing, *BIG_JOBS[status]) if quote_type in _FINANCED else standing


def quote_notes(
    chance: Chance, quote_type: Sequence[str], status: Sequence[str]
) -> list[str | None]:
    """Where the offer stands, as its status has it; None for about 40 % of rows."""
    said, first = draws(chance, "quote notes", 2)
    notes = picked(map(_quote_standing, quote_type, status), first)
    return [None if draw < _SILENT else text for draw, text in zip(said, notes, strict=True)]


@cache
def _wished(service_interest: str, lead_source: str) -> Clauses:
    if service_interest == "Emergency Service" and lead_source in ("Cold Call", "Trade Show"):
        return WISHES_UNCALLED
    return WISHES[service_interest]


def lead_notes(
    chance: Chance,
    service_interest: Sequence[str],
    lead_source: Sequence[str],
    status: Sequence[str],
    urgency: Sequence[str],
    company_name: Sequence[str | None],
) -> list[str]:
    """How they came to us, what they want, how soon, and where it stands."""
    first, second, third, fourth = draws(chance, "lead notes", 4)
    named = [_COMPANY if name else NOTHING for name in company_name]
    company = filled(picked(named, third), "{company}", (name or "" for name in company_name))
    return joined(
        picked(map(FOUND_US.__getitem__, lead_source), first),
        company,
        picked(map(_wished, service_interest, lead_source), second),
        picked(map(TIMELINES.__getitem__, urgency), third),
        picked(map(WHERE_IT_STANDS.__getitem__, status), fourth),
    )


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
