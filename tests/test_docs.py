"""The documents do not rot: what they say to do works, what they say is so is so."""

import datetime as dt
import functools
import importlib.util
import inspect
import re
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable
from contextlib import closing
from fnmatch import fnmatch
from pathlib import Path
from unittest.mock import Mock

import pytest
from factory.declarations import Trait

import factories
from factories import broken, command_line
from factories.audit import all_checks
from factories.audit import document as audit_document
from factories.engine.declarations import BringsAsked
from factories.populate import populate
from factories.scenario import Scenario
from factories.sizes import COMPANION_ROWS, DEFAULT_ROWS, FOLLOWS, GUIDE_ROWS
from factories.testing import SmallCompany
from factories.version import VERSION
from hvac_models import pytest_plugin
from tests.markdown import Document
from tests.reader import ROOT, Reader, is_chore

README = Document(ROOT / "README.md")
CHANGELOG = Document(ROOT / "CHANGELOG.md")
RULES = Document(ROOT / "docs" / "rules.md")
FACTORIES = Document(ROOT / "docs" / "factories.md")
ARCHITECTURE = Document(ROOT / "docs" / "architecture.md")
DOCUMENTS = [Document(path) for path in sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))]
COMMANDS = (
    "factories.populate",
    "factories.audit",
    "factories.export",
    "factories.cost",
    "factories.grade",
    "factories.advance",
)
GENERATED = {"schema.md", "audit.md"}
WRITTEN = [document for document in DOCUMENTS if document.path.name not in GENERATED]

every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.path.name)


@every_document
def test_a_reader_can_follow_it(document: Document, tmp_path: Path) -> None:
    if document.blocks("console", "bash", "python", "diff"):
        Reader(tmp_path).follow(document)


@every_document
def test_links_lead_somewhere(document: Document) -> None:
    for link in document.links():
        if re.match(r"https?://", link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.path.parent / path).resolve() if path else document.path
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        assert not anchor or anchor in Document(target).anchors(), link


@every_document
def test_what_is_named_exists(document: Document) -> None:
    options = {option for module in COMMANDS for option in options_of(module)} | plugin_options()
    for code in document.inline_code():
        words = code.split()
        if code.startswith(("--", "python -m factories")):
            assert set(re.findall(r"--[a-z][a-z-]*", code)) <= options, code
        if words[0] == "make" and len(words) > 1:
            assert is_chore(words[1]), code
        if code.startswith("python -m "):
            assert importlib.util.find_spec(words[2]), code
        if re.fullmatch(r"[\w.-]+/[\w./-]*|[\w-]+\.(?:py|md|toml|ini|nix)", code):
            assert (ROOT / code).exists(), code


@pytest.mark.parametrize("document", WRITTEN, ids=lambda d: d.path.name)
def test_it_is_plain(document: Document) -> None:
    assert document.text.isascii()
    # The words are looked for, not left behind: no document may have them.
    assert not re.search(r"\b(TODO|FIXME|TBD)\b", document.text)


@pytest.mark.parametrize("document", WRITTEN, ids=lambda d: d.path.name)
def test_its_counts_are_those_of_the_program(document: Document) -> None:
    known = {*DEFAULT_ROWS.values(), 146_430}  # the reviews that a source counted
    known |= {sum(rows.values()) for rows in (GUIDE_ROWS, COMPANION_ROWS, DEFAULT_ROWS)}
    for number in re.findall(r"\b\d{1,3}(?:,\d{3})+\b", document.prose):
        assert int(number.replace(",", "")) in known, number
    known_tables = {len(rows) for rows in (GUIDE_ROWS, COMPANION_ROWS, DEFAULT_ROWS)}
    said = r"\b(\d+)(?: [a-z]+)? tables\b"
    assert {int(number) for number in re.findall(said, document.prose)} <= known_tables


def test_the_tables_are_counted_where_they_are_introduced() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for text in (README.text, project["description"]):
        assert f"{len(DEFAULT_ROWS)} connected tables" in text
    assert f"its own {len(GUIDE_ROWS)} counts" in README.text
    assert f"the {len(COMPANION_ROWS)} companion tables that this project adds" in README.text


@functools.cache
def options_of(module: str) -> dict[str, tuple[str, str]]:
    """The argument and the default of each option, as `--help` says."""
    words = [sys.executable, "-m", module, "--help"]
    text = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    listed = text.partition("options:\n")[2]
    found = re.findall(r"^  (--[a-z-]+)(?: ([A-Z]\S*))?\s(.*(?:\n {4,}.*)*)", listed, re.MULTILINE)
    return {
        option: (argument, "".join(re.findall(r"\(default: ([^)]*)\)", " ".join(said.split()))))
        for option, argument, said in found
    }


def plugin_options() -> set[str]:
    """The options that the plugin adds to pytest's."""
    parser = Mock()
    pytest_plugin.pytest_addoption(parser)
    return {call.args[0] for call in parser.getgroup.return_value.addoption.call_args_list}


