"""The calendar: how far ahead it is looked, what is kept free, what is still the same visit."""

from __future__ import annotations

from typing import Final

from factories.rules.calendar import CLOSES

LOOKS_AHEAD: Final = 60
"""Working days within which something is found. Assumption: nobody is booked so far out."""
SPARE: Final = 60
"""Minutes a day that are never booked: jobs run over. Assumption."""
FULL_DAY: Final = 300
"""Minutes from which on a job starts the day. Assumption."""
CALLED_AFTER: Final = 7 * 60
"""Minutes after the start of its window at which a visit is no longer late but another one.
Assumption."""
REPAIRS_AROUND: Final = 12
"""Repairs before and after, among which what somebody else called for is found. Assumption."""
INSTALLATION_PUT_OFF: Final = 60
"""Days by which a crew that is busy may put an installation off. Assumption."""
BOOKED_ONCE_MORE: Final = 0.3
"""Chance a day that what was sold is booked once more, after the customer called the day off.
Assumption."""
CONSULTATIONS_KEPT: Final = 0.9
"""Share of the salesmen's visits booked that take place. Assumption: see
``rules.scheduling.CANCELLED`` and the others."""
IN_THE_BOOK_BEFORE: Final = 20
"""Minutes before a visit by which it is in the book, and until which it is called off.
Assumption."""
WINDOWS_END: Final = CLOSES + 60
"""Minute of the day by which a window of four hours ends: what would end later has two.
Assumption."""
LATE_UNTIL: Final = 15 * 60
"""Minute of the day by which the windows end that may be missed for want of time. Assumption: who
is late in the evening is sent to another day."""
COMES_IN_TIME: Final = 400
"""Hundredths of an hour from which on a job is begun in time, whatever else there is.
Assumption."""
CONSULTATION_MINUTES: Final = 60
"""Minutes that a salesman is with a customer. Assumption."""
NOTED_AS_MISSED: Final = 30
"""Minutes after the time planned at which a visit is noted as missed. Assumption."""
ASKED_AGAIN: Final = 45
"""Minutes after the time planned at which another visit is agreed upon in its place. Assumption."""
PUT_OFF_BEFORE: Final = 30
"""Minutes before its window at which dispatch puts a visit off. Assumption."""
HISTORY_OVER: Final = 45
"""Minutes before midnight of the last day by which a history's emergencies are over. Assumption:
the crew drives home."""
INSTALLED_AFTER: Final = 6
"""Days from a new customer's account until something is put in, at least. Assumption: a quote is
written, and what it offers comes."""
COMING_PUT_OFF: Final = 9
"""Days beyond ``rules.scheduling.UPCOMING_DAYS`` to which dispatch may put off what lies ahead.
Assumption."""
CALLS_OFF_DAYS: Final = 5
"""Days before a visit, its own among them, on which it is called off. Assumption."""
CALLS_OFF_LATEST: Final = 30
"""Minutes before a visit up to which somebody calls it off of himself. Assumption."""
CALLS_OFF_EARLY: Final = (90, 60)
"""Who would call later calls so many minutes before, and up to so many more. Assumption."""
CALLS_OFF_AFTER: Final = 60
"""Minutes after booking a visit before which nobody calls it off. Assumption."""
