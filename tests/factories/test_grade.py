"""`factories.grade`: precision and recall, kind by kind, and what it says of bad findings."""

import json
import os
import threading
from pathlib import Path

import pytest

from factories import grade
from factories.mess import KINDS, Defect, key
from factories.mess.grading import grade as graded

KEY = [
    Defect("customers", "7", "phone", "missing_phone", "(704) 555-0101"),
    Defect("customers", "8", "phone", "missing_phone", "(704) 555-0102"),
    Defect("leads", "8", "phone", "phone_format", "(704) 555-0103"),
    Defect("customers", "70000012", "customer_id", "duplicate_customer", "12"),
    Defect("weather_daily", "2026-01-05", "weather_date", "empty_day", "1"),
    Defect("quotes", "", "author", "renamed_column", "created_by"),
]


@pytest.fixture
def answer_key(tmp_path: Path) -> Path:
    path = tmp_path / "answer_key.csv"
    path.write_text(key.as_text(KEY), "utf-8")
    return path


def run(answer_key: Path, text: str | bytes, *options: str) -> int:
    findings = answer_key.with_name("findings.csv")
    findings.write_bytes(text if isinstance(text, bytes) else text.encode())
    return grade.main([str(answer_key), str(findings), *options])


def scores(
    capsys: pytest.CaptureFixture[str], answer_key: Path, text: str
) -> dict[str, dict[str, float]]:
    assert run(answer_key, text, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    kinds: dict[str, dict[str, float]] = {**told["kinds"], "total": told["total"]}
    return kinds


def test_the_key_itself_is_all_right() -> None:
    found = graded(KEY, KEY)
    assert [score.kind for score in found.kinds] == [
        kind.name for kind in KINDS if kind.name in {defect.kind for defect in KEY}
    ]
    for score in (*found.kinds, found.total):
        assert (score.precision, score.recall, score.f1) == (1, 1, 1)
        assert score.repaired == score.injected


def test_shares_are_by_kind_and_in_total(
    capsys: pytest.CaptureFixture[str], answer_key: Path
) -> None:
    found = scores(
        capsys,
        answer_key,
        "table,key,column,kind\n"
        "customers,7,phone,missing_phone\n"
        "customers,7,phone,missing_phone\n"
        "customers,9,phone,missing_phone\n"
        "customers,10,phone,missing_phone\n"
        "customers,8,phone,end_before_start\n",
    )
    phones = found["missing_phone"]
    assert (phones["findings"], phones["found"]) == (3, 1)
    assert phones["precision"] == pytest.approx(1 / 3)
    assert phones["recall"] == pytest.approx(1 / 2)
    assert phones["f1"] == pytest.approx(2 / 5)
    assert found["end_before_start"]["recall"] is None
    assert found["end_before_start"]["precision"] == 0
    assert found["empty_day"]["precision"] is None
    assert found["empty_day"]["recall"] == 0
    total = found["total"]
    assert (total["injected"], total["findings"], total["found"]) == (6, 4, 1)


def test_columns_may_stand_in_any_order(
    capsys: pytest.CaptureFixture[str], answer_key: Path
) -> None:
    found = scores(
        capsys,
        answer_key,
        "\ufeffNote,KIND,column,True_Value,key,table\r\n"
        "a guess,phone_format,phone,(704) 555-0103, 8 ,leads\r\n"
        "\r\n"
        ",empty_day,,,2026-01-05 00:00:00,weather_daily\r\n"
        ",missing_phone,phone,,7.0,customers\r\n",
    )
    assert found["phone_format"]["repaired"] == 1
    assert found["empty_day"]["found"] == 1
    assert (found["missing_phone"]["found"], found["missing_phone"]["repaired"]) == (1, 0)


@pytest.mark.parametrize(
    "pair", ["70000012,,duplicate_customer,12", "12,,duplicate_customer,70000012"]
)
def test_a_pair_may_be_named_from_either_side(
    capsys: pytest.CaptureFixture[str], answer_key: Path, pair: str
) -> None:
    found = scores(capsys, answer_key, f"table,key,column,kind,true_value\ncustomers,{pair}\n")
    assert found["duplicate_customer"]["found"] == 1


def test_a_pair_with_another_first_entry_is_not_found(
    capsys: pytest.CaptureFixture[str], answer_key: Path
) -> None:
    line = "customers,70000012,customer_id,duplicate_customer,13"
    found = scores(capsys, answer_key, f"table,key,column,kind,true_value\n{line}\n")
    assert (found["duplicate_customer"]["findings"], found["duplicate_customer"]["found"]) == (1, 0)


def test_no_findings_are_findings(capsys: pytest.CaptureFixture[str], answer_key: Path) -> None:
    assert run(answer_key, "table,key,column,kind\n") == 0
    total = capsys.readouterr().out.splitlines()[-1].split()
    assert total == ["total", "6", "0", "0", "-", "0.0%", "0.0%", "0"]


def test_the_table_says_when_a_kind_was_mistaken(
    capsys: pytest.CaptureFixture[str], answer_key: Path
) -> None:
    run(answer_key, "table,key,column,kind\ncustomers,7,phone,phone_format\n")
    assert capsys.readouterr().out.endswith(
        "\n1 finding names a spoiled cell, but of another kind.\n"
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "",
            "findings.csv has no column table; its first line is table,key,column,kind,true_value",
        ),
        ("table;key;column;kind\n", "findings.csv has no column table"),
        ("table,key,kind\n", "findings.csv has no column column"),
        ("table,key,column,kind,key\n", "findings.csv has the column key twice; leave one"),
        (
            "table,key,column,kind\ncustomers,7,phone\n",
            "findings.csv line 2 has 3 cells, the first has 4",
        ),
        (
            "table,key,column,kind\ncustomers,7,phone,missing_fone\n",
            "findings.csv line 2: there is no kind 'missing_fone'; did you mean missing_phone?",
        ),
        (
            "table,key,column,kind\ncustomer,7,phone,missing_phone\n",
            "findings.csv line 2: there is no table 'customer'; did you mean customers?",
        ),
        (
            "table,key,column,kind\ncustomers,,phone,missing_phone\n",
            "findings.csv line 2: missing_phone needs key; fill it in",
        ),
        (
            "table,key,column,kind\ncustomers,7,,duplicate_customer\n",
            "findings.csv line 2: duplicate_customer needs true_value; fill it in",
        ),
        (
            b"table,key,column,kind\n\xff\xfe,7,phone,missing_phone\n",
            "findings.csv is not UTF-8 text",
        ),
        ('table,key,column,kind\n"customers,7\n', "findings.csv is not a CSV file"),
    ],
)
def test_bad_findings_are_one_line(
    capsys: pytest.CaptureFixture[str], answer_key: Path, text: str | bytes, complaint: str
) -> None:
    assert run(answer_key, text) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: FINDINGS: ")
    assert complaint in said.err
    assert said.err.count("\n") == 1


def test_files_that_are_not_there_are_one_line(
    capsys: pytest.CaptureFixture[str], answer_key: Path
) -> None:
    assert grade.main([str(answer_key.with_name("none.csv")), str(answer_key)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: ANSWER_KEY: cannot read ")
    assert grade.main([str(answer_key)]) == 2
    assert "FINDINGS" in capsys.readouterr().err
    assert grade.main([str(answer_key), "x" * 300]) == 2
    assert capsys.readouterr().err.startswith("error: FINDINGS: cannot read xxx")


@pytest.mark.skipif(os.name == "nt", reason="there are no such files")
def test_what_has_no_end_is_not_read(answer_key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert grade.main([str(answer_key), "/dev/full"]) == 2
    said = capsys.readouterr().err
    assert said == "error: FINDINGS: /dev/full is not a regular file; name a CSV file\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_findings_may_come_through_a_pipe(answer_key: Path) -> None:
    pipe = answer_key.with_name("pipe")
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(answer_key.read_bytes()))
    writer.start()
    assert grade.main([str(answer_key), str(pipe)]) == 0
    writer.join()
