"""Which equipment was offered in vain: as often of each kind as what was sold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from factories.engine.set_operations import told_apart
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import coded
from factories.rules.crm import additions
from factories.rules.crm import quotes as rules
from factories.rules.equipment import devices as device_rules
from factories.rules.equipment import houses
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.equipment.installed_base import Models, equipment_catalog
from factories.rules.hours.calendar import next_office_day
from factories.steps.offers import Offers
from factories.steps.world import World, days, shares

NONE = len(KIND_NAMES)
"""In the place of a kind: nothing is replaced."""


@dataclass(frozen=True)
class Chosen:
    """What each offer is of. Pairs are what goes out times ``NONE`` + 1, plus what goes in."""

    pair: Ints
    """One row an offer; -1 where nothing tells."""

    @property
    def kind(self) -> Ints:
        """Index into ``KIND_NAMES`` of what would be put in; -1 where nothing tells."""
        return np.where(self.pair >= 0, self.pair % (NONE + 1), -1)


def beside(world: World) -> Mask:
    """Which kinds (columns) may be offered to a customer (rows) beside what is there."""
    devices = world.devices
    owned = np.zeros((world.rows("customers"), len(KIND_NAMES)), np.bool_)
    owned[devices.customer, devices.kind] = True
    return additions.fitting(owned)


def fits(world: World, pairs: Iterable[int]) -> dict[int, Mask]:
    """Which devices may give rise to an offer of each pair."""
    devices, might = world.devices, beside(world)[world.devices.customer]
    of_pair = {pair: divmod(pair, NONE + 1) for pair in pairs}
    return {
        pair: might[:, into] if out == NONE else devices.kind == out
        for pair, (out, into) in of_pair.items()
    }


def as_sold(world: World, chance: Chance, accepted: Offers, visited: Ints, weight: Ints) -> Chosen:
    """The kinds of as many offers as there are draws, of one type of which ``accepted`` were sold.

    The first ones are for the ``visited`` devices, the others for any that have a ``weight``.
    """
    kinds = coded(world.tables["equipment_types"]["equipment_type"]).map(
        {name: number for number, name in enumerate(KIND_NAMES)}
    )
    out = np.where(accepted.old >= 0, world.devices.kind[accepted.old], NONE)
    pairs, which = told_apart(out * (NONE + 1) + kinds[accepted.equipment])
    sold = np.bincount(which, minlength=len(pairs))
    possible = np.array(list(fits(world, pairs.tolist()).values()), np.bool_)
    found = (possible & (weight > 0)).any(axis=1) if len(pairs) else np.zeros(0, np.bool_)
    pairs, sold, possible = pairs[found], sold[found], possible[found]
    if not len(pairs):
        return Chosen(np.full(len(chance), -1, np.int64))
    own = (possible[:, visited] * sold[:, None]).cumsum(axis=0)
    point = chance.at(chance.ids[: len(visited)]).below("kind seen", np.maximum(own[-1], 1))
    seen = np.where(own[-1] > 0, (own <= point).sum(axis=0), -1)
    had = np.bincount(seen[seen >= 0], minlength=len(pairs))
    whole = np.array(shares(len(chance), tuple(sold.tolist())), np.int64)
    left = tuple(np.maximum(whole - had, 0.01).tolist())
    rest = chance.at(chance.ids[len(visited) :]).choose("kind", left)
    return Chosen(np.concatenate([np.where(seen >= 0, pairs[seen], -1), pairs[rest]]))


def as_listed(world: World, chance: Chance, offer: Offers, device: Ints, chosen: Ints) -> None:
    """A model on offer of the kind chosen (-1: of any that fits): in its place one of its size,
    beside it one that goes with it."""
    size = world.scenario.models
    half = device_rules.half_year(put_in_from(world, offer.day))
    if offer.kind[0] == rules.INSTALLATION:
        weights = additions.addition_weights(world.metro.climate) * beside(world)[offer.customer]
        edges = np.cumsum(weights, axis=1)
        point = chance.below("beside", np.maximum(edges[:, -1], 1))
        kind = np.minimum((edges <= point[:, None]).sum(axis=1), weights.shape[1] - 1)
        kind = np.where(chosen >= 0, chosen, kind)
        offer.equipment = houses.models_for(
            *(size, chance, kind, put_in_from(world, offer.day)),
            homes=~world.businesses()[offer.customer],
            load=houses.loads(chance, world.keys("customers", offer.customer)),
        )
        return
    offer.old = device
    upgrade = bool(offer.kind[0] == rules.UPGRADE)
    was = world.devices.equipment[device]
    lot = chance.below("model", 1 << 16).tolist()
    rows = zip(was.tolist(), half.tolist(), chosen.tolist(), strict=True)
    for row, (old, when, kind_) in enumerate(rows):
        models = _better if upgrade else device_rules.like_models
        if near := models(size, old, when, KIND_NAMES[kind_] if kind_ >= 0 else ""):
            offer.equipment[row] = near[lot[row] * len(near) >> 16]


def _better(size: Models, model: int, half: int, kind: str) -> tuple[int, ...]:
    """What one is upgraded to: a better one of another ``kind``, if such is wanted and sold."""
    catalog = equipment_catalog(size)
    better = device_rules.better_models(size, model, half)
    if kind in ("", str(catalog[model].kind)):
        return better
    others = device_rules.like_models(size, model, half, kind)
    rating = catalog[model].energy_rating
    return tuple(n for n in others if catalog[n].energy_rating > rating) or better


def put_in_from(world: World, day: Ints) -> Ints:
    """The day on which what was offered may be put in at the earliest: what is still open after the
    last office day of a year is put in in the next."""
    then = next_office_day(days(np.array([world.today + 1]))).astype(np.int64)
    other_year = days(day).astype("datetime64[Y]") != days(then).astype("datetime64[Y]")
    open_ = other_year & (day >= world.today - rules.QUOTE_TO_INSTALLATION_WITHIN)
    return np.where(open_, then, day)
