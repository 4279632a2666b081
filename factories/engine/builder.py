"""The builder of single rows: factory_boy's, which resolves arguments and parents first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import nullcontext
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from factory import CREATE_STRATEGY, STUB_STRATEGY
from factory.builder import parse_declarations
from factory.declarations import BaseDeclaration

from factories.engine.blame import WRONG, Row, is_ours, is_theirs, mark
from factories.engine.column import Declaration
from factories.engine.consistency import check_holds, check_order
from factories.engine.context import current
from factories.engine.factory_boy_types import BuildStep, StepBuilder
from factories.engine.implied_traits import check_standing, in_traits
from factories.engine.stub_parents import is_aside, is_own, remember, seen, twin_of, unseen
from factories.engine.usage_errors import BadValue, FactoryError, told

_PLAIN = (str, int, float, Decimal, dt.date)


class RowStep(BuildStep):
    """A row that is being built. ``following`` are the columns that follow from its number."""

    following: tuple[str, ...] = ()

    def recurse(self, factory: Any, declarations: Any, force_sequence: Any = None) -> Any:
        """A row that this one needs; a stub where there is no table for it."""
        builder: Any = self.builder
        options = factory._meta
        aside = is_aside(builder, options)
        strategy = STUB_STRATEGY if aside else builder.outer or builder.strategy
        child = builder.__class__(options, declarations, strategy)
        if aside:
            child.aside, child.outer = True, builder.outer or builder.strategy
            force_sequence = force_sequence or self.sequence
        made = child.build(parent_step=self, force_sequence=force_sequence)
        if not builder.aside and not is_own(builder.factory_meta):
            return made
        root: Any = self
        while root.parent_step is not None:
            root = root.parent_step
        # Nobody else may hold it while the rest is made.
        root.__dict__.setdefault("kept", []).append(made)
        return twin_of(made)

    def resolve(self, declarations: Any) -> None:
        """As factory_boy does it; what is no declaration, or follows from the row's number, is
        there from the beginning, and not asked for cell by cell.
        """
        builder: Any = self.builder
        stub = self.stub = Row(declarations, self, self.sequence)
        self.following = builder.variant.following(builder.extras)
        options = builder.factory_meta
        # Of what follows from the number nothing was said.
        try:
            found = options.cells.values(self.following, self.sequence)
        except WRONG as error:
            mark(error, False, options.name)
            raise
        for name, value in declarations.declarations.items():
            if not isinstance(value, BaseDeclaration):
                found[name] = value
        vars(stub).update(found)
        self.attributes = {
            name: found[name] if name in found else getattr(stub, name) for name in declarations
        }


class Builder(StepBuilder):
    """One row. ``variant`` is what holds with the traits asked for, ``said`` what the caller and
    the body of a subclass say; ``said_as`` the traits that were asked for by a value, and
    ``asked`` what the call says. A row ``aside`` is not stored, and ``outer`` the strategy of the
    row that it is made for.
    """

    variant: Any = None
    said: dict[str, Any]
    said_as: Mapping[str, str] = MappingProxyType({})
    asked: Mapping[str, Any] = MappingProxyType({})
    aside: bool = False
    outer: Any = None

    def build(self, parent_step: Any = None, force_sequence: Any = None) -> Any:
        """The row; what cannot be worked out from the caller's values names them."""
        try:
            if current.hidden is None:
                return self._build(parent_step, force_sequence)
            with seen(self.strategy):
                return self._build(parent_step, force_sequence)
        except WRONG as error:
            if isinstance(error, FactoryError) or is_theirs(error):
                raise
            self._refuse(error)
            raise

    def _refuse(self, error: Exception) -> None:
        """Tell an error of what was said, if anything was. Raises `BadValue`."""
        said = self.asked or self.extras
        plain = {n: v for n, v in said.items() if not isinstance(v, BaseDeclaration)}
        values = {n: v for n, v in plain.items() if isinstance(v, _PLAIN) or v is None}
        options: Any = self.factory_meta
        known = values or self.aside or is_own(options)
        if not known or not hasattr(options, "variant_for"):
            return
        # A value that its column does not take is told as create() tells it.
        if options.constraints:
            options.constraints.check_said(plain)
        reason = "it is not a number" if isinstance(error, InvalidOperation) else error
        why = f"cannot be used here ({type(error).__name__}: {reason})"
        raise BadValue(options.name, told(values) or "what is given", why) from error

    def _build(self, parent_step: Any, force_sequence: Any) -> Any:
        """As factory_boy does it, but that traits which nobody asks for cost nothing."""
        options: Any = self.factory_meta
        if not hasattr(options, "variant_for"):
            try:
                return super().build(parent_step=parent_step, force_sequence=force_sequence)
            except WRONG as error:
                mark(error, False, options.factory.__name__)
                raise
        sequence = self.force_init_sequence if force_sequence is None else force_sequence
        sequence = self._hear_traits(sequence, parent_step)
        # Nothing is looked up for a row of somebody's own model.
        hidden = unseen if is_own(options) else nullcontext
        if self.extras or options.body or self.variant.on:
            with hidden():
                self.extras = self._heard(self.extras)
        pre, post, order = self.variant.with_(self.extras)
        if sequence is None:
            sequence = options.next_sequence()
        step: Any = RowStep(builder=self, sequence=sequence, parent_step=parent_step)
        with hidden():
            step.resolve(pre)
        self._check(step)
        row = self._made(step)
        self._bring_along(row, step, post, order)
        return row

    def _hear_traits(self, sequence: int | None, parent_step: Any) -> int | None:
        """Which traits are on, by what was said; the row's number, where that had to be known."""
        options: Any = self.factory_meta
        if undecided := options.undecided(self.extras):
            sequence = options.next_sequence() if sequence is None else sequence
            self._decide(undecided, sequence, parent_step)
        if self.extras:
            self.extras, self.said_as = in_traits(options, self.extras)
        self.variant = options.variant_for(self.extras)
        return sequence

    def _check(self, step: Any) -> None:
        """Whether what was said holds, now that the rest is known. Raises `BadValue`."""
        options: Any = self.factory_meta
        if self.variant.means:
            self.variant.check(step.attributes, self.asked, self.said_as)
        if self.strategy != CREATE_STRATEGY:
            return
        if not options.meant.keys().isdisjoint(self.extras):
            check_standing(self, step)
        if self.extras or options.body:
            check_order(self, step)
            check_holds(self, step)

    def _made(self, step: Any) -> Any:
        """The object."""
        options: Any = self.factory_meta
        args, kwargs = options.prepare_arguments(step.attributes)
        row = options.instantiate(step=step, args=args, kwargs=kwargs)
        if is_own(options) and self.strategy != STUB_STRATEGY:
            # Rows of ours that read it know numbers only.
            key = {} if options.is_numbered else {options.key: step.sequence}
            remember(row, {**step.attributes, **key})
        return row

    def _bring_along(self, row: Any, step: Any, post: Any, order: list[str]) -> None:
        """What comes after the object: other rows, and hooks."""
        options: Any = self.factory_meta
        results = {}
        name, worker = "", None
        try:
            for name in order:
                worker = post[name].declaration
                results[name] = worker.evaluate_post(row, step, post[name].context)
            name, worker = "_after_postgeneration", options.factory._after_postgeneration.__func__
            options.use_postgeneration_results(instance=row, step=step, results=results)
        except WRONG as error:
            if not is_ours(worker):
                mark(error, False, f"{options.name}.{name}")
            raise

    def _decide(self, undecided: list[str], sequence: int, parent_step: Any) -> None:
        """Work out first which traits are on where that is declared: ``paid=Iterator(...)``."""
        options: Any = self.factory_meta
        known = {n: v for n, v in self.extras.items() if "__" not in n}
        off = dict.fromkeys(undecided, False)
        self.variant = options.variant_for({**known, **off})
        own = {n: options.base_declarations[n] for n in undecided if n not in known}
        pre, _post = parse_declarations({**known, **own}, base_pre=self.variant.pre)
        step: Any = RowStep(builder=self, sequence=sequence, parent_step=parent_step)
        step.stub = Row(pre, step, sequence)
        decided = {name: getattr(step.stub, name) for name in undecided}
        decided = {n: bool(v) if n in options.traits else v for n, v in decided.items()}
        self.extras = {**self.extras, **decided}

    def _heard(self, extras: dict[str, Any]) -> dict[str, Any]:
        """What was said, where it belongs, as far as it is possible at all."""
        options: Any = self.factory_meta
        extras = {n: v for n, v in extras.items() if v is not None or not options.is_unmapped(n)}
        extras = self.variant.heard(extras, self.said_as)
        constraints = options.constraints
        if constraints and self.strategy != STUB_STRATEGY:
            constraints.check_related(extras, self.variant.post)
            if self.strategy == CREATE_STRATEGY:
                constraints.check_said(extras)
        extras = self.asked = options.in_types(extras)
        if self.aside or is_own(options):
            extras = {name: twin_of(value) for name, value in extras.items()}
        more = self._following(extras)
        return self.variant.heard({**more, **extras}) if more else extras

    def _following(self, extras: dict[str, Any]) -> dict[str, Any]:
        """What follows for other columns from what is said, here or in a subclass's body."""
        options: Any = self.factory_meta
        declared = {name: options.base_declarations[name] for name in options.body}
        body = {name: getattr(value, "told", value) for name, value in declared.items()}
        said = self.said = {**dict.fromkeys(self.variant.on, True), **body, **extras}
        more = {n: v for n, v in options.factory._following(said).items() if n not in said}
        for name, value in more.items():
            if isinstance(value, Declaration):
                value.name = value.name or name.rpartition("__")[2]
        return more
