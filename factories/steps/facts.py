"""Facts that steps hand on before, or beside, the rows they become.

All are whole columns. A *position* counts rows within the branch from 0 (primary key = first key +
position); days are integers since 1970-01-01, times are minutes since then; -1 stands for none.
"""

from __future__ import annotations

from dataclasses import dataclass

from factories.engine.columns import Columns
from factories.engine.streams import Ints, Mask
from factories.rules.calls.service import EMERGENCY, REPAIR, InDanger


@dataclass
class Weather:
    """Degree days (tenths of a degree F, base 65 F) of each day of the history, from its first day
    on."""

    heating: Ints
    cooling: Ints


@dataclass
class Contracts:
    """One row a contract term, in the order of ``subscriptions``."""

    customer: Ints
    plan: Ints
    """Index into ``rules.crm.contracts.PLANS``."""
    start: Ints
    end: Ints
    """Last day of the term."""
    covers_until: Ints
    """Last day on which it covers visits: the day it was cancelled, or ``end``."""


@dataclass
class Devices:
    """One row a device, in the order of ``installed_devices``."""

    customer: Ints
    kind: Ints
    """Index into ``rules.equipment.devices.KIND_ORDER``."""
    equipment: Ints
    """Position in ``equipment_types``."""
    installed: Ints
    served_from: Ints
    """First day on which the company may have served it."""
    served_until: Ints
    """Last such day: the eve of its replacement, of the customer's leaving, or the as-of date."""
    builder: Mask
    """True where the builder of the house put it in."""
    replaces: Ints
    """Position of the device it replaced, or -1."""
    by_call: Mask
    """True where one of the history's Installation calls put it in."""


@dataclass
class Calls(Columns, InDanger):
    """One row a visit, in the order of ``service_calls`` (by start)."""

    customer: Ints
    device: Ints
    technician: Ints
    kind: Ints
    """Index into ``rules.calls.service.TYPES``."""
    start: Ints
    end: Ints
    component: Ints
    """Index into ``rules.calls.service.COMPONENTS``, or -1."""
    returns_to: Ints
    """Position of the earlier visit that this one completes or repeats, or -1."""
    is_callback: Mask
    """True where the fault came back after a repair; False for a planned return with the part."""
    awaits_part: Mask
    """True where the part was not on the van: nothing was fitted, a return visit follows."""
    contract: Ints
    """Position of the contract that covers the visit, or -1."""
    appointment: Mask
    """True where it was booked ahead (an appointment exists)."""
    late: Ints
    """Minutes after the promised window, or after the response target of an emergency; <= 0 is on
    time."""
    reported: Ints
    """When an emergency was reported (minutes); for others when the visit was asked for."""
    severity: Ints
    """Index into ``rules.calls.service.SEVERITIES`` for emergencies, or -1."""
    left: Ints
    """What was done about what had failed, as ``rules.calls.left_undone`` has it."""

    @property
    def fits_nothing(self) -> Mask:
        """True where what had failed was left as it was, for want of a part or for good."""
        nothing: Mask = self.awaits_part | (self.left > 0)
        return nothing

    @property
    def day(self) -> Ints:
        """Day of the visit."""
        return self.start // 1440

    @property
    def found_nothing(self) -> Mask:
        """True for the repairs and emergencies at which no component was found that had failed."""
        mends: Mask = (self.kind == REPAIR) | (self.kind == EMERGENCY)
        return mends & (self.component < 0)


@dataclass
class Won:
    """One row a customer who was a lead first. Interest and urgency are indexes into the rules'."""

    customer: Ints
    call: Ints
    """The first call, or -1."""
    interest: Ints
    urgency: Ints
    created: Ints
    """The day of the lead."""


@dataclass
class PartLines:
    """One row a part used, in the order of ``parts_usage`` (by call)."""

    call: Ints
    part: Ints
    """Position in ``parts``."""
    quantity: Ints
    by_warranty: Mask
    by_contract: Mask
    again: Mask
    """True where it failed so soon that its own guarantee gives another one."""
    is_main: Mask
    """True for the part that mends the call's failed component, or the unit that an installation
    puts in."""


@dataclass
class AppointmentBook:
    """One row an appointment, those that became calls first.

    ``call`` is a position in :class:`Calls`, or -1. ``moved_to`` is the row of the appointment to
    which a rescheduled one was moved, or that made up for a missed one; else -1.
    Times of those that were not kept are the ones planned.
    """

    fate: Ints
    """Index into ``rules.appointments.scheduling.FATES``."""
    kind: Ints
    """Index into ``rules.appointments.scheduling.BOOKED_TYPES``."""
    customer: Ints
    technician: Ints
    call: Ints
    moved_to: Ints
    start: Ints
    window_start: Ints
    window_hours: Ints
    expected: Ints
    """Hundredths of an hour that were expected of those that are no calls."""
    booked: Ints
    """When each was booked, minutes."""
