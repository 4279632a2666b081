"""`python -m factories.grade ANSWER_KEY FINDINGS`: how much of the mess was found."""

if __name__ == "__main__":
    from factories.signals import end_at_once

    end_at_once()

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from factories.command_line import OneLineParser, guarded, leave

if TYPE_CHECKING:
    from factories.mess.grading import Grade, Score


def _parser() -> OneLineParser:
    parser = OneLineParser(
        prog="python -m factories.grade",
        description="Hold findings against the answer key of messy data.",
    )
    parser.add_argument("answer_key", metavar="ANSWER_KEY", help="as populate --mess wrote it")
    parser.add_argument(
        "findings", metavar="FINDINGS", help="CSV file with table, key, column, kind, true_value"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _command(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    from factories.mess.grading import grade, read

    injected = read(Path(options.answer_key), "ANSWER_KEY")
    found = grade(injected, read(Path(options.findings), "FINDINGS"))
    print(json.dumps(_as_dict(found)) if options.json else "\n".join(_lines(found)))
    sys.stdout.flush()
    return 0


def _as_dict(found: "Grade") -> dict[str, object]:
    return {
        "kinds": {score.kind: score.as_dict() for score in found.kinds},
        "total": found.total.as_dict(),
        "other_kind": found.other_kind,
    }


def _lines(found: "Grade") -> list[str]:
    heads = ("injected", "findings", "found", "precision", "recall", "F1", "repaired")
    lines = [f"{'':<20}" + "".join(f"{head:>10}" for head in heads)]
    lines += [_line(score) for score in (*found.kinds, found.total)]
    if found.other_kind:
        what = (
            "finding names a spoiled cell"
            if found.other_kind == 1
            else ("findings name spoiled cells")
        )
        lines += ["", f"{found.other_kind} {what}, but of another kind."]
    return lines


def _line(score: "Score") -> str:
    counts = "".join(f"{count:>10,}" for count in (score.injected, score.findings, score.found))
    shares = "".join(map(_share, (score.precision, score.recall, score.f1)))
    return f"{score.kind:<20}{counts}{shares}{score.repaired:>10,}"


def _share(share: float | None) -> str:
    return f"{'-':>10}" if share is None else f"{share:>10.1%}"


def main(arguments: Sequence[str] | None = None) -> int:
    return guarded(lambda: _command(arguments))


if __name__ == "__main__":
    leave(main)
