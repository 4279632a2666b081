"""Write the checks as a document: `python -m factories.audit.document > docs/audit.md`."""

import sys
from collections.abc import Iterator

from factories.audit import all_checks

AREAS = {
    "keys": "Keys",
    "time": "Time",
    "words": "Names, addresses and texts",
    "workforce": "Branches, people and vehicles",
    "catalog": "Equipment, parts and suppliers",
    "customers": "Customers, devices and feedback",
    "service": "Visits, parts, incidents and warranty claims",
    "calendars": "Calendars",
    "appointments": "Appointments",
    "sales": "Leads, quotes, contracts and campaigns",
    "billing": "Invoices and payments",
    "stock": "Stock and purchasing",
    "weather": "Weather",
}

HEADER = """\
# What the audit checks

Written by `python -m factories.audit.document`; a test holds it current.

A truth within one row is a CHECK of the database, and a link between rows is a foreign key. The
audit checks these once more, because a database may have been edited with constraints off. And it
checks what no constraint can say: that sums add up, that nobody is in two places at once, that
nothing is dated after the as-of date. `python -m factories.populate` runs it on every data set
before it replaces a file, and `python -m factories.audit` runs it on any database with this schema.

A check is one SQL query that selects the rows that break a truth. It reports their number and up
to three of their keys. The exit code is 1 when any check finds something. Here a work order is
deleted, as somebody might in a database browser:

```console
$ python -m factories.populate --as-of 2026-06-30 --no-seeds --quiet
```

```python
import sqlite3

with sqlite3.connect("hvac.sqlite") as edited:
    edited.execute("delete from work_orders where work_order_id = 5")
edited.close()
```

```console
$ python -m factories.audit hvac.sqlite
every-call-has-its-work-order          1  Every call has a work order
                                          e.g. service_call_id=5
Audit: {count} checks, 1 violation
```

`--json` prints every check with its count and examples, `--as-of` says the last day of the history
where the database does not (it is in the table `hvac_manifest` of a database that populate made).

Each check has a test that breaks a good company in that one way and sees that check find it.
"""


def document() -> str:
    """The whole document as Markdown, in the order of `AREAS`, which must name every area."""
    checks = all_checks()
    unnamed = {check.area for check in checks} - AREAS.keys()
    if unnamed:
        raise ValueError(f"AREAS has no heading for {', '.join(sorted(unnamed))}")
    lines = [HEADER.format(count=len(checks))]
    for area in AREAS:
        lines += _section(area)
    return "\n".join(lines)


def _section(area: str) -> Iterator[str]:
    checks = [check for check in all_checks() if check.area == area]
    yield f"## {AREAS[area]}"
    yield ""
    yield "| check | what holds |"
    yield "|---|---|"
    yield from (f"| `{check.name}` | {check.title} |" for check in checks)
    yield ""


if __name__ == "__main__":
    sys.stdout.write(document())
