"""The technicians' schedule of a day while it fills up: who is where, who could be there when."""

from __future__ import annotations

from factories.days import crew as crews
from factories.days.day import Day
from factories.days.sites import Sites
from factories.days.visit_rows import Visit
from factories.rules.calls.service import EMERGENCY
from factories.rules.crew.dispatch import may_do, on_grid, too_long_a_day
from factories.rules.hours.calendar import LAST_MINUTE, NIGHT_TO, rested_at
from factories.rules.hours.clocks import off_the_switch


class Timeline:
    """Today's visits by technician, in order."""

    def __init__(self, day: Day, sites: Sites) -> None:
        self._day, self._sites = day, sites
        self.crew = crews.crew(day)
        self._row = {int(key): row for row, key in enumerate(self.crew.id.tolist())}
        self._busy: dict[int, list[tuple[int, int, int]]] = {}

    def last(self, technician: int) -> tuple[int, int]:
        """When the technician's last visit so far ends, and at whose place; (0, -1) before it."""
        busy = self._busy.get(technician)
        return (busy[-1][1], busy[-1][2]) if busy else (0, -1)

    def ready(self, technician: int, customer: int) -> int:
        """When the technician can be at a customer's after the visits so far."""
        end, at = self.last(technician)
        return end + self._sites.minutes(customer, at) if at >= 0 else 0

    def way(self, row: int, customer: int, at: int) -> int:
        """What counts of the way of a technician (row of the crew) who would be there then."""
        busy = self._busy.get(int(self.crew.id[row]), ())
        return self._sites.way(self.crew.home[row], busy, customer, at)

    def rested(self, technician: int) -> int:
        """From when on the technician may have routine visits, after work in the small hours: who
        is out in the evening has rested by the next morning."""
        over = [end for _, end, _ in self._busy.get(technician, ())]
        dawn = self._day.at(NIGHT_TO)
        return max((rested_at(end) for end in over if end < dawn), default=0)

    def hours(self, technician: int) -> int:
        """Minutes at work today."""
        return sum(end - start for start, end, _ in self._busy.get(technician, ()))

    def works(self, technician: int) -> bool:
        """Whether the technician is with the company today."""
        row = self._row[technician]
        return bool(self.crew.hired[row] <= self._day.number <= self.crew.leaves[row])

    def may_do(self, technician: int, sealed: bool, large: bool = False) -> bool:
        """Whether the technician may do a visit today, which may open the sealed system, or put in
        a large part."""
        row = self._row[technician]
        if large and self.crew.learns(row):
            return False
        return may_do(sealed, int(self.crew.epa[row]), self._day.number)

    def take(self, technician: int, start: int, length: int, customer: int) -> None:
        """Note a visit."""
        busy = self._busy.setdefault(technician, [])
        busy.append((start, start + length, customer))
        busy.sort()

    def put(self, visit: Visit) -> None:
        """Note a visit that is known whole."""
        self.take(visit.technician, visit.start, visit.length, visit.customer)

    def earliest(
        self, technician: int, wanted: int, length: int, customer: int, kind: int = EMERGENCY
    ) -> int:
        """The first start from ``wanted`` on at which the technician has time; -1 if today has
        none."""
        if too_long_a_day(self.hours(technician), length):
            return -1
        start, minutes = wanted, self._sites.minutes
        if kind != EMERGENCY:
            start = max(start, on_grid(self.rested(technician)))
        for begun, end, at in self._busy.get(technician, ()):
            drive = minutes(customer, at)
            if start + length + drive <= begun:
                break
            if start < end + drive:
                start = on_grid(end + drive)
        if kind == EMERGENCY:
            branch = int(self.crew.branch[self._row[technician]])
            if later := off_the_switch(start, start + length, branch):
                return self.earliest(technician, start + later, length, customer, kind)
        last = self._day.number * 1440 + LAST_MINUTE - length
        return start if start <= last else -1
