"""The arguments that a factory accepts: its fields and traits, and parents of its parents by name.

``InvoiceFactory(customer=ada)`` means the customer of its call: it is passed on to the factory that
has the customer, so that invoice and call agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from factory.declarations import SelfAttribute

from factories.engine.argument_routing import parents
from factories.engine.column_declarations import Derived
from factories.engine.parents import Parent
from factories.engine.usage_errors import UnknownName

if TYPE_CHECKING:
    from factories.engine.options import HvacOptions

FAR = 4
"""As many parents up are looked for a name."""


class Saying:
    """The names that one factory understands; looked up once."""

    def __init__(self, options: HvacOptions) -> None:
        self._options = options
        declared = {*options.pre_declarations, *options.post_declarations, *options.parameters}
        self._aliases = dict(aliases(options.base_declarations))
        self._columns = dict(_copied(options))
        self.own = declared - set(self._aliases) - set(self._columns) - options.strays
        self.renamed = {new: old for old, new in options.rename.items() if new not in self.own}
        mapper = sa.inspect(options.model, raiseerr=False) if options.model else None
        self.takes_anything = options.model is not None and mapper is None
        self.attributes = set(mapper.attrs.keys()) if mapper is not None else set()

    def path(self, head: str) -> str | None:
        """By which parents another row, or a key that is a copy of its, is reached."""
        path = self._aliases.get(head) or self._columns.get(head)
        if path is None and (route := self._ancestors.get(head)):
            path = f"{route}__{head}"
        return path

    def names(self) -> set[str]:
        """All that can be said."""
        hidden = {name for name in self.attributes if name.startswith("_")}
        found = {*self.own, *self._aliases, *self._columns, *self.attributes, *self._ancestors}
        return found - hidden

    def check(self, name: str) -> None:
        """Refuse a name that cannot be said, also where no row is made. Raises `UnknownName`."""
        head, separator, rest = name.partition("__")
        if not head or self.takes_anything or head in self.renamed:
            return
        if head not in self.names():
            raise UnknownName(self._options.name, name, self.names())
        declared = self._options.base_declarations.get(head)
        if separator and isinstance(declared, Parent):
            declared.options.saying.check(rest)

    @cached_property
    def _ancestors(self) -> dict[str, str]:
        """Through which parent each ancestor is reached: the nearest of that name."""
        routes: dict[str, str] = {}
        level = [(name, parent.options) for name, parent in parents(self._options)]
        for _ in range(FAR):
            above = [
                (route, name, parent.options)
                for route, options in level
                for name, parent in parents(options)
            ]
            for route, name, _options in above:
                routes.setdefault(name, route)
            level = [(route, options) for route, _, options in above]
        return routes


def aliases(declared: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Names for a parent's parent, such as the equipment of a call: that of its device."""
    for name, alias in declared.items():
        if isinstance(alias, SelfAttribute) and not alias.depth:
            path = alias.attribute_name.split(".")
            if isinstance(declared.get(path[0]), Parent):
                yield name, "__".join(path)


def _copied(options: HvacOptions) -> Iterator[tuple[str, str]]:
    """Foreign keys that repeat a parent's, such as the customer of an invoice."""
    table = getattr(options.model, "__table__", None)
    for name, declared in options.base_declarations.items():
        if isinstance(declared, Derived) and len(declared.needs) == 1 and table is not None:
            (need,) = declared.needs
            key = name in table.columns and table.columns[name].foreign_keys
            if key and need.endswith("_id") and "__" in need:
                yield name, need
