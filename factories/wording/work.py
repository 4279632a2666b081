"""What the texts of a service call are about: those of one call tell of the same fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from factories.engine.streams import Chance, Ints
from factories.engine.values import Column, texts
from factories.rules.hours.calendar import month_of
from factories.wording.fault import Fault
from factories.wording.faults import mended_faults
from factories.wording.nothing_found import found_instead
from factories.wording.phrases import Flags, flags
from factories.wording.repairs import GAS_LEAK


@dataclass(frozen=True, slots=True)
class Unseen:
    """By what is known what it was where nothing had failed, a row each."""

    chance: Chance
    device: Ints
    """The keys of the units."""
    month: Ints
    """Of the visits, 1 to 12."""

    @classmethod
    def of(cls, chance: Chance, device: Ints, service_date: Any) -> Unseen:
        """That of columns as the tables have them."""
        return cls(chance, device, month_of(service_date) + 1)


@dataclass(frozen=True, slots=True)
class Work:
    """What was asked for and done on calls, a row each."""

    call: Ints
    """Their keys."""
    service_type: Sequence[str]
    kind: Sequence[str]
    """Of the unit."""
    component: Sequence[str | None]
    """`as_found`, what it was where none had failed, or what a look at the unit found; None where
    nothing was found."""
    part_name: Sequence[str | None]
    """The part that mended; None where none was used."""
    month: Ints
    """Of the visits, 1 to 12."""

    @classmethod
    def of(
        cls,
        call: Ints,
        service_type: Column,
        kind: Column,
        component: Column,
        part_name: Column,
        gas_leak: Flags,
        of: Unseen,
        finding: Column | None = None,
    ) -> Work:
        """That of columns as the tables have them."""
        services = texts(service_type)
        failed = as_found(texts(component), gas_leak)
        failed = found_instead(of.chance, of.device, services, kind, of.month, failed)
        if finding is not None:
            rows = zip(failed, texts(finding), strict=True)
            failed = [name or worn for name, worn in rows]
        return cls(
            call,
            services,
            texts(kind),
            failed,
            texts(part_name),
            of.month,
        )

    def faults(self, chance: Chance) -> list[Fault | None]:
        """What was wrong with each component; None where no part mended it."""
        return mended_faults(
            chance, self.call, self.service_type, self.component, self.kind, self.part_name
        )


def as_found(component: Sequence[str | None], gas_leak: Flags) -> list[str | None]:
    """The components, with a gas valve that leaked called so: it is told of in other words."""
    leaks = flags(gas_leak)
    return [GAS_LEAK if leak else name for name, leak in zip(component, leaks, strict=True)]
