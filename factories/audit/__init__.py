"""The truths that span rows, each one named SQL check; all of them find nothing in a good database.

`python -m factories.audit DATABASE` runs them on any database with this schema. The modules behind
the names are imported when one is first used: the command must hear a signal before that.
"""

from factories.lazy import lazily

# As `typing` has it, which takes a third of the time until the command hears a signal.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from factories.audit.check import AuditError, Check, CheckResult
    from factories.audit.checks import all_checks
    from factories.audit.own import audit_rows
    from factories.audit.run import run_audit

__all__ = ["AuditError", "Check", "CheckResult", "all_checks", "audit_rows", "run_audit"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazily(
        globals(),
        {
            "AuditError": "check",
            "Check": "check",
            "CheckResult": "check",
            "all_checks": "checks",
            "audit_rows": "own",
            "run_audit": "run",
        },
    )
