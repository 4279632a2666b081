"""The same values in any process and in any order of making."""

import subprocess
import sys
from pathlib import Path

from sqlalchemy.orm import Session

import factories
from factories import CustomerFactory, InvoiceFactory, TechnicianFactory
from tests.depth import one_in

ROOT = Path(__file__).parents[3]
PRINT_ALL = """
import hashlib
import factories
told = hashlib.sha256()
for factory in factories.ALL.values():
    for row in factory.build_batch(3):
        told.update(repr([getattr(row, n) for n in factory._meta.column_names]).encode())
print(told.hexdigest())
"""


def told(hash_seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PRINT_ALL],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": hash_seed},
    )
    return done.stdout


def test_the_hash_seed_does_not_matter() -> None:
    assert len({told(hash_seed) for hash_seed in one_in(2, ("0", "1", "4242"))}) == 1


def test_the_order_of_making_does_not_matter(session: Session) -> None:
    def names() -> list[object]:
        rows = [CustomerFactory.build(customer_id=n, branch_id=1) for n in (3, 90, 1)]
        return [row.customer_name for row in sorted(rows, key=lambda row: row.customer_id)]

    alone = names()
    factories.bind(session)
    TechnicianFactory.create_batch(9)
    InvoiceFactory.create_batch(3)
    assert names() == alone


def test_another_seed_makes_other_people(session: Session) -> None:
    def names(seed: int) -> list[str]:
        factories.bind(session, seed=seed)
        return [row.customer_name for row in CustomerFactory.build_batch(20)]

    assert names(42) == names(42)
    assert sum(a == b for a, b in zip(names(42), names(43), strict=True)) <= 1


def test_another_locale_makes_other_names(session: Session) -> None:
    factories.bind(session, locale="de_DE")
    german = [row.customer_name for row in CustomerFactory.build_batch(20, residential=True)]
    factories.bind(session)
    assert german != [
        row.customer_name for row in CustomerFactory.build_batch(20, residential=True)
    ]
