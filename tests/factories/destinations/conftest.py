"""The company that the tests of this folder carry away."""

from pathlib import Path

import pytest

from factories.populate import populate
from tests.factories.support import small_company


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small one, for the tests of a module; none of them writes to it."""
    path = tmp_path_factory.mktemp("source") / "hvac.sqlite"
    populate(small_company.scenario(), database=path)
    return path
