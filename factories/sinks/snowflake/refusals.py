"""What Snowflake says when it refuses, in one line that names the remedy and no secret."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from snowflake.connector import errors
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from factories.errors import UserError
from factories.sinks.snowflake.connection import TO, Access

_LONGEST: Final = 200
_NO_WAREHOUSE: Final = {606, 90064, 90073}
_UNREACHABLE: Final = {250001, 250003, 251001, 261000, 290403, 290404}
_SETUP: Final = "run the SQL of python -m factories.cost --sql setup"


@contextmanager
def refusals(access: Access) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise _told(error.orig or error, error.statement or "", access) from None
    except (errors.Error, SQLAlchemyError) as error:
        raise _told(error, "", access) from None


def _told(error: BaseException, statement: str, access: Access) -> UserError:
    said = hidden(
        str(getattr(error, "raw_msg", None) or getattr(error, "msg", None) or error),
        access.secrets(),
    )
    number, place = getattr(error, "errno", None), access.place
    if number in _NO_WAREHOUSE or statement.startswith("USE WAREHOUSE"):
        what = (
            f"there is no warehouse {place.warehouse} to use ({said}); set SNOWFLAKE_WAREHOUSE, or"
            f" {_SETUP}"
        )
    elif statement.startswith("USE DATABASE"):
        what = f"there is no database {place.database} to use ({said}); {_SETUP}"
    elif statement:
        what = f"Snowflake refused: {said}"
    else:
        what = _of_signing_in(error, said, access)
    return UserError(TO, what)


def _of_signing_in(error: BaseException, said: str, access: Access) -> str:
    """What is wrong with account, user or secret; the connector tells them by their texts."""
    user = access.arguments.get("user", "the user")
    if re.search(r"JWT token|private key|public key", said, re.IGNORECASE):
        return (
            f"Snowflake refused the key of {user} ({said}): it is expired, revoked or another's;"
            " set its public half by ALTER USER"
        )
    if re.search(r"expired", said, re.IGNORECASE):
        return f"what {user} signs in with is expired ({said}); renew it"
    if re.search(r"password|passcode|authenticat|token", said, re.IGNORECASE):
        return f"Snowflake did not let {user} in ({said}); check user, secret and authenticator"
    if getattr(error, "errno", None) in _UNREACHABLE or isinstance(error, errors.HttpError):
        return f"the account {access.account!r} does not answer ({said}); check its name"
    return f"Snowflake refused: {said}"


def hidden(text: str, secrets: Iterable[str]) -> str:
    """A message on one line of sensible length, with stars where a secret stands."""
    line = " ".join(text.split())
    for secret in sorted(secrets, key=len, reverse=True):
        line = line.replace(secret, "***")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."
