"""What a test suite needs around the factories: an engine, sessions that are undone, a company.

Fixtures for pytest are in ``factories.pytest_plugin``; these are for suites without pytest.
"""

from factories.testing.dataset import AsyncDataset, Dataset, SmallCompany
from factories.testing.engines import async_disposed, async_engine_for, disposed, engine_for
from factories.testing.sessions import (
    AsyncFactories,
    CommittedPastError,
    bound,
    rolled_back,
    rolled_back_async,
    seed_of,
)

__all__ = [
    "AsyncDataset",
    "AsyncFactories",
    "CommittedPastError",
    "Dataset",
    "SmallCompany",
    "async_disposed",
    "async_engine_for",
    "bound",
    "disposed",
    "engine_for",
    "rolled_back",
    "rolled_back_async",
    "seed_of",
]
