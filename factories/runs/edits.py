"""What somebody has done to a company since it was made, and whether it can be built upon."""

from __future__ import annotations

import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from factories.audit import AuditError
from factories.audit.uncommitted import audited, is_large
from factories.errors import UserError
from factories.runs.company import Company
from factories.storage.paths import DATABASE

if TYPE_CHECKING:
    from factories.plan import StepProgress

_MAKE_ANEW: Final = "make it anew with factories.populate, and advance that"
_PACKAGE: Final = Path(__file__).parents[1]
_OF_UNTRUE_ROWS: Final = (
    *(LookupError, ValueError, TypeError, ArithmeticError, AttributeError, AssertionError),
    *(StopIteration, RuntimeError, sqlite3.IntegrityError),
)
"""What a step raises where rows are not as they must be."""


@dataclass(frozen=True)
class Edits:
    """Somebody's changes to the company: looked for beforehand, and told where they do harm."""

    company: Company
    processes: int
    progress: StepProgress

    def audit_first(self, announce: Callable[[str], None] | None) -> None:
        """A file that somebody has written to since is built upon only if all is true in it.

        ``announce`` is told beforehand of what takes minutes. Raises `UserError`.
        """
        company = self.company
        if company.untouched:
            return
        if announce is not None and is_large(company.connection):
            announce(
                f"{company.shown} was written to since it was made: all of it is audited first,"
                " which takes minutes"
            )
        self.progress("Audit", 0, 1)
        self._refuse_untrue()

    def _refuse_untrue(self) -> None:
        company = self.company
        watch = partial(self.progress, "Audit")
        with audited(company.connection, company.as_of, self.processes, watch=watch) as audit:
            broken = [result for result in audit.results() if result.count]
        if not broken:
            return
        others = f" (and {len(broken) - 1} more checks fail)" if len(broken) > 1 else ""
        found = f"{broken[0].name}, such as {broken[0].examples[0]}{others}"
        if company.untouched:
            # Its seal holds: its rows are as another version made them, or somebody sealed it anew.
            raise UserError(
                DATABASE,
                f"{company.shown} was made by another version of this program, or edited, and does"
                f" not hold together: {found}; go on with that version, or populate anew",
            )
        raise UserError(
            DATABASE,
            f"{company.shown} was edited and does not hold together: {found}; python -m"
            " factories.audit lists all that is broken",
        )

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """An error that is due to what somebody did to the old rows says so; the block's work is
        undone first. Raises `UserError` then, and what was raised otherwise."""
        connection = self.company.connection
        connection.execute("SAVEPOINT hvac_days")
        try:
            yield
        except (AuditError, *_OF_UNTRUE_ROWS) as error:
            connection.execute("ROLLBACK TO hvac_days")
            self._refuse_untrue()
            # What no seal tells of may well be as it was made: then the defect is in here.
            if self._unedited or isinstance(error, AuditError):
                raise
            # Such as a manifest that tells of another company, or somebody's trigger. The step, the
            # day and the line are told: a defect in here may as well have met an edited company.
            said = (str(error), *getattr(error, "__notes__", ()), _where(error))
            raise UserError(
                DATABASE,
                f"{self.company.shown} was edited, and its days cannot be lived"
                f" ({type(error).__name__}: {'; '.join(said)}); {_MAKE_ANEW}. If no edit explains"
                " it, please report this line",
            ) from error
        connection.execute("RELEASE hvac_days")

    @property
    def _unedited(self) -> bool:
        """A connection has no file, and no seal: its rows count as they are once all is true."""
        return self.company.untouched or self.company.file is None


def _where(error: BaseException) -> str:
    """The innermost line of this program that an error has passed through."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    at = own[-1]
    return f"{Path(at.filename).relative_to(_PACKAGE.parent)}:{at.lineno}"
