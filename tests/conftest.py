"""What all tests share."""

import gc
import os
from collections.abc import Generator

import pytest
from hypothesis import settings

from tests.once import Shared

# Examples are drawn the same way each time: a test that passed passes again.
settings.register_profile("project", derandomize=True, deadline=None, database=None)
settings.load_profile("project")

LONG = (
    "tests/hvac_analytics/test_tomorrow",
    "tests/hvac_analytics/test_s",
    "tests/hvac_analytics/",
    "tests/factories/destinations/test_snowflake",
    "tests/bench/",
    "tests/factories/advance/",
)
"""Where single tests take minutes: begun last, they would leave one process waiting for another."""


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Every other process begins at the other end: pytest rewrites each file for its asserts once,
    and whoever comes to it later finds that done."""
    report = yield
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    if isinstance(collector, pytest.Dir) and int(worker[2:]) % 2:
        report.result.reverse()
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests come first, and all processes have them in the same order."""
    items.sort(key=lambda item: (_length(item), item.path))


def pytest_collection_finish() -> None:
    """What is there now stays: Python need not look through it again and again for garbage."""
    gc.collect()
    gc.freeze()


def _length(item: pytest.Item) -> int:
    return next((n for n, start in enumerate(LONG) if item.nodeid.startswith(start)), len(LONG))


@pytest.fixture(scope="session", autouse=True)
def _shared_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    base = tmp_path_factory.getbasetemp()
    within = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    Shared.folder = within / "once"
    Shared.folder.mkdir(exist_ok=True)
