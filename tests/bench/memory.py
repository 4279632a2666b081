"""(c) Peak memory of a large run as a process of its own, with audit and CSV files."""

from tests.bench.measure import Line, populate


def measure(scale: int) -> list[Line]:
    process = populate("--scale", str(scale))
    return [
        Line(f"(c) populate --scale {scale}, whole process", f"{process.seconds:.1f} s"),
        Line.at_most("    peak memory", process.peak_megabytes, 400, "{:.0f} MB"),
    ]
