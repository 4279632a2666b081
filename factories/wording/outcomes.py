"""What a visit came to: work done, part used, how it ended; the options of completion notes."""

from functools import cache

from factories.rules.calls.left_undone import MENDED
from factories.wording.fault import Fault
from factories.wording.left_undone import left_as_it_is, left_ending
from factories.wording.nothing_found import IS_NOTHING, ending, set_right
from factories.wording.phrases import FIXES, KIND_NOUN, NOTHING, Clauses
from factories.wording.repairs import (
    FIXED_WITHOUT_PART,
    FOUND,
    NEEDED,
    NOUN,
    WEAR,
    WITHOUT_PART_OF_KIND,
)
from factories.wording.visits import DONE_MAINTENANCE


@cache
def _repair_done(
    kind: str, component: str | None, fault: Fault | None, part: bool, returning: bool
) -> Clauses:
    unit = KIND_NOUN[kind]
    if component is not None and component in IS_NOTHING:
        if not (part or returning):
            return set_right(component, kind)
        component = None
    if component is None:
        if returning:
            return (
                f"Checked the {unit} and narrowed down the fault.",
                f"Got the {unit} stable, more diagnostic time is needed.",
            )
        if part:
            return (f"Repaired the {unit} and tested it.", f"Fixed the {unit}, running normally.")
        return (
            f"Checked and adjusted the {unit}, running normally.",
            f"Tested the {unit} through a full cycle, no failed part found.",
            f"Tightened connections on the {unit} and verified operation.",
        )
    if not returning:
        if part and fault is not None:
            return fault.mended
        return WITHOUT_PART_OF_KIND.get((component, kind), FIXED_WITHOUT_PART[component])
    found = FOUND.get(component, f"a failed {NOUN[component]}")
    if part:
        return (
            f"Found {found}, made a temporary repair.",
            f"Temporary repair done, {unit} has {found}.",
        )
    return (
        f"Diagnosed {found}.",
        f"Found {found} on the {unit}.",
        f"Traced the problem to {found}.",
    )


@cache
def done(
    service_type: str,
    kind: str,
    component: str | None,
    fault: Fault | None,
    part: bool,
    returning: bool,
    away: bool = False,
    left: int = MENDED,
) -> Clauses:
    """What was done; a component that was mended with a part had the ``fault``. ``away``: nobody
    was there."""
    if service_type in FIXES and component is not None and left != MENDED:
        return left_as_it_is(left, kind, component)
    if service_type in FIXES:
        return _repair_done(kind, component, fault, part, returning)
    unit = KIND_NOUN[kind]
    if service_type == "Installation":
        told: Clauses = (
            f"Installed the new {unit}, started it up and checked operation.",
            f"New {unit} set, connected and commissioned.",
            f"Completed the {unit} installation and start-up.",
        )
        if returning:
            told = (f"Set and connected the new {unit}.", f"New {unit} is in place and connected.")
    elif service_type == "Maintenance":
        told = DONE_MAINTENANCE[kind]
    else:
        told = (
            f"Inspected the {unit}, wrote up the report with photos.",
            f"Inspection of the {unit} done, report sent to the office.",
            f"Completed the {unit} inspection and "
            + ("noted the findings." if away else "went over the findings with the customer."),
        )
    if component is None:
        return told
    return tuple(f"{text} Noted {WEAR[component]}." for text in told)


@cache
def part_used(service_type: str, component: str | None, part: bool) -> Clauses:
    if not part:
        return NOTHING
    if service_type == "Installation":
        return ("Materials include {part}.", "Main material: {part}.")
    if service_type in FIXES and component != "Refrigerant Leak":
        told = ("Installed {part}.", "Part used: {part}.", "Used {part} from the truck.")
        return told[:2] if component in _FETCHED else told
    return ("Used {part}.", "Material used: {part}.")


_FETCHED = ("Compressor", "Evaporator Coil", "Heat Exchanger")
"""No truck carries one for every unit."""

_CLAIMED: Clauses = (
    "Part covered by the manufacturer warranty.",
    "Warranty part, no charge for material.",
    "Old part tagged for the warranty claim.",
)


CALLED_BY_MANAGER: Clauses = (
    "Customer asked for a call from the manager.",
    "Customer not satisfied, service manager to call.",
    "Told the customer that the service manager will call.",
)
"""Beside the outcome, where the customer wants to speak to somebody else."""


@cache
def outcome(
    service_type: str,
    component: str | None,
    part: bool,
    warranty: bool,
    claimed: bool,
    returning: bool,
    away: bool = False,
    left: int = MENDED,
    season: bool = False,
) -> Clauses:
    if service_type in FIXES and component is not None and left != MENDED:
        return left_ending(left, away)
    if returning:
        return _return_agreed(service_type, component, part, away)
    if service_type in FIXES:
        return _fixed(component, part, warranty, claimed, away)
    if service_type == "Installation":
        return (
            "Showed the customer how to run it.",
            "Warranty registration to be filed by the office.",
            "Old materials hauled away.",
        )
    if component is not None and away:
        return ("Recommended the repair in the report.", "Office to tell the customer.")
    if component is not None:
        return (
            "Recommended the repair.",
            "Customer informed, will think about it.",
            f"Advised the customer to have it fixed {'soon' if season else 'before the season'}.",
        )
    if away or service_type == "Inspection":
        return ("No further action needed.", "Left running normally.", "")
    return (
        "No further action needed.",
        "Reviewed with the customer.",
        "Left running normally.",
        "",
    )


def _fixed(component: str | None, part: bool, warranty: bool, claimed: bool, away: bool) -> Clauses:
    if warranty and part:
        return _CLAIMED if claimed else _CLAIMED[:2]
    if component is not None and component in IS_NOTHING and not part:
        return ending(component, away)
    if component == "Heat Exchanger" and not part:
        return ("Replacement quote to follow.", "Office to call with a quote.")
    return ("Operation verified.", "Customer informed.", "Work area cleaned up.", "")


@cache
def _return_agreed(service_type: str, component: str | None, part: bool, away: bool) -> Clauses:
    if component is None or component in IS_NOTHING or part or service_type not in FIXES:
        return (
            "Return visit agreed to finish the work.",
            "Return visit needed, customer agreed to a second appointment.",
        )
    needed = NEEDED.get(component, NOUN[component])
    return (
        f"New {needed} was not on the truck, return visit agreed "
        + ("by phone." if away else "with the customer."),
        f"No {needed} on the truck, office will call to set the return visit.",
        f"{needed[0].upper()}{needed[1:]} not on the truck, will be brought on the return visit.",
    )
