"""Comments agree with their rating, give the true reason, and hardly ever repeat."""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pytest

from factories.engine.streams import Chance, Ints
from factories.wording.feedback import Visit, feedback_comment
from factories.wording.phrases import COMPONENTS, FIXES, KINDS
from factories.wording.readings import FITS

ROWS = 2000
NAMES = ("Marcus", "Tyler", "Jose", "Brian", "Luis", "Anna", "Scott", "Andre", "Ray", "Mike")
FEEDBACK = ("Survey", "Review", "Complaint", "Compliment", "Suggestion")
SERVICE = ("Maintenance", "Repair", "Installation", "Emergency", "Inspection")


@dataclass(frozen=True)
class Given:
    """What is known of the calls that are commented on."""

    chance: Chance
    feedback: list[str]
    overall: Ints
    visit: Visit

    def comments(self) -> list[str]:
        return feedback_comment(self.chance, self.feedback, self.overall, self.visit)

    def but(self, **known: Any) -> "Given":
        """The same visits, of which other things are known."""
        return replace(self, visit=replace(self.visit, **known))

    def rows(self, only: slice) -> "Given":
        visit = {field.name: getattr(self.visit, field.name)[only] for field in fields(Visit)}
        return Given(
            self.chance.at(self.chance.ids[only]),
            self.feedback[only],
            self.overall[only],
            Visit(**visit),
        )


@pytest.fixture(scope="module")
def given() -> Given:
    """Two thousand calls as a company has them: most people are content, few visits are late."""
    world = Chance(7, ("calls",), np.arange(1, ROWS + 1))

    def drawn(label: str, options: tuple[str, ...], weights: list[float]) -> list[str]:
        return [options[index] for index in world.choose(label, weights).tolist()]

    kind = drawn("kind", KINDS, [26, 14, 24, 7, 8, 4, 8, 4])
    service = drawn("service", SERVICE, [42, 36, 8, 8, 6])
    fitting = [[name for name in COMPONENTS if of in FITS[name]] for of in kind]
    which = world.below("part", 997).tolist()
    component = [
        options[draw % len(options)] if job in FIXES else None
        for options, draw, job in zip(fitting, which, service, strict=True)
    ]
    high = world.between("high", 20, 100)
    overall = world.choose("overall", [3, 3, 3, 3, 3, 4, 8, 13, 25, 35]) + 1
    visit = Visit(
        late_minutes=np.where(world.happens("late", 0.15), world.between("minutes", 1, 200), 0),
        after_opening=world.between("opened", -1, 120),
        awaits_part=np.zeros(ROWS, np.bool_),
        part_days=np.zeros(ROWS, np.int64),
        left=np.zeros(ROWS, np.int64),
        service_type=service,
        kind=kind,
        component=component,
        age_years=world.between("age", 0, 20),
        technician_first_name=drawn("name", NAMES, [1] * len(NAMES)),
        is_callback=world.happens("back", 0.04),
        customer_type=drawn("customer", ("residential", "commercial"), [85, 15]),
        customer_name=drawn("name of", ("Oak Hill Diner", "Lakeside Apartments"), [3, 1]),
        days_ago=world.below("days ago", 15),
        recommends=overall >= 7,
        month=world.between("month", 1, 12),
        low_f=high - 18,
        high_f=high,
        gone=world.happens("gone", 0.5),
        away=np.zeros(ROWS, np.bool_),
        bill=world.below("bill", 3),
    )
    return Given(
        world.of("feedback"),
        drawn("type", FEEDBACK, [50, 30, 8, 7, 5]),
        overall,
        visit,
    )


@pytest.fixture(scope="module")
def comments(given: Given) -> list[str]:
    return given.comments()


def test_hardly_any_comment_repeats(comments: list[str]) -> None:
    assert len(set(comments)) > 0.97 * ROWS


def test_hardly_any_comment_repeats_when_all_calls_are_alike(given: Given) -> None:
    alike = given.but(kind=["Furnace"] * ROWS, service_type=["Maintenance"] * ROWS)
    alike = replace(alike.but(component=[None] * ROWS), feedback=["Survey"] * ROWS)
    assert len(set(alike.comments())) > 0.97 * ROWS


def test_comments_are_clean_text(comments: list[str]) -> None:
    for text in comments:
        assert text.isascii()
        assert text.isprintable()
        assert text[0].isupper()
        assert not any(mark in text for mark in ('"', ";", "  ", "..", "{", "}", "%"))
        assert len(text) < 400


