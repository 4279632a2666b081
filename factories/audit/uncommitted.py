"""The audit of what a transaction is about to commit.

Nobody else can look into an open transaction. But it can hand out copies, in memory, of the
database as it sees it, and several hands can look at those.

A large company is not copied whole. Two parts of it are looked at: every customer that the
transaction touched, with all that belongs to them; and some branches with all that is theirs,
others each day. What the first part cannot tell, such as what lies on a shelf, the second does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Final, Protocol

from factories.audit.check import CheckResult
from factories.audit.checks import all_checks
from factories.audit.excerpt import Touched, customers_of, excerpt
from factories.audit.run import run_check
from factories.audit.shared import SharedAudit

Watch = Callable[[int, int], None]
"""Called with how many checks are done, and of how many."""

LARGE = 48_000_000
"""Bytes from which on a company is looked at in parts; about ten branches of the default size."""
WHOLE_BRANCHES: Final = 2
"""How many branches of a large company are looked at whole."""
_OF_SHELVES: Final = frozenset({"part-on-every-branch-shelf"})
"""Shelves do not belong to customers."""


def _unwatched(done: int, total: int) -> None:
    """Nobody is watching."""


class Audit(Protocol):
    def results(self) -> list[CheckResult]: ...


@contextmanager
def audited(
    connection: sqlite3.Connection,
    as_of: date,
    processes: int,
    touched: Mapping[str, Touched] | None = None,
    watch: Watch = _unwatched,
) -> Iterator[Audit]:
    """An audit that is under way while the caller does something else.

    ``touched`` are the rows that were added and changed since all was true; without it everything
    is looked at, however large. That takes long in a large company: ``watch`` is told how far it
    is, and it ends with the first check that finds something.
    """
    copies = processes - 1
    if not is_large(connection):
        with SharedAudit(connection.serialize(), as_of=as_of, copies=copies) as audit:
            yield audit
    elif touched is None:
        yield _Alone(connection, as_of, watch)
    else:
        whole = excerpt(connection, "whole", "branches", _in_turn(connection, as_of), {})
        # The copies look at it while this process is still taking the other part out.
        with SharedAudit(whole, as_of=as_of, copies=copies) as branches:
            near = excerpt(
                connection, "near", "customers", customers_of(connection, touched), touched
            )
            with SharedAudit(near, as_of=as_of, copies=copies, left_out=_OF_SHELVES) as customers:
                yield _Both(customers, branches)


class _Both:
    """Two audits of the same checks as one."""

    def __init__(self, one: Audit, other: Audit) -> None:
        self._one, self._other = one, other

    def results(self) -> list[CheckResult]:
        pairs = zip(self._other.results(), self._one.results(), strict=True)
        return [one.joined(other) for one, other in pairs]


class _Alone:
    """Of a database that is too large to be copied: one check after the other, in this process,
    over the open transaction itself, until one finds something."""

    def __init__(self, connection: sqlite3.Connection, as_of: date, watch: Watch) -> None:
        self._connection, self._as_of, self._watch = connection, as_of, watch

    def results(self) -> list[CheckResult]:
        checks, found = all_checks(), []
        for number, check in enumerate(checks):
            self._watch(number, len(checks))
            found.append(run_check(self._connection, check, self._as_of))
            if found[-1].count:
                break
        return found


def is_large(connection: sqlite3.Connection) -> bool:
    """Whether it is too much to be copied as a whole."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    return int(pages) * int(size) >= LARGE


def _in_turn(connection: sqlite3.Connection, as_of: date) -> Sequence[int]:
    """Some branches, on the next day the next ones."""
    branches = [key for (key,) in connection.execute("select branch_id from branches order by 1")]
    first = as_of.toordinal() * WHOLE_BRANCHES
    return sorted({branches[(first + n) % len(branches)] for n in range(WHOLE_BRANCHES)})
