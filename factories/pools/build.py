"""Fills the shipped pools from seeded Faker providers: ``python -m factories.pools.build``.

Run it to ship other names: that changes every data set, so it is a new version of the package.
Nothing else needs Faker at run time, but other locales' names, which are not shipped.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import product
from pathlib import Path
from typing import Any, Final

SEED: Final = 20_240_601
VERSION: Final = 1

DRAWS: Final = {"en_US": 6_000, "es_MX": 900}
"""People's names drawn from each provider. Faker weighs American names by how common they are; the
Mexican ones stand for an eighth of the customers. Assumption."""

PEOPLE: Final = 1_500
"""Names drawn for a locale that is not shipped."""

STREETS: Final = 1_500
FAMILIES: Final = 170
"""Streets that bear a common last name: a few in a town. Assumption."""
STEMS: Final = 420

TREES: Final = [
    "Ash", "Aspen", "Beech", "Birch", "Briar", "Cedar", "Cherry", "Chestnut", "Cottonwood",
    "Cypress", "Dogwood", "Elm", "Hawthorn", "Hazel", "Hemlock", "Hickory", "Holly",
    "Juniper", "Laurel", "Linden", "Locust", "Magnolia", "Maple", "Mulberry", "Oak", "Pecan",
    "Pine", "Poplar", "Redbud", "Sassafras", "Spruce", "Sumac", "Sweetgum", "Sycamore",
    "Tupelo", "Walnut", "Willow",
]  # fmt: skip
"""Trees and shrubs of the eastern United States."""

LAND: Final = [
    "Bend", "Bluff", "Branch", "Bridge", "Brook", "Creek", "Crest", "Crossing", "Fork",
    "Glen", "Grove", "Hill", "Hollow", "Knoll", "Lake", "Meadow", "Mill", "Park", "Point",
    "Pond", "Ridge", "River", "Rock", "Run", "Spring", "Station", "Trace", "Valley", "View",
    "Wood",
]  # fmt: skip

SETTINGS: Final = [
    "Amber", "Autumn", "Blue", "Bright", "Clear", "Coastal", "Copper", "Crystal", "East",
    "Fair", "Fox", "Golden", "Granite", "Green", "Grand", "Harbor", "Heritage", "High",
    "Iron", "Kings", "Liberty", "Long", "Mill", "North", "Old", "Prairie", "Quail", "Queens",
    "Red", "River", "Silver", "South", "Stone", "Summit", "Sunny", "Twin", "Union", "Valley",
    "West", "White", "Wild",
]  # fmt: skip


NO_NAMES: Final = frozenset(("na", "nan", "nat", "nil", "none", "null", "tbd", "test", "unknown"))
"""Names that are read as a missing value where they stand alone, as Nil does in Catalonia."""


def _faker(locale: str) -> Any:
    from faker import Faker  # noqa: TID251 - seeded, and never a row at a time

    fake = Faker(locale)
    fake.seed_instance(SEED)
    return fake


NOT_OF_A_NAME: Final = re.compile(
    r"\b[A-Za-z]\.|\b(?:[IVX]{2,}|Jr|Sr|Dr|Prof|auch)\b|\s(?:von|van|der|de)$"
)
"""What some lists have within a name: the second of his name, a title, an initial, a particle left
at the end, and "also"."""


def _usable(name: str) -> bool:
    """A letter first, no comma: safe in addresses, CSV cells and spreadsheets; no name that
    programs take for a missing one, and nothing beside it."""
    if not name[:1].isalpha() or "," in name or NOT_OF_A_NAME.search(name):
        return False
    return name.lower() not in NO_NAMES


def _draws(draw: Callable[[], str], count: int) -> list[str]:
    """Faker has names with two spaces between two words: one is what is meant."""
    names = (" ".join(draw().split()) for _ in range(count))
    return [name for name in names if _usable(name)]


def people(locale: str) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str]]:
    """First and last names of any locale, seeded, the common ones repeated; and which of the first
    names are women's alone."""
    fake = _faker(locale)
    half = PEOPLE // 2
    women, men = _draws(fake.first_name_female, half), _draws(fake.first_name_male, half)
    lasts = tuple(_draws(fake.last_name, PEOPLE))
    return tuple(women + men), lasts, frozenset(women).difference(men)


def _american() -> tuple[Counter[str], Counter[str]]:
    """First and last names of American customers, ASCII as Americans write them."""
    firsts, lasts = Counter[str](), Counter[str]()
    for locale, count in DRAWS.items():
        fake = _faker(locale)
        firsts.update(_plain(_draws(fake.first_name, count)))
        lasts.update(_plain(_draws(fake.last_name, count)))
    return firsts, lasts


def _plain(names: Iterable[str]) -> list[str]:
    """Single names without accents."""
    decomposed = (unicodedata.normalize("NFKD", name) for name in names)
    plain = (name.encode("ascii", "ignore").decode() for name in decomposed)
    return [name for name in plain if name.isalpha()]


def _women(firsts: Iterable[str]) -> list[str]:
    """Which of these names are women's alone, wherever American customers' names come from."""
    women, men = set[str](), set[str]()
    for locale in DRAWS:
        for provider in _faker(locale).get_providers():
            women.update(_plain(getattr(provider, "first_names_female", ())))
            men.update(_plain(getattr(provider, "first_names_male", ())))
    return sorted((women - men).intersection(firsts))


def _picked(fake: Any, texts: Iterable[str], count: int) -> list[str]:
    """``count`` of the distinct ``texts``, in random order."""
    return list(fake.random.sample(sorted(set(texts)), count))


def _streets(lasts: list[str]) -> list[str]:
    """What streets are named after: trees, lie of the land, and a few families. What kind of
    street it is (``rules.region.streets``) each town says for itself."""
    fake = _faker("en_US")
    pairs = [
        *(f"{tree} {land}" for tree, land in product(TREES, LAND)),
        *(f"{setting} {land}" for setting, land in product(SETTINGS, LAND) if setting != land),
    ]
    named = [*TREES, *lasts[:FAMILIES]]
    return _picked(fake, [*named, *_picked(fake, pairs, STREETS - len(named))], STREETS)


def _stems() -> list[str]:
    """First halves of companies' names: places rather than people."""
    fake = _faker("en_US")
    pairs = product([*TREES, *SETTINGS], LAND)
    return _picked(fake, (f"{first} {land}" for first, land in pairs if first != land), STEMS)


def make() -> dict[str, Any]:
    """What is shipped: names and how often each stands in its pool, streets, companies' stems."""
    firsts, lasts = _american()
    common = [name for name, _ in lasts.most_common(900)]
    return {
        "version": VERSION,
        "first_names": dict(sorted(firsts.items())),
        "last_names": dict(sorted(lasts.items())),
        "women": _women(firsts),
        "street_names": _streets(common),
        "company_stems": _stems(),
    }


def main() -> None:
    target = Path(__file__).with_name("en_US.json")
    target.write_text(json.dumps(make(), indent=0, ensure_ascii=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
