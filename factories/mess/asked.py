"""What mess somebody asked for, checked here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from factories.engine.streams import Chance, Ints
from factories.engine.usage_errors import nearest
from factories.errors import UserError
from factories.mess.kinds import BY_NAME, KINDS
from factories.rules import mess as rules

LEVEL, WHICH, NUMBER = "--mess", "--mess-kinds", "--mess-seed"


@dataclass(frozen=True)
class Mess:
    """A level, the kinds of defects, and the number that says which cells they fall on."""

    level: str
    kinds: tuple[str, ...]
    seed: int
    own_seed: bool = False
    """Whether the number was named, and is not that of the company."""

    @classmethod
    def of(
        cls, level: str, *, company_seed: int, kinds: str | None = None, seed: int | None = None
    ) -> Mess | None:
        """None for the level `none`; `UserError` for what cannot be."""
        if level not in rules.LEVELS:
            raise UserError(
                LEVEL, f"there is no level {level!r}{nearest(level, rules.LEVELS, 'choose from')}"
            )
        if level == "none":
            for option, value in ((WHICH, kinds), (NUMBER, seed)):
                if value is not None:
                    raise UserError(option, "spoils nothing without a level; add --mess medium")
            return None
        number = company_seed if seed is None else seed
        return cls(level, _kinds(kinds), number, seed is not None)

    def wants(self, kind: str) -> bool:
        return kind in self.kinds

    def times(self, rate: float) -> float:
        """A rate of the rules at this level."""
        return rate * rules.LEVELS[self.level]

    def chance(self, ids: Ints, *names: str | int) -> Chance:
        """The draws of such defects: a function of the number, the names and the ids, no more."""
        return Chance(self.seed, ("mess", *names), ids)

    def facts(self) -> dict[str, Any]:
        """As a manifest tells it."""
        return {"level": self.level, "kinds": list(self.kinds), "seed": self.seed}

    def options(self) -> list[str]:
        """How to ask for the same again."""
        said = [LEVEL, self.level]
        if len(self.kinds) < len(KINDS):
            said += [WHICH, ",".join(self.kinds)]
        return [*said, NUMBER, str(self.seed)] if self.own_seed else said


def _kinds(text: str | None) -> tuple[str, ...]:
    """In the order of the list of kinds, each once."""
    if text is None:
        return tuple(BY_NAME)
    named = {name.strip() for name in text.split(",")} - {""}
    if not named:
        raise UserError(WHICH, "names no kind; separate kinds by commas, or omit it for all")
    for name in sorted(named - set(BY_NAME)):
        raise UserError(WHICH, f"there is no kind {name!r}{nearest(name, BY_NAME, 'choose from')}")
    _check_complete(named)
    return tuple(name for name in BY_NAME if name in named)


def _check_complete(named: Iterable[str]) -> None:
    for name in sorted(named):
        needed = BY_NAME[name].needs
        if needed is not None and needed not in named:
            raise UserError(WHICH, f"{name} makes no sense without {needed}; add it")
