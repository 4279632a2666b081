"""What spoiling does, and what it leaves alone."""

import csv
import hashlib
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from factories.mess import KINDS
from factories.mess.kinds import CELL
from factories.rules import mess as rules
from hvac_models import Base
from tests.factories.mess.conftest import AS_OF, Company
from tests.factories.mess.restore import read, restored, without_lost_days

Made = Callable[..., Company]
TABLES = [table.name for table in Base.metadata.sorted_tables]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("level", ["light", "medium", "heavy"])
def test_the_answer_key_tells_all_that_was_done(company: Made, level: str) -> None:
    clean = company()
    folder, spoiled = clean.messy(level)
    defects = spoiled.defects
    for table in TABLES:
        before = without_lost_days(clean.seeds, table, defects)
        assert restored(folder, table, defects) == before, table


def test_the_database_is_as_it_was(company: Made, tmp_path: Path) -> None:
    clean = company()
    before = clean.database.read_bytes()
    clean.spoil(tmp_path / "seeds", "heavy")
    assert clean.database.read_bytes() == before


def test_the_same_seed_gives_the_same_bytes(company: Made, tmp_path: Path) -> None:
    folder, spoiled = company().messy("medium")
    assert company().spoil(tmp_path / "again") == spoiled
    assert files(tmp_path / "again") == files(folder)


def test_another_seed_spoils_other_cells(company: Made, tmp_path: Path) -> None:
    _, one = company().messy("medium")
    other = company().spoil(tmp_path / "other", seed=43)
    same = {defect.place for defect in one.defects} & {defect.place for defect in other.defects}
    assert len(same) < len(one.defects) / 4


def test_the_fingerprints_are_of_the_files(company: Made) -> None:
    folder, spoiled = company().messy("medium")
    assert len(spoiled.rows) >= 10
    for table, sha256 in spoiled.fingerprints.items():
        assert hashlib.sha256((folder / f"{table}.csv").read_bytes()).hexdigest() == sha256
        assert len(read(folder, table)) - 1 == spoiled.rows[table]
    untouched = set(TABLES) - set(spoiled.rows)
    for table in untouched:
        assert read(folder, table) == read(company().seeds, table)


def test_no_cell_is_spoiled_twice(company: Made) -> None:
    defects = company().messy("heavy")[1].defects
    cells = Counter((each.table, each.key, each.column) for each in defects)
    assert max(cells.values()) == 1


def test_a_kind_is_the_same_alone(company: Made, tmp_path: Path) -> None:
    whole = company().messy("heavy")[1].defects
    second = {each.key for each in whole if each.kind == "duplicate_customer"}
    for kind in (kind.name for kind in KINDS if kind.needs is None):
        alone = company().spoil(tmp_path / kind, "heavy", kinds=kind).defects
        # Second entries are rows too, and are not there alone.
        rows = second if kind != "duplicate_customer" else set()
        assert alone == [each for each in whole if each.kind == kind and each.key not in rows]


def test_fewer_rows_and_more_columns_move_no_defect(company: Made, tmp_path: Path) -> None:
    _, whole = company().messy("medium")
    part = tmp_path / "part"
    shutil.copytree(company().seeds, part)
    kept: dict[str, set[str]] = {}
    for table in TABLES:
        header, *rows = read(part, table)
        half = rows[: len(rows) // 2]
        kept[table] = {row[0] for row in half}
        with (part / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*header, "one_more"])
            writer.writerows([*row, "x"] for row in half)
    cells = {kind.name for kind in KINDS if kind.named_by == CELL}
    seconds = {
        each.key
        for each in whole.defects
        if each.kind == "duplicate_customer" and each.true_value in kept["customers"]
    }
    kept["customers"] |= seconds
    expected = [
        each for each in whole.defects if each.kind in cells and each.key in kept[each.table]
    ]
    found = [each for each in company().spoil(part).defects if each.kind in cells]
    assert found == expected


def test_an_earlier_day_has_no_defect_that_a_later_one_has_not(
    company: Made, tmp_path: Path
) -> None:
    later = company().messy("heavy")[1].defects
    earlier = company().spoil(tmp_path / "earlier", "heavy", AS_OF - timedelta(days=200)).defects
    kinds = {"duplicate_customer", "split_history", "late_invoice"}
    assert {each for each in earlier if each.kind in kinds} < set(later)


