"""URLs of databases, and what databases answer, as people may see them: without secrets."""

from typing import TYPE_CHECKING, Any, Final

from factories.errors import UserError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

_SECRET: Final = ("pass", "pwd", "token", "secret", "private_key", "authenticator", "credential")
"""Words of what a URL's query can hold and nobody must read."""


def check_host(option: str, url: "URL") -> None:
    """An @ in a password cuts it in two, and its end would be taken, and shown, for the host."""
    if "@" in (url.host or ""):
        raise UserError(option, "the URL has more than one @; write %40 for those in a password")


def shown_url(url: "URL") -> str:
    """The URL of a database as people may see it: without passwords, tokens and keys, be they
    before the host or in the query."""
    secret = [name for name in url.query if any(word in name.lower() for word in _SECRET)]
    return url.difference_update_query(secret).render_as_string(hide_password=True)


def refusal(option: str, who: str, error: Any) -> UserError:
    """What a database says (a ``DBAPIError``), in one line and without the values in question."""
    said = str(error.orig).strip().splitlines() or ["it does not say why"]
    return UserError(option, f"{who} refused: {said[0]}")
