"""What a caller may say to a factory: its own fields and traits, and its parents' parents by name.

``InvoiceFactory(customer=ada)`` means the customer of its call: it is passed on to the factory that
has the customer, so that invoice and call agree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from factory import CREATE_STRATEGY
from factory.builder import BuildStep, parse_declarations
from factory.declarations import BaseDeclaration, SelfAttribute

from factories.engine.boy import StepBuilder
from factories.engine.column import Declaration
from factories.engine.complaints import BadValue, FactoryError, UnknownName
from factories.engine.declarations import Derived
from factories.engine.parents import Parent

if TYPE_CHECKING:
    from factories.engine.factory import HvacOptions

_PLAIN = (str, int, float, Decimal, dt.date)
FAR = 4
"""As many parents up are looked for a name."""


class Builder(StepBuilder):
    """factory_boy's builder, for rows with their parents: it understands what was said first."""

    def __init__(self, factory_meta: Any, extras: dict[str, Any], strategy: Any) -> None:
        if extras and hasattr(factory_meta, "saying"):
            extras = factory_meta.saying.understood(extras)
            if strategy == CREATE_STRATEGY and factory_meta.constraints:
                factory_meta.constraints.check_said(extras)
        if extras or getattr(factory_meta, "spoken", None):
            extras = _with_what_follows(factory_meta, extras)
        super().__init__(factory_meta, extras, strategy)

    def build(self, parent_step: Any = None, force_sequence: Any = None) -> Any:
        """The row; what cannot be worked out from the caller's values names them."""
        try:
            return self._build(parent_step, force_sequence)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            plain = {n: v for n, v in self.extras.items() if not isinstance(v, BaseDeclaration)}
            values = {n: v for n, v in plain.items() if isinstance(v, _PLAIN) or v is None}
            if isinstance(error, FactoryError) or not values:
                raise
            said = ", ".join(f"{name}={value!r}" for name, value in values.items())
            why = f"is nothing to work with ({type(error).__name__}: {error})"
            options: Any = self.factory_meta
            raise BadValue(options.name, said, why) from error

    def _build(self, parent_step: Any, force_sequence: Any) -> Any:
        """As factory_boy does it, but that traits which nobody asks for cost nothing."""
        options: Any = self.factory_meta
        plain = getattr(options, "without_traits", None)
        if plain is None or not plain.enough_for(self.extras):
            return super().build(parent_step=parent_step, force_sequence=force_sequence)
        pre, post = plain.pre, plain.post
        if self.extras:
            pre, post = parse_declarations(self.extras, base_pre=pre, base_post=post)
        sequence = self.force_init_sequence if force_sequence is None else force_sequence
        if sequence is None:
            sequence = options.next_sequence()
        step: Any = BuildStep(builder=self, sequence=sequence, parent_step=parent_step)
        step.resolve(pre)
        args, kwargs = options.prepare_arguments(step.attributes)
        row = options.instantiate(step=step, args=args, kwargs=kwargs)
        results = {
            name: post[name].declaration.evaluate_post(
                instance=row, step=step, overrides=post[name].context
            )
            for name in plain.order(post)
        }
        options.use_postgeneration_results(instance=row, step=step, results=results)
        return row


def _with_what_follows(options: Any, extras: dict[str, Any]) -> dict[str, Any]:
    """What the caller says, or the author of a subclass, and what it means for other columns."""
    following = getattr(options.factory, "_following", None)
    if following is None:
        return extras
    spoken = {name: options.base_declarations[name] for name in options.spoken}
    said = {**spoken, **extras}
    more = {name: value for name, value in following(said).items() if name not in said}
    for name, value in more.items():
        if isinstance(value, Declaration):
            value.name = value.name or name.rpartition("__")[2]
    return {**more, **extras} if more else extras


