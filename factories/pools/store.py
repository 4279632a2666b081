"""The pools: what is shipped, and other locales' names filled at run time."""

import json
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Final

from factories.pools.locales import LOCALES

DEFAULT: Final = "en_US"


class UnknownLocale(ValueError):  # noqa: N818 - says what is wrong
    """A locale that Faker has no people's names for."""

    def __init__(self, locale: str) -> None:
        some = ", ".join(LOCALES[:: len(LOCALES) // 6])
        super().__init__(f"no names for locale {locale!r}: choose one such as {DEFAULT}, {some}")
        self.locale = locale


@dataclass(frozen=True)
class Pools:
    """Texts to pick from uniformly: a common name stands in its pool more often than a rare one."""

    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    women: frozenset[str]
    """Of the first names, those that are women's alone."""
    street_names: tuple[str, ...]
    company_stems: tuple[str, ...]


@lru_cache(maxsize=4)
def load(locale: str = DEFAULT) -> Pools:
    """The pools of a locale. Streets and companies are American in all; raises UnknownLocale."""
    if locale not in LOCALES:
        raise UnknownLocale(locale)
    if locale == DEFAULT:
        return _shipped()
    from factories.pools.build import people

    firsts, lasts, women = people(locale)
    american = _shipped()
    return Pools(firsts, lasts, women, american.street_names, american.company_stems)


@lru_cache(maxsize=1)
def _shipped() -> Pools:
    stored = json.loads(Path(__file__).with_name(f"{DEFAULT}.json").read_text("utf-8"))
    return Pools(
        first_names=_repeated(stored["first_names"]),
        last_names=_repeated(stored["last_names"]),
        women=frozenset(stored["women"]),
        street_names=tuple(stored["street_names"]),
        company_stems=tuple(stored["company_stems"]),
    )


def _repeated(counts: dict[str, int]) -> tuple[str, ...]:
    return tuple(chain.from_iterable([name] * times for name, times in counts.items()))


# Letters that Unicode does not take apart into a Latin letter and an accent.
_WHOLE: Final = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        "ə": "e",
    }
)


# Germans write them out: Jörg is joerg, not jorg.
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_GERMAN: Final = "de_"


@lru_cache(maxsize=65_536)
def ascii_local_part(name: str, locale: str = DEFAULT) -> str:
    """A name as the first half of an e-mail address: "Łukasz O'Neil" -> "lukaszoneil".

    Lower-case letters a-z only, umlauts as the ``locale`` writes them without; "customer" for names
    in other scripts.
    """
    if name.isascii() and name.isalpha():
        return name.lower()
    lower = unicodedata.normalize("NFC", name).casefold().translate(_WHOLE)
    if locale.startswith(_GERMAN):
        lower = lower.translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", lower)
    return "".join(letter for letter in plain if "a" <= letter <= "z") or "customer"
