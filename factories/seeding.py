"""Which seeds and days there are, and the seed of one test, of its name alone.

Imports nothing heavy: the plugin knows it before the factories are there.
"""

from __future__ import annotations

import sys
from datetime import date
from hashlib import blake2b

SEEDS = range(2**63)
FIRST_TODAY, LAST_TODAY = date(2012, 1, 1), date(2099, 12, 31)
"""Between these days a company's history ends, and is today for the factories."""
DEFAULT_SEED, DEFAULT_LOCALE = 42, "en_US"
DEFAULT_TODAY = date(2026, 1, 2)
"""A fixed Friday: what a factory makes must not depend on the day a test runs."""


def seed_of(test_id: str, seed: int = DEFAULT_SEED) -> int:
    """The seed of one test: of its name alone, so that no other test changes its values."""
    digest = blake2b(f"{seed}\x1f{test_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1


def _seed_of_the_test() -> int:
    """A test may be the first that imports us: the plugin knows which one."""
    running = getattr(sys.modules.get("hvac_models.pytest_plugin"), "running", {})
    return seed_of(*running["test"]) if running else DEFAULT_SEED


current_seed, current_today, current_locale = _seed_of_the_test(), DEFAULT_TODAY, DEFAULT_LOCALE
"""What the factories begin with when they are imported."""
