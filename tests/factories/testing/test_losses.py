"""What a test can do to the others: lose the connection, commit past the session, overlap."""

from pathlib import Path

import pytest

from tests.factories.testing.test_pytest_plugin import Suite, suite

__all__ = ["suite"]

AFTER = """
def test_after(hvac_session, hvac_factories):
    CustomerFactory()
    hvac_session.commit()
    assert len(hvac_session.scalars(select(Customer)).all()) == 1
"""
HEAD = """
import asyncio
import threading
import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from factories import CustomerFactory
from factories.testing import OverlapError, bound
from hvac_models import Customer
"""
CANCELLED = """
def test_cancelled(hvac_async_session, hvac_async_factories):
    async def test():
        await hvac_async_factories.create(CustomerFactory)
        await hvac_async_session.commit()
        counting = (
            "with recursive c(x) as (select 1 union all select x + 1 from c where x < 4000000)"
        )
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await hvac_async_session.execute(text(f"{counting} select max(x) from c"))
    asyncio.run(test())

@pytest.mark.parametrize("again", range(2))
def test_after(again, hvac_async_session, hvac_async_factories):
    async def test():
        await hvac_async_factories.create(CustomerFactory)
        await hvac_async_session.commit()
        assert len((await hvac_async_session.scalars(select(Customer))).all()) == 1
    asyncio.run(test())
"""
PAST = """
def test_past(hvac_engine, hvac_session, hvac_factories):
    CustomerFactory()
    hvac_session.commit()
    with Session(hvac_engine) as session:
        session.commit()
        session.connection().exec_driver_sql("SELECT 1")
"""
IN_TURN = """
def test_overlap(hvac_sessionmaker, hvac_session, hvac_factories):
    first, second = hvac_sessionmaker(), hvac_sessionmaker()
    first.get(Customer, 1), second.get(Customer, 1)
    first.commit()
    with pytest.raises(OverlapError, match="end the later one first"):
        second.commit()

def test_in_turn(hvac_sessionmaker, hvac_session, hvac_factories):
    first, second = hvac_sessionmaker(), hvac_sessionmaker()
    first.get(Customer, 1), second.get(Customer, 1)
    second.commit()
    first.commit()

def test_threads(hvac_sessionmaker, hvac_session, hvac_factories):
    said = []
    def other():
        try:
            with bound(hvac_session):
                said.append("bound")
        except RuntimeError as error:
            said.append(str(error))
    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert said == ["the factories are bound in another thread; bind them in one, or use processes"]
"""
BUILT = """
from pathlib import Path

@pytest.mark.parametrize("number", range(2))
def test_built(number, request):
    with Path("built").open("a") as told:
        print(number, CustomerFactory.build().customer_name, file=told)
"""


def written(suite: Suite, *texts: str) -> None:
    (suite.folder / "test_sample.py").write_text("\n".join((HEAD, *texts)))


@pytest.mark.parametrize(
    ("text", "name"), [(CANCELLED, "ConnectionLostError"), (PAST + AFTER, "CommittedPastError")]
)
def test_a_loss_is_told_once_and_harms_no_other_test(suite: Suite, text: str, name: str) -> None:
    written(suite, text)
    done = suite.run("-W", "default")
    assert f"testing.opened.{name}: " in done.stdout
    assert "1 error" in done.stdout
    assert "failed" not in done.stdout, done.stdout


def test_sessions_end_in_turn(suite: Suite) -> None:
    written(suite, IN_TURN)
    done = suite.run("-W", "default")  # SQLAlchemy warns of it as well
    assert "3 passed" in done.stdout, done.stdout


def test_what_is_built_hangs_on_the_test_alone(suite: Suite) -> None:
    written(suite, BUILT)
    told = Path(suite.folder / "built")
    suite.run()
    both = told.read_text().splitlines()
    told.unlink()
    suite.run("-k", "test_built and 1")
    assert told.read_text().splitlines() == both[1:]
    assert both[0][2:] != both[1][2:]