class WithoutTraits:
    """A factory's declarations as they are when no trait is asked for."""

    def __init__(self, options: HvacOptions) -> None:
        traits = options.traits
        declared = dict(options.base_declarations)
        for name, parameter in options.parameters.items():
            if name not in traits:
                declared.update(parameter.as_declarations(name, declared))
        self.pre, self.post = parse_declarations(declared)
        for trait in traits:
            self.pre.declarations.setdefault(trait, False)
        self._traits = frozenset(traits)
        # A subclass may have switched one on for good.
        self._always = bool(self._traits & options.base_declarations.keys())
        self._order = self.post.sorted()

    def enough_for(self, extras: Mapping[str, Any]) -> bool:
        """Whether these declarations know all that the caller names, and no trait is named."""
        if self._always or not self._traits.isdisjoint(extras):
            return False
        heads = (name.partition("__")[0] for name in extras if "__" in name)
        return all(head in self.pre or head in self.post for head in heads)

    def order(self, post: Any) -> list[str]:
        """What comes after the row, in the order of the declarations."""
        return self._order if post is self.post else post.sorted()


class Saying:
    """The names that one factory understands; looked up once."""

    def __init__(self, options: HvacOptions) -> None:
        self._options = options
        declared = {*options.pre_declarations, *options.post_declarations, *options.parameters}
        self._aliases = dict(_aliases(options))
        self._columns = dict(_copied(options))
        self._own = declared - set(self._aliases) - set(self._columns)
        self._routes: dict[str, str] | None = None
        mapper = sa.inspect(options.model, raiseerr=False) if options.model else None
        self._anything = options.model is not None and mapper is None
        self._attributes = set(mapper.attrs.keys()) if mapper is not None else set()

    def understood(self, extras: dict[str, Any]) -> dict[str, Any]:
        """The same under the names where they belong. Raises `UnknownName`."""
        own = self._own
        for name in extras:
            if name not in own and name.partition("__")[0] not in own:
                return {self._place(name, extras): value for name, value in extras.items()}
        return extras

    def _place(self, name: str, extras: Mapping[str, Any]) -> str:
        head, separator, rest = name.partition("__")
        if head in self._own or not head or self._anything:
            return name
        path = self._aliases.get(head) or self._columns.get(head)
        if path is None and (route := self._ancestors().get(head)):
            path = f"{route}__{head}"
        if path is not None and not self._is_given(path.partition("__")[0], extras):
            return f"{path}{separator}{rest}"
        if separator or (path is None and head not in self._attributes):
            raise UnknownName(self._options.name, name, self.names())
        return name

    def names(self) -> set[str]:
        """All that can be said."""
        hidden = {name for name in self._attributes if name.startswith("_")}
        return (
            {*self._own, *self._aliases, *self._columns, *self._attributes, *self._ancestors()}
        ) - hidden

    def _is_given(self, parent: str, extras: Mapping[str, Any]) -> bool:
        """Whether the caller gives that parent itself, which then has its own parents."""
        return parent in extras or self._options.parent(parent).key in extras

    def _ancestors(self) -> dict[str, str]:
        """Through which parent each ancestor is reached: the nearest of that name."""
        if self._routes is None:
            self._routes = {}
            level = [(name, parent.options) for name, parent in parents(self._options)]
            for _ in range(FAR):
                above = [
                    (route, name, parent.options)
                    for route, options in level
                    for name, parent in parents(options)
                ]
                for route, name, _options in above:
                    self._routes.setdefault(name, route)
                level = [(route, options) for route, _, options in above]
        return self._routes


def parents(options: HvacOptions) -> Iterator[tuple[str, Parent]]:
    """The parents that a row cannot do without."""
    for name, declared in options.base_declarations.items():
        if isinstance(declared, Parent) and not declared.optional:
            yield name, declared


def _aliases(options: HvacOptions) -> Iterator[tuple[str, str]]:
    """Names for a parent's parent, such as the equipment of a call: that of its device."""
    for name, declared in options.base_declarations.items():
        if isinstance(declared, SelfAttribute) and not declared.depth:
            path = declared.attribute_name.split(".")
            if isinstance(options.base_declarations.get(path[0]), Parent):
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