def test_the_fixtures_are_those_of_the_plugin() -> None:
    rows = FACTORIES.table("Fixture", "What it is")
    public = [name for name in vars(pytest_plugin) if name.startswith("hvac_")]
    assert {name for names, _ in rows for name in words(names)} == set(public)
    counts = SmallCompany().tables
    assert f"{sum(map(len, counts.values()))} rows in {len(counts)} tables" in FACTORIES.text


def test_the_options_of_the_plugin_are_explained() -> None:
    rows = FACTORIES.table("Option", "In the ini file", "Default", "What it says")
    assert {row[0].strip("`").split()[0] for row in rows} == plugin_options()


def test_the_tables_of_options_are_those_of_the_commands() -> None:
    tables = README.tables("Option", "Default", "What it says")
    for table, module in zip(tables, COMMANDS, strict=True):
        told = {}
        for name, default, _ in table:
            option, _, argument = name.strip("`").partition(" ")
            told[option] = (argument, default.strip("`"))
        assert told == options_of(module)


def test_the_exit_codes_are_those_of_the_program() -> None:
    codes = [row[0] for row in README.table("Exit code", "Meaning")]
    assert codes == ["`0`", f"`{command_line.EXIT_AUDIT}`", f"`{command_line.EXIT_USER}`"]


def test_the_readme_says_which_table_follows_which() -> None:
    rows = README.table("Table", "is followed by")
    told = {follower: parent.strip("`") for parent, all_ in rows for follower in words(all_)}
    assert told == FOLLOWS


def test_the_picture_is_of_the_schema() -> None:
    picture, whole = (
        document.blocks("mermaid")[0].text.splitlines()
        for document in (README, Document(ROOT / "docs" / "schema.md"))
    )
    assert set(picture) <= set(whole)
    assert set(re.findall(r"\w+", "\n".join(picture))) >= set(DEFAULT_ROWS)


def test_the_errors_explained_are_those_of_the_program() -> None:
    rooms = ("factories", "hvac_models")
    sources = [ROOT / "Makefile", *(p for room in rooms for p in (ROOT / room).rglob("*.py"))]
    text = " ".join(path.read_text("utf-8") for path in sources)
    for line, _ in README.table("The line says", "What to do"):
        # Python's own words, where the package is not installed.
        assert line.strip("`") in text or line.startswith("`No module named"), line


def test_the_traits_are_those_of_the_factories() -> None:
    told = {name.strip("`"): words(traits) for name, traits in FACTORIES.table("Factory", "Traits")}
    found = {
        factory.__name__: [
            name
            for name, parameter in factory._meta.parameters.items()
            if isinstance(parameter, Trait)
        ]
        for factory in factories.ALL.values()
    }
    assert told == {name: traits for name, traits in found.items() if traits}


@pytest.mark.parametrize("function", [factories.bind, factories.as_dict], ids=lambda f: f.__name__)
def test_the_arguments_are_explained(function: Callable[..., object]) -> None:
    rows = FACTORIES.table(f"Argument of `{function.__name__}`", "Default", "What it says")
    told = {name.strip("`"): default.strip("`") for name, default, _ in rows}
    parameters = inspect.signature(function).parameters.values()
    assert told == {
        parameter.name: "" if parameter.default is parameter.empty else str(parameter.default)
        for parameter in parameters
    }


def test_what_comes_along_is_explained() -> None:
    rows = FACTORIES.table("Factory", "Comes along when asked for")
    found = {
        factory.__name__: [
            name
            for name, declared in factory._meta.base_declarations.items()
            if isinstance(declared, BringsAsked)
        ]
        for factory in factories.ALL.values()
    }
    told = {name.strip("`"): words(names) for name, names in rows}
    assert told == {name: names for name, names in found.items() if names}


def test_the_violations_are_explained() -> None:
    rows = FACTORIES.table("Violation", "What it makes", "Check that finds it")
    told = {name.strip("`"): (says, check.strip("`")) for name, says, check in rows}
    assert told == {name: (each.says, each.check) for name, each in broken.ALL.items()}


def test_every_source_of_the_rules_is_listed() -> None:
    listed = {tag for tag, _ in RULES.table("Tag", "Source")}
    cited: set[str] = set()
    for path in (ROOT / "factories").rglob("*.py"):
        for tags in re.findall(r"\[((?:[SR]\d+|[EKR]\b)[^\]]*)\]", path.read_text("utf-8")):
            cited |= set(re.findall(r"\b[SR]\d+\b", tags))
    assert cited == listed


