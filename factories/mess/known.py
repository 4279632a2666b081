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

    def __init__(self, connection: sqlite3.Connection, mess: Mess, as_of: date) -> None:
        self._connection = connection
        self.mess = mess
        self.as_of = as_of

    @cached_property
    def duplicates(self) -> Mapping[int, duplicates.Duplicate]:
        """Second entries by the customer's number."""
        return duplicates.entered_twice(self._connection, self.mess, self.as_of)

    @cached_property
    def moved_calls(self) -> frozenset[int]:
        return split.moved_calls(self._connection, self.mess, self.duplicates)

    @cached_property
    def fates(self) -> Mapping[str, Mapping[str, days.Fate]]:
        return days.fates(self._connection, self.mess)

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
    def zone_of_technician(self) -> Mapping[int, str]:
        return dict(
            self._connection.execute(
                "SELECT t.technician_id, b.time_zone FROM technicians AS t"
                " JOIN branches AS b ON b.branch_id = t.branch_id"
            ).fetchall()
        )
