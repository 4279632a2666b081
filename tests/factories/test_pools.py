"""The pools are varied, safe to print anywhere, and quick to load."""

import re
import string

import numpy as np
import pytest
from faker.config import AVAILABLE_LOCALES

from factories import pools
from factories.engine.streams import Chance
from factories.pools import build, store
from factories.pools.businesses import FAMILY, PLACE
from factories.rules.contact_details import people


def test_there_is_variety() -> None:
    pool = pools.load()
    assert len(set(pool.first_names)) >= 800
    assert len(set(pool.last_names)) >= 1_000
    assert len(set(pool.street_names)) == len(pool.street_names) >= 1_200
    assert len(set(pool.company_stems)) == len(pool.company_stems) >= 400


def test_few_technicians_are_women() -> None:
    chance = Chance(1, ("technicians",), np.arange(5_000))
    women = pools.load().women
    named = [name.split()[0] in women for name in people.technicians(chance, "en_US")]
    assert 0.02 < sum(named) / len(named) < 0.04
    customers = people.first_names(chance, "en_US")
    assert 0.4 < sum(name in women for name in customers) / 5_000 < 0.6


@pytest.mark.parametrize("locale", ["ja_JP", "zh_CN", "yo_NG"])
def test_technicians_of_any_locale_have_names(locale: str) -> None:
    named = people.technicians(Chance(1, ("technicians",), np.arange(200)), locale)
    assert all(" " in name for name in named)


def test_common_names_are_common() -> None:
    pool = pools.load()
    assert pool.last_names.count("Smith") > 10 * pool.last_names.count("Abbott") > 0
    assert pool.first_names.count("Michael") > 50


def test_american_names_are_plain_letters() -> None:
    pool = pools.load()
    for name in (*pool.first_names, *pool.last_names):
        assert re.fullmatch(r"[A-Z][A-Za-z]+", name), name
    for street in pool.street_names:
        assert re.fullmatch(r"[A-Z][A-Za-z]+( [A-Z][a-z]+)?", street), street


def test_building_again_gives_the_same() -> None:
    first, second = build.make(), build.make()
    assert first == second
    assert list(first["first_names"]) == sorted(first["first_names"])
    assert len(first["street_names"]) == build.STREETS


def test_other_locales_have_their_own_people_and_american_streets() -> None:
    german = pools.load("de_DE")
    assert german.street_names == pools.load().street_names
    assert len(set(german.first_names)) > 300
    assert "Müller" in german.last_names
    store.load.cache_clear()
    assert pools.load("de_DE") == german


def test_names_are_spaced_once_and_are_no_missing_values() -> None:
    """As the providers have them: 'Alta  Gracia' in Mexico, Nil in Catalonia."""
    for locale in ("es_MX", "es_CA", "pt_BR"):
        pool = pools.load(locale)
        for name in (*pool.first_names, *pool.last_names):
            assert name == " ".join(name.split())
            assert name.lower() not in build.NO_NAMES
    assert "Alta Gracia" in pools.load("es_MX").first_names


def test_names_of_any_script_are_safe() -> None:
    for locale in ("ja_JP", "ar_AA", "vi_VN"):
        pool = pools.load(locale)
        assert all(name[0].isalpha() for name in (*pool.first_names, *pool.last_names))
        assert len(set(pool.first_names)) >= 20


def test_locales_are_those_that_faker_has() -> None:
    assert set(pools.LOCALES) <= set(AVAILABLE_LOCALES)
    assert "en_US" in pools.LOCALES
    assert len(pools.LOCALES) > 50


def test_an_unknown_locale_names_some_that_are_known() -> None:
    with pytest.raises(pools.UnknownLocale, match=r"xx_XX.*en_US.*de_") as caught:
        pools.load("xx_XX")
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Maria", "maria"),
        ("Łukasz O'Neil", "lukaszoneil"),
        ("Weiß", "weiss"),
        ("Sørensen", "sorensen"),
        ("Nguyễn", "nguyen"),
        ("前田", "customer"),
        ("Иванов", "customer"),
        ("", "customer"),
    ],
)
def test_local_parts_are_plain(name: str, expected: str) -> None:
    assert pools.ascii_local_part(name) == expected
    assert set(expected) <= set(string.ascii_lowercase)


@pytest.mark.parametrize("name", ["Jörg", "Jo\u0308rg"])
def test_germans_write_umlauts_out(name: str) -> None:
    assert pools.ascii_local_part(name, "de_DE") == "joerg"
    assert pools.ascii_local_part(name, "sv_SE") == "jorg"


def test_a_last_name_is_nothing_but_that() -> None:
    german = pools.load("de_DE")
    beside = {"II", "auch", "D."}
    assert not [n for n in (*german.last_names, *german.first_names) if beside & {*n.split()}]
    assert any(name.startswith("van der ") for name in german.last_names)


def businesses(count: int) -> list[str]:
    names = pools.load().last_names
    chance = Chance(42, ("customers",), np.arange(count))
    owners = [names[i] for i in chance.below("owner", len(names)).tolist()]
    return pools.business_names(chance, owners)


def test_a_business_says_what_it_does() -> None:
    trades = [template.removeprefix("{} ") for template in (*FAMILY, *PLACE)]
    assert all(any(name.endswith(f" {trade}") for trade in trades) for name in businesses(2_000))


def test_a_business_bears_its_owner_s_name_or_its_place_s() -> None:
    drawn = pools.business_names(Chance(42, ("customers",), np.arange(500)), ["Quillfeather"] * 500)
    owned = sum(name.startswith("Quillfeather ") for name in drawn)
    assert 100 < owned < 400
    places = set(pools.load().company_stems)
    assert all(
        any(name.startswith(f"{place} ") for place in places)
        for name in drawn
        if not name.startswith("Quillfeather ")
    )


def test_businesses_are_many_and_repeatable() -> None:
    drawn = businesses(20_000)
    assert len(set(drawn)) > 12_000
    assert businesses(100) == drawn[:100]
    pool = pools.load()
    assert len(set(pool.last_names)) * len(FAMILY) + len(pool.company_stems) * len(PLACE) > 20_000
