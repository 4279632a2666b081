"""Which parts cost the customer nothing: the maker's, the plan's and the supply house's."""

from typing import Final

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.rules.calls.service import COMPONENTS, EMERGENCY, MAINTENANCE, REPAIR
from factories.rules.crm import contracts
from factories.rules.parts.usage import NOT_THE_MAKERS

_NOT_THE_MAKERS: Final = np.array([COMPONENTS.index(name) for name in NOT_THE_MAKERS])


def makers_may_pay(kind: Ints, component: Ints, in_warranty: Mask) -> Mask:
    """The repairs, a row a visit, of what the maker of the unit answers for."""
    failed: Mask = (component >= 0) & ~among(component, _NOT_THE_MAKERS)
    return in_warranty & _repaired(kind) & failed


def payers(
    visit: Ints, kind: Ints, may: Mask, plan: Ints, granted: Mask, before: Mask
) -> tuple[Mask, Mask, Mask]:
    """Who pays for each part, a row a line: the maker, the contract, the guarantee of the part that
    was there ``before`` and failed too soon; of these the first.

    ``visit`` is the row of the line's visit in ``kind``, in where its maker ``may`` pay, and in the
    ``plan`` it falls under (-1 for none). The maker pays for what he has ``granted``, and always
    for what he has put in before.
    """
    again = before & _repaired(kind)[visit]
    by_warranty = (granted | again) & may[visit]
    again &= ~by_warranty
    tune_up = (kind == MAINTENANCE) & (plan >= 0)
    of_plan = (contracts.covers_parts(plan) & _repaired(kind)) | tune_up
    by_contract: Mask = of_plan[visit] & ~by_warranty & ~again
    return by_warranty, by_contract, again


def _repaired(kind: Ints) -> Mask:
    repaired: Mask = (kind == REPAIR) | (kind == EMERGENCY)
    return repaired
