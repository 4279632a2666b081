"""What a test suite needs around the factories: an engine, sessions that are undone, a company.

Fixtures for pytest are in ``hvac_models.pytest_plugin``; these are for suites without pytest.
"""

from factories.seeding import seed_of
from factories.testing.dataset import AsyncDataset, Dataset, SmallCompany
from factories.testing.engines import async_disposed, async_engine_for, disposed, engine_for
from factories.testing.opened import CommittedPastError, ConnectionLostError, OverlapError
from factories.testing.sessions import AsyncFactories, bound, rolled_back, rolled_back_async

__all__ = [
    "AsyncDataset",
    "AsyncFactories",
    "CommittedPastError",
    "ConnectionLostError",
    "Dataset",
    "OverlapError",
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
