"""What a clause presumes stands beside its words, whoever words it."""

from collections.abc import Iterator
from itertools import chain
from types import ModuleType

import pytest

from factories.wording import appointments, complaints, opinions, remarks, symptoms, waits
from factories.wording.needs import Clause, Needs, unless, without

NO_CLAUSES = {"CULPRIT", "FILTERED", "NOT_JUST", "HOW_LATE", "HOW_LONG", "PARTING", "INTROS"}

BETRAYED = {
    Needs.MET: (
        *("xplain", "xplanation", "question", "polite", "courteous", "friendly", "patient"),
        *("pleasure", "right on time", "was on time", "early in", "barely", "dog", "howed me"),
        *(
            "howed us",
            "alked us",
            "alked me",
            "tips",
            "push",
            "pressure",
            "options",
            "nswers about",
        ),
        *("sales", "listened", "smile", "rude"),
    ),
    Needs.BILLED: (
        *("the bill", "bill ", "charge", "invoice", "emergency rate.", "price was", "air price"),
        *("the price of", "overpriced", "pricey", "xpensive", "cheap", "aid for", "penny", "money"),
    ),
    Needs.DONE: ("got it done", "got done", "done well", "Solid job", "fixed", "The work was fine"),
    Needs.DAYS: ("ever since", "run well since", "returned my calls"),
    Needs.YEARS: ("like new", "sounds"),
    Needs.OLD: ("worried we needed", "will last", "pitch for a new"),
    Needs.FILTERED: ("filter",),
    Needs.CHEAP: ("just {culprit}", "only {culprit}"),
    Needs.HOME: ("neighbor", "off work"),
    Needs.EMAIL: (" email", "Email"),
    Needs.RECOMMENDED: ("ighly recommend", "ould recommend", "ill definitely", "for life"),
    Needs.DOUBTED: ("can't recommend", "another quote", "ot sure I'd", "ever again", "tay away"),
    Needs.GONE: ("ever again", "not be calling", "for another company", "tay away"),
    Needs.EXTREME: ("F inside", "{hot}", "{cold}", "{chilly}", "getting cold inside"),
    Needs.A_YEAR_AGO: ("last year", "in a while", "topped off before"),
    Needs.LOCKOUT: ("locked out", "fault code"),
}
"""Words that give away what a clause presumes, found without looking at what it says to need."""

# Of what is still broken, and of a wish: neither says that the work is done.
UNDONE = ("not fixed", "if it was fixed")


def texts(tables: object) -> Iterator[str]:
    if isinstance(tables, str):
        yield tables
    elif isinstance(tables, dict):
        yield from chain.from_iterable(map(texts, tables.values()))
    elif isinstance(tables, tuple):
        yield from chain.from_iterable(map(texts, tables))


def of(*modules: ModuleType) -> list[str]:
    """The clauses of these modules' tables."""
    tables = [
        table
        for module in modules
        for name, table in vars(module).items()
        if name.isupper() and name not in NO_CLAUSES
    ]
    return [text for text in texts(tuple(tables)) if text]


COMMENTS = of(opinions, remarks, waits)
CALLS = of(complaints, symptoms)
OFFICE = of(appointments)


def said_where(need: Needs) -> list[str]:
    """Where the words mean that. Callers tell of sounds, bills and filters, too, and mean their
    own; customers suggest what could come by e-mail."""
    if need in Needs.EXTREME | Needs.A_YEAR_AGO | Needs.LOCKOUT:
        return CALLS
    return OFFICE if need is Needs.EMAIL else COMMENTS


def needs(text: str) -> Needs:
    return text.needs if isinstance(text, Clause) else Needs.NOTHING


@pytest.mark.parametrize("need", BETRAYED)
def test_what_speaks_of_something_needs_it(need: Needs) -> None:
    missing = [
        text
        for text in said_where(need)
        if any(word in text for word in BETRAYED[need])
        and not (need is Needs.DONE and any(words in text for words in UNDONE))
        and need not in needs(text)
    ]
    assert missing == []


def test_something_needs_each() -> None:
    needed = Needs.NOTHING
    for text in (*COMMENTS, *CALLS, *OFFICE):
        needed |= needs(text)
    assert needed == ~Needs.NOTHING


def test_what_is_lacking_is_not_said() -> None:
    said = ("plain", Clause("met", Needs.MET), Clause("both", Needs.MET | Needs.DONE))
    assert without(said, Needs.NOTHING) == said
    assert without(said, unless(False, Needs.DONE)) == ("plain", "met")
    assert without(said, unless(False, Needs.MET) | unless(True, Needs.OLD)) == ("plain",)


def test_a_clause_with_its_marks_filled_is_a_plain_text() -> None:
    assert type(Clause("{unit}", Needs.MET).replace("{unit}", "AC")) is str
    assert type(" ".join([Clause("alone", Needs.MET)])) is str