FIGURES = {
    "Invoices paid, of those not cancelled, by count": "select 100.0 * sum(status = 'Paid')"
    " / sum(status <> 'Cancelled') from invoices",
    "Invoices paid, of those not cancelled, by dollars": "select 100.0"
    " * (select sum(amount) from payments where status = 'Completed') / sum(total_amount)"
    " from invoices where status <> 'Cancelled'",
    "Visits to customers with three bills over 90 days overdue": "select 100.0 * avg(3 <= ("
    " select count(*) from invoices as o where o.customer_id = s.customer_id"
    " and o.status <> 'Cancelled' and o.total_amount > 0"
    " and o.due_date < date(s.service_date, '-90 days') and not exists (select 1"
    "  from payments as p where p.invoice_id = o.invoice_id"
    "  and p.payment_date < s.service_date)))"
    " from service_calls as s join invoices as i on i.service_call_id = s.service_call_id"
    " where i.status <> 'Cancelled' and s.service_type <> 'Emergency'",
    "Income that no invoice bills, beside that of the invoices": "select 100.0"
    " * (select sum(annual_cost) from subscriptions) / sum(subtotal)"
    " from invoices where status <> 'Cancelled'",
    "Invoices cancelled": "select 100.0 * avg(status = 'Cancelled') from invoices",
    "Visits with feedback": "select 100.0 * (select count(*) from customer_feedback) / count(*)"
    " from service_calls",
    "Emergencies of all visits": "select 100.0 * avg(service_type = 'Emergency')"
    " from service_calls",
    "Repairs without an appointment": "select 100.0 * avg(a.appointment_id is null)"
    " from service_calls as s left join appointments as a"
    " on a.service_call_id = s.service_call_id where s.service_type = 'Repair'",
    "Devices in place under 5 years old": "select 100.0 * avg(installation_date"
    " > (select date(max(weather_date), '-5 years') from weather_daily))"
    " from installed_devices where status <> 'Replaced'",
    "Visits that go on past midnight": "select 100.0"
    " * avg(date(completed_at) <> service_date) from service_calls",
    "Visits a technician and weekday": "select 1.0 * count(*)"
    " / (select count(*) from technicians)"
    " / (select sum(strftime('%w', weather_date) between '1' and '5') from weather_daily)"
    " from service_calls",
}


def test_the_figures_are_of_the_default_company(tmp_path: Path) -> None:
    database = tmp_path / "hvac.sqlite"
    populate(Scenario.of(as_of=dt.date(2026, 6, 30)), database=database)
    rows = RULES.table("Figure", "In life", "Here", "Why")
    assert [row[0] for row in rows] == list(FIGURES)
    with closing(sqlite3.connect(database)) as connection:
        for figure, _, told, _ in rows:
            ((found,),) = connection.execute(FIGURES[figure])
            number, _, unit = told.partition(" ")
            # Within the last digit shown.
            assert found == pytest.approx(float(number), abs=0.55 if unit == "%" else 0.05), figure


def test_the_list_of_checks_is_current() -> None:
    path = ROOT / "docs" / "audit.md"
    assert {check.area for check in all_checks()} == set(audit_document.AREAS)
    assert path.read_text("utf-8") == audit_document.document(), (
        "run: python -m factories.audit.document > docs/audit.md"
    )


def test_the_house_stands_in_the_order_of_the_import_contract() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    level = {
        module: number
        for number, layer in enumerate(declared["contracts"][0]["layers"])
        for module in re.findall(r"\w+", layer)
    }
    rows = ARCHITECTURE.table("Module", "What it is")
    told = [name for names, _ in rows for name in re.findall(r"`factories/(\w+)", names)]
    assert sorted(told) == sorted(level)
    assert told == sorted(told, key=level.__getitem__)


def test_every_step_has_its_row_among_the_rooms() -> None:
    places = ("factories/steps", "factories/days")
    heads = (f"in the history: `{places[0]}/`", f"on a day: `{places[1]}/`")
    rows = ARCHITECTURE.table("The business", *heads)
    for column, place in enumerate(places, start=1):
        told = {name for row in rows for name in words(row[column])}
        there = {path.stem for path in (ROOT / place).glob("*.py")}
        assert told == there - {"__init__", "plan"}, place


@pytest.mark.parametrize(
    "made",
    [
        "hvac.sqlite",
        "hvac_snapshot.sqlite",
        "hvac_company.duckdb",
        "hvac_csv",
        "hvac_parquet",
        "changes",
        "answer_key.csv",
        "answer_key_changes.csv",
        "findings.csv",
        "hvac_analytics/seeds/customers.csv",
        "hvac_analytics/hvac.duckdb",
    ],
)
def test_what_the_commands_make_is_not_for_the_repository(made: str) -> None:
    lines = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    patterns = [line.strip("/") for line in lines if line and not line.startswith("#")]
    assert any(fnmatch(made, pattern) for pattern in patterns)


def test_the_changelog_names_the_version() -> None:
    assert re.findall(r"^## (\S+)", CHANGELOG.text, re.MULTILINE)[0] == VERSION


def test_the_license_is_the_one_declared() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["license"]
    assert (ROOT / "LICENSE").read_text("utf-8").startswith(f"{declared} License\n")


def words(cell: str) -> list[str]:
    """The names in a table's cell."""
    return re.findall(r"`(\w+)`", cell)
