"""Tables of somebody's app that share our metadata: nothing of ours trips over them."""

import subprocess
import sys
from pathlib import Path

import pytest

import hvac_models

APP = """
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from hvac_models import SCHEMA, Base


class AppBase(DeclarativeBase):
    metadata = Base.metadata


class Note(AppBase):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.customer_id"))


from factories import CustomerFactory
from factories.audit import audit_rows
from factories.populate import populate
from factories.scenario import Scenario
from factories.testing import SmallCompany, bound, disposed, engine_for, rolled_back

small = Scenario.of(as_of="2026-01-02", history_days=60, rows={"customers": 12})
assert populate(small, "sqlite:///company.sqlite").violations == 0
counted = sa.text("select count(*) from notes")
with disposed(engine_for()) as engine:
    with rolled_back(engine) as make, make() as session, bound(session):
        SmallCompany(small).copy_into(session.connection())
        session.add(Note(customer_id=1))
        session.commit()
        assert audit_rows(session) == {}
        assert session.scalar(counted) == 1
    with engine.connect() as connection:
        assert connection.scalar(counted) == 0
assert "notes" in Base.metadata.tables and len(SCHEMA.tables) == 27
"""
"""In a process of its own: the metadata is everybody's."""


def test_an_apps_table_is_left_alone(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", APP]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_schema_is_what_the_models_declare() -> None:
    assert hvac_models.SCHEMA.sorted_tables == hvac_models.Base.metadata.sorted_tables


def test_a_subclass_of_our_base_says_what_to_do_instead() -> None:
    with pytest.raises(TypeError, match=r"^Note: .* metadata = hvac_models\.Base\.metadata"):

        class Note(hvac_models.Base):
            __tablename__ = "notes"
