"""Which parts cost the customer nothing: the maker's, the plan's and the supply house's."""

from typing import Final, NamedTuple

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.engine.values import Coded
from factories.rules.calls.service import COMPONENTS, EMERGENCY, MAINTENANCE, REPAIR
from factories.rules.crm import contracts
from factories.rules.parts.usage import NOT_THE_MAKERS

_NOT_THE_MAKERS: Final = np.array([COMPONENTS.index(name) for name in NOT_THE_MAKERS])


COVERED_UP_TO: Final = 15_000
"""Cents that a part costs us, up to which it is a small one, that a plan pays for. Assumption: what
costs half the price of such a plan is left out of it."""
NOT_SMALL: Final = ("Compressor", "Coil", "Heat Exchanger", "Refrigerant")
"""Categories of which a plan pays for no part, whatever it costs. Assumption: plans name them."""


def is_small(category: Coded, cost: Ints) -> Mask:
    """Which parts of the catalog are small repair parts, by what they cost in cents."""
    small: Mask = (cost <= COVERED_UP_TO) & ~category.is_(*NOT_SMALL)
    return small


def makers_may_pay(kind: Ints, component: Ints, in_warranty: Mask) -> Mask:
    """The repairs, a row a visit, of what the maker of the unit answers for."""
    failed: Mask = (component >= 0) & ~among(component, _NOT_THE_MAKERS)
    return in_warranty & _repaired(kind) & failed


class Covered(NamedTuple):
    """Who pays for each part in the customer's place, a row a line; at most one does."""

    by_warranty: Mask
    """The maker of the unit."""
    by_contract: Mask
    """The customer's plan."""
    again: Mask
    """The guarantee of the part that was there before, and failed too soon."""


def covered(
    visit: Ints, kind: Ints, may: Mask, plan: Ints, granted: Mask, before: Mask, small: Mask
) -> Covered:
    """Who pays for each part, a row a line: of maker, contract, and the guarantee of the part that
    was there ``before``, the first that does.

    ``visit`` is the row of the line's visit in ``kind``, in where its maker ``may`` pay, and in the
    ``plan`` it falls under (-1 for none). The maker pays for what he has ``granted``, and always
    for what he has put in before; a plan pays for what is ``small`` on repairs.
    """
    again = before & _repaired(kind)[visit]
    by_warranty = (granted | again) & may[visit]
    again &= ~by_warranty
    tune_up = (kind == MAINTENANCE) & (plan >= 0)
    on_repairs = contracts.covers_parts(plan) & _repaired(kind)
    of_plan = on_repairs[visit] & small | tune_up[visit]
    by_contract: Mask = of_plan & ~by_warranty & ~again
    return Covered(by_warranty, by_contract, again)


def _repaired(kind: Ints) -> Mask:
    repaired: Mask = (kind == REPAIR) | (kind == EMERGENCY)
    return repaired
