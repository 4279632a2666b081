"""What people read of an error holds no secret."""

import pytest
from sqlalchemy import make_url

from factories.destinations import PostgresqlDatabase
from factories.errors import shown_url


@pytest.mark.parametrize(("url", "told"), [
    ("postgresql://app:s3cret@host/hvac", "postgresql://app:***@host/hvac"),
    ("postgresql://host/hvac?user=app&password=s3cret", "postgresql://host/hvac?user=app"),
    ("postgresql://host/hvac?passfile=s3cret&sslpassword=s3cret", "postgresql://host/hvac"),
    ("snowflake://ada@org/hvac?token=s3cret&private_key_pwd=s3cret&warehouse=W",
     "snowflake://ada@org/hvac?warehouse=W"),
    ("snowflake://ada@org/hvac?passcode=s3cret&authenticator=https://s3cret",
     "snowflake://ada@org/hvac"),
    ("sqlite:///hvac.sqlite", "sqlite:///hvac.sqlite"),
])  # fmt: skip
def test_a_url_is_shown_without_its_secrets(url: str, told: str) -> None:
    assert shown_url(make_url(url)) == told
    if url.startswith("postgresql"):
        assert PostgresqlDatabase(url).shown == told
