"""Every kind of visit to every kind of unit with everything that fails, and the texts of them."""

from collections.abc import Sequence
from itertools import product

import numpy as np

from factories.engine.streams import Chance
from factories.rules.calls.urgency import WANTS_IT_SOON
from factories.wording import notes as technicians
from factories.wording import work_orders
from factories.wording.phrases import COMPONENTS, KINDS, PLACE
from factories.wording.work import Work

TYPES = ("Maintenance", "Repair", "Installation", "Emergency", "Inspection")
CASES = tuple(product(TYPES, KINDS, (None, *COMPONENTS)))
TYPE = [case[0] for case in CASES]
KIND = [case[1] for case in CASES]
FAILED = [case[2] for case in CASES]
SIZE = len(CASES)
BRAND = ["American Standard", "Carrier"] * (SIZE // 2)
NO = np.zeros(SIZE, np.bool_)
YES = ~NO
CALL = np.arange(1, SIZE + 1)
BTU = 12_000 * (CALL % 5 + 1)
MONTH = np.arange(SIZE) % 12 + 1
PART = [f"{name} 77-B" if name else None for name in FAILED]
NONE: list[str | None] = [None] * SIZE


def fine(text: str) -> bool:
    """A text that any sink and any spreadsheet takes as it is."""
    return (
        text.isascii()
        and text.isprintable()
        and text == text.strip()
        and text[0] not in "=+-@'"
        and not any(mark in text for mark in ('"', ";", "  ", "..", "{", "}", "%s", " ,", " ."))
    )


def completion(chance: Chance, part: Sequence[str | None], returning: object) -> list[str]:
    flags = np.asarray(returning, np.bool_)
    closing = work_orders.Closing(NO, NO, flags, NO)
    return work_orders.completion_notes(chance, all_work(part), closing)


def all_work(part: Sequence[str | None] = PART) -> Work:
    return Work(CALL, TYPE, KIND, FAILED, part, MONTH)


def notes(chance: Chance, part: Sequence[str | None], age: int = 6, high: int = 70) -> list[str]:
    ages, highs = np.full(SIZE, age), np.full(SIZE, high)
    unit = technicians.Unit(CALL, CALL, BRAND, ages, BTU)
    return technicians.technician_notes(chance, all_work(part), unit, NO, highs)


LOW, HIGH = np.arange(SIZE) % 80 - 5, np.arange(SIZE) % 80 + 15
AGES = np.arange(SIZE) % 30
NOTHING_KNOWN = work_orders.OnFile(emailed=NO, ours=NO, yearly=NO, away=NO)


def descriptions(
    chance: Chance,
    month: object = MONTH,
    low: object = LOW,
    high: object = HIGH,
    age: object = AGES,
    urgency: str = WANTS_IT_SOON,
    on_file: work_orders.OnFile = NOTHING_KNOWN,
) -> list[str]:
    location = [tuple(PLACE)[row % len(PLACE)] for row in range(SIZE)]
    months, lows, highs, ages = (
        np.broadcast_to(np.asarray(column, np.int64), SIZE) for column in (month, low, high, age)
    )
    asked = work_orders.Asked([urgency] * SIZE, months, lows, highs, NO)
    return work_orders.work_order_description(
        chance, all_work(), BRAND, location, ages, asked, on_file
    )
