"""Print how fast the project is: `python -m tests.bench`, or `make bench`."""

import argparse
import os
import sys
from collections.abc import Callable

from tests.bench.measure import Line, NotMeasuredError, table

NOTE = "Times are of this machine at this moment; ratios are of things measured side by side."


def _whole_run(options: argparse.Namespace) -> list[Line]:
    from tests.bench import whole_run

    return whole_run.measure(rounds=1 if options.quick else 5)


def _into_sqlite(options: argparse.Namespace) -> list[Line]:
    from tests.bench import into_sqlite

    scale = options.scale or (4 if options.quick else 40)
    rounds, customers = (1, 50) if options.quick else (3, 200)
    return into_sqlite.measure(scale, rounds, customers)


def _memory(options: argparse.Namespace) -> list[Line]:
    from tests.bench import memory

    return memory.measure(options.scale or (10 if options.quick else 100))


def _single(options: argparse.Namespace) -> list[Line]:
    from tests.bench import single

    objects, rounds = (50, 1) if options.quick else (500, 9)
    return single.measure(objects, rounds)


def _dbt(options: argparse.Namespace) -> list[Line]:
    from tests.bench import analytics

    return analytics.measure_default(rounds=1 if options.quick else 3)


def _parquet(options: argparse.Namespace) -> list[Line]:
    from tests.bench import analytics

    return analytics.measure_parquet(options.scale or (10 if options.quick else 100))


def _in_tests(options: argparse.Namespace) -> list[Line]:
    from tests.bench import in_tests

    tests, rounds = (20, 1) if options.quick else (400, 9)
    return in_tests.measure(tests, rounds)


def _exports(options: argparse.Namespace) -> list[Line]:
    from tests.bench import exports

    scale = _scale(options, 4 if options.quick else 100)
    return exports.measure(scale, rounds=1 if options.quick else 3)


def _days(options: argparse.Namespace) -> list[Line]:
    from tests.bench import days

    scale = _scale(options, 10 if options.quick else 100)
    return days.measure(1 if options.quick else 5, scale)


def _scale(options: argparse.Namespace, usual: int) -> int:
    return usual if options.scale is None else int(options.scale)


PARTS: dict[str, Callable[[argparse.Namespace], list[Line]]] = {
    "a": _whole_run,
    "b": _into_sqlite,
    "c": _memory,
    "d": _single,
    "e": _dbt,
    "f": _parquet,
    "g": _in_tests,
    "h": _exports,
    "i": _days,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--only",
        default="a,b,c,d,g,h",
        help="a: default run, b: rows/s into SQLite, c: memory, d: one object,"
        " e: dbt on the default data set, f: dbt from Parquet,"
        " g: in a test suite, h: out of SQLite into other forms, i: days more"
        " (default: a,b,c,d,g,h)",
    )
    parser.add_argument(
        "--scale",
        type=int,
        help="branches of b (default: 40), c, f, h and i (100); h and i take 0, a few customers",
    )
    parser.add_argument("--quick", action="store_true", help="a rough answer in half a minute")
    return parser


def main() -> int:
    parser = _parser()
    options = parser.parse_args()
    wanted = [part.strip() for part in options.only.split(",")]
    if unknown := [part for part in wanted if part not in PARTS]:
        parser.error(f"--only: there is no {unknown[0]!r}; choose from {','.join(PARTS)}")
    lines, failed = [], 0
    for part in wanted:
        try:
            lines += PARTS[part](options)
        except NotMeasuredError as problem:
            lines.append(Line(f"({part}) not measured: {problem}", ""))
            failed = 1
    print(table(lines))
    print(f"\n{NOTE}")
    return failed


if __name__ == "__main__":
    # As the command does: one thread, so that the process may be forked.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(main())
