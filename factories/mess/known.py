"""What the kinds of defects have to know of the whole company, from its database."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date
from functools import cached_property

from factories.mess import days, duplicates, split
from factories.mess.asked import Mess


class Known:
    """One company and the mess that was asked for. Each fact is looked up when first needed."""

    def __init__(
        self, connection: sqlite3.Connection, mess: Mess, as_of: date, since: date | None = None
    ) -> None:
        self._connection = connection
        self.mess = mess
        self.as_of = as_of
        self.since = since
        """For a change feed: the last day before it. What was wrong by then is not its business."""

    @cached_property
    def duplicates(self) -> Mapping[int, duplicates.Duplicate]:
        """Second entries by the customer's number."""
        found = duplicates.entered_twice(self._connection, self.mess, self.as_of)
        if self.since is None:
            return found
        before = f"{self.since} 24"
        return {first: second for first, second in found.items() if second.created_at > before}

    @cached_property
    def moved_calls(self) -> frozenset[int]:
        return split.moved_calls(self._connection, self.mess, self.duplicates)

    @cached_property
    def fates(self) -> Mapping[str, Mapping[str, days.Fate]]:
        if self.since is None:
            return days.fates(self._connection, self.mess)
        return days.recent_fates(self._connection, self.mess, self.as_of)

    def is_lost(self, table: str, day: str) -> bool:
        """Whether the rows of a table's day are not delivered."""
        fate = self.fates.get(table, {}).get(day)
        return fate is not None and fate.kind == days.EMPTY

    @cached_property
    def answered_by_email(self) -> frozenset[int]:
        """Customers who must have an e-mail address, and whose survey hangs on the first entry."""
        asked = self._connection.execute(
            "SELECT customer_id, service_call_id FROM customer_feedback"
            " WHERE source = 'Email Survey'"
        )
        return frozenset(customer for customer, call in asked if call not in self.moved_calls)

    @cached_property
    def branch_of_technician(self) -> Mapping[int, int]:
        branches = self._connection.execute("SELECT technician_id, branch_id FROM technicians")
        return dict(branches.fetchall())
