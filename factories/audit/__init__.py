"""The truths that span rows, each one named SQL check; all of them find nothing in a good database.

`python -m factories.audit DATABASE` runs them on any database with this schema.
"""

from factories.audit.check import AuditError, Check, CheckResult
from factories.audit.checks import all_checks
from factories.audit.own import audit_rows
from factories.audit.run import run_audit

__all__ = ["AuditError", "Check", "CheckResult", "all_checks", "audit_rows", "run_audit"]
