"""(d) One object built, with its branch, against the same columns in plain factory_boy."""

import time
from collections.abc import Callable
from statistics import median

from factories.tables.customers import CustomerFactory
from tests.bench import plain_factories
from tests.bench.measure import Line


def measure(objects: int, rounds: int) -> list[Line]:
    """Both in turn; the ratio is the median of the rounds' ratios."""
    pairs = [
        (
            _microseconds(CustomerFactory.build, objects),
            _microseconds(plain_factories.CustomerFactory.build, objects),
        )
        for _ in range(rounds + 1)
    ][1:]  # the first round fills caches
    ratio = median(ours / plain for ours, plain in pairs)
    return [
        Line(f"(d) one object, median of {rounds} x {objects}", ""),
        Line("    CustomerFactory.build()", f"{median(ours for ours, _ in pairs):.0f} us"),
        Line("    the same, plain factory_boy", f"{median(plain for _, plain in pairs):.0f} us"),
        Line.at_most("    ours / plain", ratio, 1.5, "{:.2f}"),
    ]


def _microseconds(build: Callable[[], object], objects: int) -> float:
    began = time.perf_counter()
    for _ in range(objects):
        build()
    return (time.perf_counter() - began) / objects * 1e6