def test_the_best_comments_name_the_technician(given: Given, comments: list[str]) -> None:
    best = [
        name in text
        for text, rating, name in zip(
            comments, given.overall.tolist(), given.visit.technician_first_name, strict=True
        )
        if rating >= 9
    ]
    assert 0.75 < np.mean(best) < 0.95


ANGRY = ("disappointed", "Terrible", "unacceptable", "Never again", "Stay away", "overpriced")
HAPPY = ("Highly recommend", "fantastic", "Outstanding", "Five stars", "for life", "Kudos")


def test_sentiment_follows_the_rating(given: Given, comments: list[str]) -> None:
    for text, rating in zip(comments, given.overall.tolist(), strict=True):
        if rating >= 7:
            assert not any(word in text for word in ANGRY), (rating, text)
        if rating <= 6:
            assert not any(word in text for word in HAPPY), (rating, text)
    for rating, typical in ((1, "Will not be calling again"), (10, "Highly recommend")):
        told = zip(comments, given.overall.tolist(), strict=True)
        assert any(typical in text for text, given_rating in told if given_rating == rating)


def mentions_lateness(text: str) -> bool:
    said = ("minutes late", "hour late", "hours late", "past the", "after the window", "after it.")
    longer = ("missed by", "longer than promised", "longer to arrive", "slower than", "later than")
    return any(words in text for words in (*said, *longer))


def test_lateness_is_never_invented(given: Given) -> None:
    on_time = given.but(late_minutes=np.zeros(ROWS, np.int64))
    assert [text for text in on_time.comments() if mentions_lateness(text)] == []


def test_the_unhappy_say_that_we_were_late(given: Given) -> None:
    late = replace(given.but(late_minutes=np.full(ROWS, 95)), overall=np.full(ROWS, 2))
    texts = late.comments()
    share = sum(map(mentions_lateness, texts)) / ROWS
    assert 0.85 < share < 0.95
    assert all("over an hour" in text for text in texts if mentions_lateness(text))


def test_nobody_late_is_called_punctual(given: Given) -> None:
    delighted = replace(given, overall=np.full(ROWS, 10))
    late = delighted.but(late_minutes=np.full(ROWS, 5))
    unpromised = delighted.but(after_opening=np.full(ROWS, -1))
    for text in (*late.comments(), *unpromised.comments()):
        assert "on time, called" not in text
        assert "right on time" not in text
        assert "early in the window" not in text


def test_early_in_the_window_is_early(given: Given) -> None:
    delighted = replace(given, overall=np.full(ROWS, 10))
    early = delighted.but(late_minutes=np.full(ROWS, -90), after_opening=np.full(ROWS, 20))
    assert any("early in the window" in text for text in early.comments())
    later = early.but(after_opening=np.full(ROWS, 45)).comments()
    assert not any("early in the window" in text for text in later)
    assert any("right on time" in text for text in later)


MENDED = (
    "running again",
    "like it should",
    "has run well",
    "problem was handled",
    "got our",
    "got it done",
)
SPEAKS_OF_WAIT = ("on order", "ordered", "wait", "not on the van", "on its way", "without the")


@pytest.mark.parametrize("rating", [1, 5, 8, 10])
def test_nothing_is_mended_while_the_part_is_on_order(given: Given, rating: int) -> None:
    waiting = given.but(
        awaits_part=np.ones(ROWS, np.bool_),
        service_type=["Repair"] * ROWS,
        component=["Igniter"] * ROWS,
        is_callback=np.zeros(ROWS, np.bool_),
    )
    texts = replace(waiting, overall=np.full(ROWS, rating), feedback=["Survey"] * ROWS).comments()
    for text in texts:
        assert not any(word in text for word in MENDED), text
        assert any(word in text for word in (*SPEAKS_OF_WAIT, "on the van")), text
        assert "good to have" not in text


@pytest.mark.parametrize("rating", [1, 5, 8, 10])
def test_a_part_that_came_took_as_long_as_it_did(given: Given, rating: int) -> None:
    came = given.but(awaits_part=np.ones(ROWS, np.bool_), service_type=["Repair"] * ROWS)
    for days, said in ((1, "a day"), (5, "five days"), (7, "a week"), (16, "more than two weeks")):
        waited = replace(came.but(part_days=np.full(ROWS, days)), overall=np.full(ROWS, rating))
        assert all(said in text for text in waited.comments())


