"""Routes nested arguments to the row that will be made, where a parent comes from another one.

``ServiceCallFactory(device__customer__customer_name="Ada")`` is about the customer of the call,
since the device takes that one; ``AppointmentFactory(completed=True, customer=ada)`` about the
customer of the call that comes along. What would change nothing is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from factory.declarations import BaseDeclaration, PostGenerationDeclaration, SelfAttribute

from factories.engine.column import Declaration
from factories.engine.foreign_declarations import Plain
from factories.engine.parents import Parent, Replaced
from factories.engine.usage_errors import UnknownName

if TYPE_CHECKING:
    from factories.engine.options import HvacOptions

STEPS = 12
"""Turns of a name on its way; no chain of parents is as long."""


@dataclass(frozen=True)
class Said:
    """Names that stand side by side; of ``given`` the value is there, and no row is made."""

    names: Collection[str] = ()
    given: Collection[str] = ()
    asked: set[str] = field(default_factory=set)


class Routes:
    """The ways of one factory, as it is declared with some traits on."""

    def __init__(self, options: HvacOptions, declared: Mapping[str, Any]) -> None:
        self._options, self._declared = options, declared
        self._saying = options.saying
        self._by_key = {p.key: n for n, p in declared.items() if isinstance(p, Parent)}

    def placed(self, name: str, said: Said) -> str:
        """The name under which it is heard. Raises `UnknownName`."""
        for _ in range(STEPS):
            further = self._further(name, said)
            if further is None or further in said.names:
                break
            name = further
        return name

    def _further(self, name: str, said: Said) -> str | None:
        head, separator, rest = name.partition("__")
        saying = self._saying
        if head in saying.renamed:
            return f"{saying.renamed[head]}{separator}{rest}"
        if not head or saying.takes_anything:
            return None
        if head in saying.own:
            return self._own(head, separator, rest, said)
        path = saying.path(head)
        if path is not None and not self._is_given(path.partition("__")[0], said):
            return f"{path}{separator}{rest}"
        if separator and path is not None:
            self._refuse(name, f"; {path.partition('__')[0]} is given, so say it there")
        if separator or (path is None and head not in saying.attributes):
            raise UnknownName(self._options.name, name, saying.names())
        return None

    def _own(self, head: str, separator: str, rest: str, said: Said) -> str | None:
        if head not in self._declared and head not in self._options.parameters:
            self._refuse_of_a_trait(head, separator, rest)
            return None
        parent = self._by_key.get(head, head)
        declared = self._declared.get(parent)
        if isinstance(declared, Parent):
            for giver in declared.of:
                if self._brings(giver, parent, said):
                    return f"{giver}__{head}{separator}{rest}"
        return self._below(head, rest, said) if separator and rest else None

    def _refuse_of_a_trait(self, head: str, separator: str, rest: str) -> None:
        """Said of what comes along with a trait alone, which is not on."""
        if separator or head not in self._saying.attributes:
            traits = sorted(self._options.changed_by.get(head, ()))
            why = f"; it comes along with {' or '.join(f'{trait}=True' for trait in traits)}"
            raise UnknownName(self._options.name, f"{head}{separator}{rest}", why=why)

    def _below(self, head: str, rest: str, said: Said) -> str | None:
        name, declared = f"{head}__{rest}", self._declared.get(head)
        if isinstance(declared, Parent):
            if self._is_given(head, said):
                self._refuse(name, f"; {head} is given, so say it there")
            return self._handed_down(declared, rest, said)
        if isinstance(declared, PostGenerationDeclaration):
            _check_below(declared, rest)
        elif not _takes_names(declared):
            self._refuse(name, f"; {head} has no fields of its own")
        return None

    def _refuse(self, name: str, why: str) -> None:
        raise UnknownName(self._options.name, name, why=why)

    def _brings(self, giver: str, name: str, said: Said) -> bool:
        """Whether a parent that is made only when asked for will have this parent's parent."""
        if self._is_given(giver, said):
            return False
        below = {n[len(giver) + 2 :] for n in said.names if n.startswith(f"{giver}__")}
        usual = self._options.base_declarations.get(giver)
        now = self._declared.get(giver)
        if not isinstance(usual, Parent) or not usual.optional or not isinstance(now, Parent):
            return False
        if now.optional and not below and giver not in said.asked:
            return False
        inner = now.options.base_declarations.get(name)
        if isinstance(inner, SelfAttribute):
            return True
        return isinstance(inner, Parent) and (
            not inner.optional or now.options.asks_for(name, dict.fromkeys(below, True))
        )

    def _is_given(self, name: str, said: Said) -> bool:
        """Whether the caller gives that parent itself, which then has its own parents."""
        declared = self._declared.get(name)
        if name in said.given or isinstance(declared, Replaced):
            return True
        return isinstance(declared, Parent) and declared.key in said.given

    def _handed_down(self, declared: Parent, rest: str, said: Said) -> str | None:
        """A device takes the customer of its call: what is said of it is said of that one."""
        name, separator, more = rest.partition("__")
        source = declared.handed_down(name)
        if source is None:
            return None
        path, is_key = source
        if not isinstance(self._declared.get(path[0]), Parent) or self._is_given(path[0], said):
            return None
        if is_key:
            options = self._options
            for step in path[:-1]:
                options = options.parent(step).options
            path[-1] = options.parent(path[-1]).key
        return f"{'__'.join(path)}{separator}{more}"


def parents(options: HvacOptions) -> Iterator[tuple[str, Parent]]:
    """The parents that a row cannot do without."""
    for name, declared in options.base_declarations.items():
        if isinstance(declared, Parent) and not declared.optional:
            yield name, declared


def _takes_names(declared: Any) -> bool:
    """Whether ``field__name=...`` means something to what is declared for the field."""
    if isinstance(declared, Plain):
        return declared.takes_names
    if isinstance(declared, (Declaration, SelfAttribute)):
        return False
    return isinstance(declared, BaseDeclaration)


def _check_below(declared: Any, rest: str) -> None:
    """A typo is one also where no row comes along."""
    get_factory = getattr(declared, "get_factory", None)
    if get_factory is not None and hasattr(get_factory()._meta, "saying"):
        get_factory()._meta.saying.check(rest)