@pytest.mark.parametrize("level", ["light", "medium", "heavy"])
def test_the_rates_are_those_of_the_rules(company: Made, level: str) -> None:
    clean = company(3, 3)
    defects = clean.messy(level)[1].defects
    rows = {table: len(read(clean.seeds, table)) - 1 for table in TABLES}

    def share(kind: str, *tables: str) -> float:
        found = sum(each.kind == kind and each.table in tables for each in defects)
        return found / sum(rows[table] for table in tables)

    times = rules.LEVELS[level]
    rates = {
        # Some second entries are made after the last day.
        "duplicate_customer": (share("duplicate_customer", "customers"), rules.DUPLICATES * 0.93),
        "missing_phone": (share("missing_phone", "customers", "leads"), rules.MISSING_PHONE),
        "missing_email": (share("missing_email", "leads", "mailing_list"), rules.MISSING_EMAIL),
        "late_invoice": (share("late_invoice", "invoices"), rules.LATE_INVOICES),
        "phone_format": (
            share("phone_format", "customers", "leads", "mailing_list"),
            rules.PHONE_FORMAT * (1 - 0.035 * times),
        ),
        "end_before_start": (
            share("end_before_start", "service_calls", "quotes", "subscriptions"),
            rules.END_BEFORE_START,
        ),
        "time_zone_slip": (
            share("time_zone_slip", "service_calls", "appointments"),
            rules.ZONE_SLIPS * 0.89,
        ),
    }
    for kind, (found, rate) in rates.items():
        least = 0.5 if rate < 0.01 else 0.7
        assert rate * times * least < found < rate * times / least, (kind, found, rate * times)


def test_the_formats_of_phones_vary(company: Made) -> None:
    folder, spoiled = company().messy("medium")
    defects = spoiled.defects
    phones = {row[0]: row[3] for row in read(folder, "customers")[1:]}
    shapes = {
        "".join("9" if character.isdigit() else character for character in phones[each.key])
        for each in defects
        if (each.table, each.kind) == ("customers", "phone_format")
    }
    assert len(shapes) == len(rules.PHONE_SHAPES)


def test_second_entries_are_spelled_otherwise(company: Made) -> None:
    folder, spoiled = company(3, 3).messy("heavy")
    defects = spoiled.defects
    header, *rows = read(folder, "customers")
    by_key = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    pairs = [
        (by_key[each.key], by_key[each.true_value])
        for each in defects
        if each.kind == "duplicate_customer"
    ]
    assert len(pairs) > 80
    for second, first in pairs:
        assert second["customer_name"] != first["customer_name"]
        assert second["created_at"] > first["created_at"]
        assert second["address"].startswith(second["street"])
        assert second["street"].split()[0] == first["street"].split()[0]
        assert second["customer_name"][0].isalpha()
        assert second["created_at_utc"] == second["updated_at_utc"] > second["created_at"]
    assert len({second["customer_name"] for second, _ in pairs}) > 75


def test_papers_follow_their_visit(company: Made, tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    company(3, 3).spoil(folder, "heavy", kinds="duplicate_customer,split_history")
    calls = {row[0]: row[1] for row in read(folder, "service_calls")[1:]}
    for table in ("appointments", "invoices", "customer_feedback"):
        header, *rows = read(folder, table)
        call, customer = header.index("service_call_id"), header.index("customer_id")
        assert all(row[customer] == calls[row[call]] for row in rows if row[call]), table
    devices = {row[1] for row in read(folder, "installed_devices")[1:]}
    assert not any(len(customer) == 8 for customer in devices)
    assert any(len(customer) == 8 for customer in calls.values())


def test_names_of_other_countries_are_spelled_otherwise_too(company: Made, tmp_path: Path) -> None:
    clean = company(5, 1, "de_DE")
    defects = clean.spoil(tmp_path / "seeds", "heavy").defects
    assert any(each.kind == "duplicate_customer" for each in defects)
