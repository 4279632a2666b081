"""What the traits of a factory change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from factory.declarations import Trait


def changed_by(traits: Mapping[str, Trait[Any]]) -> dict[str, set[str]]:
    """The traits that change each name."""
    changed: dict[str, set[str]] = {}
    for trait in traits:
        for name in _reach(trait, traits):
            changed.setdefault(name, set()).add(trait)
    return changed


def _reach(trait: str, traits: Mapping[str, Trait[Any]]) -> set[str]:
    """What a trait changes, by itself or by switching on others."""
    overridden = set(traits[trait].overrides)
    for name in overridden & set(traits) - {trait}:
        overridden |= _reach(name, traits)
    return overridden
