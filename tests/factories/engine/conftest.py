"""An empty garage that the factories write to."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from factories.engine.context import bind
from tests.factories.engine.garage import Base


@pytest.fixture
def garage() -> Iterator[Session]:
    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        bind(session)
        yield session
        bind(None)
    engine.dispose()