@pytest.mark.parametrize("rating", [1, 5, 8, 10])
def test_nobody_speaks_of_a_bill_that_has_not_come(given: Given, rating: int) -> None:
    rated = replace(given, overall=np.full(ROWS, rating))
    words = (" bill", "invoice", "charged", "price was", "pricey", "cheap", "penny", "Paid for")
    for bill, speaks in ((0, False), (2, True)):
        texts = rated.but(bill=np.full(ROWS, bill)).comments()
        assert any(word in text for word in words for text in texts) is speaks
    texts = rated.but(bill=np.ones(ROWS, np.int64)).comments()
    assert not any("few days to arrive" in text for text in texts)


def test_only_who_is_gone_takes_leave(given: Given) -> None:
    furious = replace(given, overall=np.ones(ROWS, np.int64))
    words = ("Never again", "not be calling again", "for another company", "Stay away")
    for gone in (True, False):
        texts = furious.but(gone=np.full(ROWS, gone)).comments()
        assert any(word in text for word in words for text in texts) is gone


def test_the_weather_spoken_of_is_the_days(given: Given) -> None:
    broken = replace(given, overall=np.full(ROWS, 10)).but(service_type=["Emergency"] * ROWS)
    said = ("in this heat", "humidity", "over 90", "freezing", "with this cold")
    mild = broken.but(low_f=np.full(ROWS, 52), high_f=np.full(ROWS, 74)).comments()
    assert not any(word in text for word in said for text in mild)
    cold = broken.but(low_f=np.full(ROWS, 34), high_f=np.full(ROWS, 45)).comments()
    assert any("with this cold" in text for text in cold)
    assert not any("freezing" in text for text in cold)
    frost = broken.but(low_f=np.full(ROWS, 12), high_f=np.full(ROWS, 27)).comments()
    assert any("freezing" in text for text in frost)
    hot = broken.but(low_f=np.full(ROWS, 75), high_f=np.full(ROWS, 96)).comments()
    assert any("over 90" in text for text in hot)


def test_what_is_said_of_a_unit_fits_its_age_and_kind(given: Given) -> None:
    texts = given.but(age_years=np.zeros(ROWS, np.int64)).comments()
    words = ("worried we needed a new", "like new", "sounds better", "will last")
    assert not any(word in text for word in words for text in texts)
    unfiltered = given.but(kind=["Water Heater"] * ROWS, component=[None] * ROWS).comments()
    assert not any("filter" in text for text in unfiltered)


@pytest.mark.parametrize("rating", [1, 5, 8, 10])
def test_a_callback_is_the_reason_when_there_was_one(given: Given, rating: int) -> None:
    back = given.but(is_callback=np.ones(ROWS, np.bool_), late_minutes=np.zeros(ROWS, np.int64))
    texts = replace(back, overall=np.full(ROWS, rating)).comments()
    words = ("econd visit", "come back", "came back", "ame fault", "call again", "the first time")
    assert all(any(word in text for word in words) for text in texts)


def test_a_suggestion_suggests(given: Given) -> None:
    texts = replace(given, feedback=["Suggestion"] * ROWS).comments()
    asking = ("uggest", "lease", "ould")
    assert all(any(word in text for word in asking) for text in texts)


def test_a_compliment_names_the_technician(given: Given) -> None:
    texts = replace(given, feedback=["Compliment"] * ROWS).comments()
    assert all(
        name in text for text, name in zip(texts, given.visit.technician_first_name, strict=True)
    )


OF_MEETING = (
    *("explain", "question", "polite", "courteous", "friendly", "patient", "pleasure"),
    *("right on time", "was on time", "early in the window", "said a word", "dog", "howed me"),
    *("howed us", "alked us", "alked me"),
    *("tips", "push", "pressure", "options", "Honest answers", "sales"),
)
"""Said only of somebody whom one has met; found by reading, not asked of the code."""


def test_every_combination_composes(given: Given) -> None:
    for feedback in FEEDBACK:
        for job in SERVICE:
            for rating in range(1, 11):
                some = given.rows(slice(0, 40))
                some = some.but(service_type=[job] * 40, late_minutes=np.arange(40) * 60)
                some = some.but(is_callback=np.arange(40) % 2 > 0, left=np.arange(40) // 2 % 3)
                some = replace(some, feedback=[feedback] * 40, overall=np.full(40, rating))
                assert all(some.comments())
                texts = some.but(away=np.ones(40, np.bool_)).comments()
                assert all(texts)
                assert not any(word in text for text in texts for word in OF_MEETING)


def test_a_comment_alone_is_the_one_in_bulk(given: Given, comments: list[str]) -> None:
    for row in range(0, ROWS, 131):
        assert given.rows(slice(row, row + 1)).comments() == [comments[row]]
