"""Addresses that people really have, and never two the same."""

import re
from collections import Counter

import numpy as np
import pytest

from factories import pools
from factories.engine.streams import Chance
from factories.pools.businesses import FAMILY, PLACE
from factories.rules.contact_details import emails, people


def addressed(
    first_id: int, count: int, population: int, locale: str = "en_US", *, seed: int = 1
) -> list[str]:
    """Addresses of some of a population, of whom every seventh is a business."""
    ids = np.arange(first_id, first_id + count, dtype=np.int64)
    chance = people.numbered(Chance(seed, ("any",), ids), population)
    names = people.first_names(chance, locale), people.last_names(chance, locale)
    businesses = pools.business_names(chance, names[1])
    firms = [name if n % 7 == 0 else None for n, name in enumerate(businesses)]
    return emails.emails(chance, locale, names, firms)


@pytest.mark.parametrize("locale", ["en_US", "zh_CN", "es_MX", "de_DE"])
def test_no_two_of_any_population_share_an_address(locale: str) -> None:
    wanted = [(first, population) for first in (1, 900_000) for population in range(3)]
    found = [email for f, p in wanted for email in addressed(f, 9_000, p, locale)]
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("seed", range(4))
def test_most_people_have_their_plain_name(seed: int) -> None:
    theirs = [
        e for e in addressed(1, 500, people.CUSTOMER_PEOPLE, seed=seed) if ".example" not in e[-8:]
    ]
    numbers = [re.findall(r"\d+@", email) for email in theirs]
    assert 0.65 < numbers.count([]) / len(theirs) < 0.9
    assert all(len(one[0]) in (3, 5) for one in numbers if one)
    domains = Counter(email.partition("@")[2] for email in theirs)
    assert domains.keys() == emails.PROVIDERS.keys()
    assert 0.35 < domains["example.com"] / len(theirs) < 0.6


def test_an_address_is_the_same_alone_and_in_bulk() -> None:
    bulk = addressed(1, 7_000, people.LEAD_PEOPLE)
    alone = [addressed(n, 1, people.LEAD_PEOPLE)[0] for n in (1, 8, 701, 6_994)]
    assert alone == [bulk[n - 1] for n in (1, 8, 701, 6_994)]


def test_names_that_were_not_drawn_have_addresses_of_their_own() -> None:
    chance = people.numbered(Chance(1, ("any",), np.arange(2_000)), people.CUSTOMER_PEOPLE)
    names = ["Maria"] * 2_000, ["de la Cruz"] * 2_000
    found = emails.emails(chance, "en_US", names, [None] * 2_000)
    firms = emails.emails(chance, "en_US", names, ["Acme"] * 2_000)
    assert len({*found, *firms}) == 4_000
    assert all(re.match(r"maria\.[a-z]\.delacruz\d*@", email) for email in found)


def test_kinds_of_business_tell_domains_apart() -> None:
    kinds = [pools.ascii_local_part(kind) for kind in (*FAMILY, *PLACE)]
    added = [kind + more for kind in kinds for more in emails.ADDED]
    assert not [(a, b) for a in added for b in added if a != b and a.endswith(b)]
