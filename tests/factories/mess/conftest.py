"""Clean companies with their seeds, made once for the tests of a process, and copies to spoil."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from factories.mess import Mess, Spoiled, spoil_seeds
from factories.populate import populate
from factories.scenario import Scenario

AS_OF = date(2026, 6, 30)


@dataclass(frozen=True)
class Company:
    """A clean data set: its database and the folder of its seeds."""

    database: Path
    seeds: Path
    seed: int

    def spoil(
        self,
        folder: Path,
        level: str = "medium",
        as_of: date = AS_OF,
        **asked: Any,
    ) -> Spoiled:
        """Spoil a copy of the seeds, which becomes `folder`."""
        if not folder.exists():
            shutil.copytree(self.seeds, folder)
        mess = Mess.of(level, company_seed=self.seed, **asked)
        assert mess is not None
        with closing(sqlite3.connect(self.database)) as connection:
            return spoil_seeds(connection, folder, mess, as_of)

    @cache  # noqa: B019 - companies live as long as the tests
    def messy(self, level: str) -> tuple[Path, Spoiled]:
        """A spoiled copy to look at, not to change, and what was done to it."""
        folder = self.seeds.with_name(level)
        return folder, self.spoil(folder, level)


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Company]:
    """Makes a company by its seed and scale."""

    @cache
    def made(seed: int, scale: int, locale: str) -> Company:
        home = tmp_path_factory.mktemp(f"company-{seed}-{scale}-{locale}")
        scenario = Scenario.of(seed=seed, as_of=AS_OF, scale=scale, locale=locale)
        populate(scenario, database=home / "hvac.sqlite", seeds=home / "seeds")
        return Company(home / "hvac.sqlite", home / "seeds", seed)

    return lambda seed=42, scale=1, locale="en_US": made(seed, scale, locale)
