"""Ways to sign in to Snowflake, and what is said when one does not lead there."""

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
import snowflake.connector
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from snowflake.connector.config_manager import CONFIG_MANAGER

from factories.destinations.snowflake import access_of
from factories.errors import UserError
from factories.export import main
from factories.sinks.snowflake import refusals
from factories.sinks.snowflake.connection import access
from tests.factories.destinations.snowflake_server import PASSWORD, clear_environment

ENVIRONMENT = {"SNOWFLAKE_ACCOUNT": "org-lab", "SNOWFLAKE_USER": "ada"}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    clear_environment(monkeypatch)
    monkeypatch.chdir(tmp_path)
    slices = list(CONFIG_MANAGER._slices)
    CONFIG_MANAGER._slices = [one._replace(path=tmp_path / "connections.toml") for one in slices]
    yield
    CONFIG_MANAGER._slices = slices


class Refusing(BaseHTTPRequestHandler):
    """A server that lets nobody in, and says what it was sent."""

    answer: ClassVar[dict[str, Any]] = {}

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"data": {}, "success": False, **self.answer}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on stderr: the tests read it."""


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Refusing]]:
    server = HTTPServer(("127.0.0.1", 0), Refusing)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SNOWFLAKE_HOST", "127.0.0.1")
    monkeypatch.setenv("SNOWFLAKE_PORT", str(server.server_port))
    monkeypatch.setenv("SNOWFLAKE_PROTOCOL", "http")
    yield Refusing
    server.shutdown()
    server.server_close()
    thread.join()


def key_file(folder: Path, passphrase: str) -> Path:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = folder / "rsa_key.p8"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(passphrase.encode()),
        )
    )
    return path


def one_line(said: str) -> str:
    assert said.startswith("error: "), said
    assert said.count("\n") == 1, said
    assert PASSWORD not in said
    return said


def test_the_environment_is_read_as_dbt_reads_it() -> None:
    given = {
        **ENVIRONMENT,
        "SNOWFLAKE_PASSWORD": PASSWORD,
        "SNOWFLAKE_ROLE": "r",
        "SNOWFLAKE_SCHEMA": "MODELS",
        "SNOWFLAKE_AUTHENTICATOR": "externalbrowser",
    }
    found = access("snowflake", given, connection=None, schema=None)
    assert found.arguments["authenticator"] == "externalbrowser"
    assert (found.arguments["role"], found.arguments["password"]) == ("r", PASSWORD)
    assert (found.place.warehouse, found.place.path) == ("COMPUTE_WH", "HVAC_ANALYTICS.HVAC_RAW")


def test_a_url_says_everything_but_how_to_sign_in_without_it() -> None:
    url = f"snowflake://ada:{PASSWORD}@org-lab/shop/raw?warehouse=wide&role=loader"
    found = access(url, {}, connection=None, schema=None)
    assert (found.place.warehouse, found.place.path) == ("WIDE", "SHOP.RAW")
    assert found.arguments["account"] == "org-lab"
    assert found.shown == "snowflake://org-lab/SHOP/RAW"
    assert list(found.secrets()) == [PASSWORD]
    assert access(url, {}, connection=None, schema="other").place.schema == "OTHER"


def test_a_named_connection_is_the_connector_s_own(tmp_path: Path) -> None:
    file = tmp_path / "connections.toml"
    file.write_text(
        '[lab]\naccount = "org-lab"\nuser = "ada"\nschema = "PUBLIC"\nwarehouse = "w"\n'
        '[default]\naccount = "org-other"\nuser = "bob"\n'
    )
    file.chmod(0o600)
    found = access("snowflake", {}, connection="lab", schema=None)
    assert (found.account, found.place.warehouse, found.place.schema) == (
        "org-lab", "W", "HVAC_RAW",
    )  # fmt: skip
    assert access("snowflake", {}, connection=None, schema=None).account == "org-other"
    assert access("snowflake", ENVIRONMENT, connection=None, schema=None).account == "org-lab"
    with pytest.raises(UserError, match=r"connections\.toml has no 'lap'; there are default, lab"):
        access("snowflake", {}, connection="lap", schema=None)


@pytest.mark.parametrize(("words", "told"), [
    (["--to", "snowflake"], "--to: nothing says where Snowflake is: set SNOWFLAKE_ACCOUNT"),
    (["--to", "snowflake", "--connection", "lab"], "no 'lab'; there is none"),
    (["--to", f"snowflake://ada:{PASSWORD}@lab/d", "--connection", "lab"], "the URL of --to says"),
    (["--to", f"snowflake://ada:{PASSWORD}@lab:x/d"], "the URL cannot be read"),
    (["--to", f"snowflake://ada:{PASSWORD}@lab/a/b/c"], "the URL cannot be read"),
    (["--to", f"snowflake://ada:{PASSWORD}@lab/d/r-w"], "the schema 'r-w' is no plain name"),
    (["--to", f"snowflake://ada:{PASSWORD}@lab/d", "--out", "x"], "--out: --to says which server"),
    (["--to", f"snowflake://ada:{PASSWORD}@lab/d", "--budget", "much"], "is not an amount of"),
    (["--to", "csv", "--budget", "9"], "--budget: it is for --to snowflake"),
    (["--to", "csv", "--schema", "x"], "--schema: it is for --to snowflake"),
    (["--to", "csv", "--connection", "x"], "--connection: it is for --to snowflake"),
    (["--to", "csv", "--dry-run"], "--dry-run: it is for --to snowflake"),
])  # fmt: skip
def test_a_mistake_is_one_line(
    words: list[str], told: str, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(database), *words]) == 2
    assert told in one_line(capsys.readouterr().err)


@pytest.mark.parametrize(("answer", "told"), [
    ({"code": "390100", "message": f"Incorrect username or password {PASSWORD}"},
     "Incorrect username or password ***); check user"),
    ({"code": "390144", "message": "JWT token is invalid. [1234]"}, "refused the key of ada"),
    ({"code": "390318", "message": "OAuth access token expired. [1]"}, "is expired"),
    ({"code": "390201", "message": "The requested account does not exist."}, "does not exist"),
])  # fmt: skip
def test_whom_snowflake_lets_not_in_is_told_why(
    answer: dict[str, Any],
    told: str,
    refusing: type[Refusing],
    database: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(refusing, "answer", answer)
    monkeypatch.setenv("SNOWFLAKE_PASSWORD", PASSWORD)
    assert main([str(database), "--to", "snowflake", "--no-audit", "--quiet"]) == 2
    assert told in one_line(capsys.readouterr().err)


def test_an_expired_key_is_named_as_one(
    refusing: type[Refusing],
    database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(refusing, "answer", {"code": "390144", "message": "JWT token is invalid."})
    monkeypatch.setenv("SNOWFLAKE_PRIVATE_KEY_PATH", str(key_file(tmp_path, PASSWORD)))
    monkeypatch.setenv("SNOWFLAKE_AUTHENTICATOR", "SNOWFLAKE_JWT")
    words = [str(database), "--to", "snowflake", "--no-audit", "--quiet"]
    monkeypatch.setenv("SNOWFLAKE_PRIVATE_KEY_PASSPHRASE", PASSWORD)
    assert main(words) == 2
    assert "Snowflake refused the key of ada" in one_line(capsys.readouterr().err)
    monkeypatch.setenv("SNOWFLAKE_PRIVATE_KEY_PASSPHRASE", "another")
    assert main(words) == 2
    assert "is no private key that its passphrase opens" in one_line(capsys.readouterr().err)
    monkeypatch.setenv("SNOWFLAKE_PRIVATE_KEY_PATH", "missing.p8")
    assert main(words) == 2
    assert "missing.p8 cannot be read" in one_line(capsys.readouterr().err)


def test_an_account_that_is_not_there(
    refusing: type[Refusing],
    database: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("factories.sinks.snowflake.connection._LOGIN_SECONDS", 2)
    monkeypatch.setenv("SNOWFLAKE_PORT", "9")
    monkeypatch.setenv("SNOWFLAKE_PASSWORD", PASSWORD)
    assert main([str(database), "--to", "snowflake", "--no-audit", "--quiet"]) == 2
    assert "the account 'org-lab' does not answer" in one_line(capsys.readouterr().err)


@pytest.mark.parametrize(("number", "statement", "told"), [
    (2043, "USE WAREHOUSE COMPUTE_WH", "there is no warehouse COMPUTE_WH to use"),
    (606, "COPY INTO hvac_new_parts FROM ...", "there is no warehouse COMPUTE_WH to use"),
    (90073, "INSERT INTO parts ...", "there is no warehouse COMPUTE_WH to use"),
    (2043, "USE DATABASE HVAC_ANALYTICS", "there is no database HVAC_ANALYTICS to use"),
    (3001, "CREATE TABLE parts ...", "Snowflake refused: no, and not with ***"),
])  # fmt: skip
def test_what_is_missing_there_is_named(number: int, statement: str, told: str) -> None:
    given = {**ENVIRONMENT, "SNOWFLAKE_PASSWORD": PASSWORD}
    error = snowflake.connector.errors.ProgrammingError(
        msg=f"no, and not\nwith {PASSWORD}", errno=number
    )
    found = access("snowflake", given, connection=None, schema=None)
    said = str(refusals._told(error, statement, found))
    assert told in said
    assert "\n" not in said
    assert PASSWORD not in said


@pytest.mark.parametrize("module", ["snowflake.connector", "snowflake.sqlalchemy"])
def test_a_missing_package_names_the_extra(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UserError, match=r"pip install 'hvac-analytics\[snowflake\]'"):
        access_of("snowflake", None, None)
