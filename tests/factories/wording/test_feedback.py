"""Comments agree with their rating, give the true reason, and hardly ever repeat."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from factories.engine.streams import Chance, Ints
from factories.wording.feedback import feedback_comment
from factories.wording.phrases import COMPONENTS, FIXES, KINDS, Flags
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
    late: Ints
    service: list[str]
    kind: list[str]
    component: list[str | None]
    name: list[str]
    back: Flags
    customer: list[str]
    month: Ints

    def comments(self) -> list[str]:
        return feedback_comment(
            self.chance,
            self.feedback,
            self.overall,
            self.late,
            self.service,
            self.kind,
            self.component,
            self.name,
            self.back,
            self.customer,
            self.month,
        )

    def rows(self, only: slice) -> "Given":
        return Given(
            self.chance.at(self.chance.ids[only]),
            self.feedback[only],
            self.overall[only],
            self.late[only],
            self.service[only],
            self.kind[only],
            self.component[only],
            self.name[only],
            self.back[only],
            self.customer[only],
            self.month[only],
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
    return Given(
        world.of("feedback"),
        drawn("type", FEEDBACK, [50, 30, 8, 7, 5]),
        world.choose("overall", [3, 3, 3, 3, 3, 4, 8, 13, 25, 35]) + 1,
        np.where(world.happens("late", 0.15), world.between("minutes", 1, 200), 0),
        service,
        kind,
        component,
        drawn("name", NAMES, [1] * len(NAMES)),
        world.happens("back", 0.04),
        drawn("customer", ("residential", "commercial"), [85, 15]),
        world.between("month", 1, 12),
    )


@pytest.fixture(scope="module")
def comments(given: Given) -> list[str]:
    return given.comments()


def test_hardly_any_comment_repeats(comments: list[str]) -> None:
    assert len(set(comments)) > 0.97 * ROWS


def test_hardly_any_comment_repeats_when_all_calls_are_alike(given: Given) -> None:
    alike = replace(given, kind=["Furnace"] * ROWS, service=["Maintenance"] * ROWS)
    alike = replace(alike, component=[None] * ROWS, feedback=["Survey"] * ROWS)
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
        for text, rating, name in zip(comments, given.overall.tolist(), given.name, strict=True)
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
    on_time = replace(given, late=np.zeros(ROWS, np.int64))
    assert [text for text in on_time.comments() if mentions_lateness(text)] == []


def test_the_unhappy_say_that_we_were_late(given: Given) -> None:
    late = replace(given, late=np.full(ROWS, 95), overall=np.full(ROWS, 2))
    texts = late.comments()
    share = sum(map(mentions_lateness, texts)) / ROWS
    assert 0.85 < share < 0.95
    assert all("over an hour" in text for text in texts if mentions_lateness(text))


def test_nobody_late_is_called_punctual(given: Given) -> None:
    texts = replace(given, late=np.full(ROWS, 5), overall=np.full(ROWS, 10)).comments()
    assert not any("on time, called" in text or "right on time" in text for text in texts)
    assert not any("early in the window" in text for text in texts)


@pytest.mark.parametrize("rating", [1, 5, 8, 10])
def test_a_callback_is_the_reason_when_there_was_one(given: Given, rating: int) -> None:
    back = replace(given, back=np.ones(ROWS, np.bool_), late=np.zeros(ROWS, np.int64))
    texts = replace(back, overall=np.full(ROWS, rating)).comments()
    words = ("econd visit", "come back", "came back", "ame fault", "call again", "the first time")
    assert all(any(word in text for word in words) for text in texts)


def test_a_suggestion_suggests(given: Given) -> None:
    texts = replace(given, feedback=["Suggestion"] * ROWS).comments()
    asking = ("uggest", "lease", "ould")
    assert all(any(word in text for word in asking) for text in texts)


def test_a_compliment_names_the_technician(given: Given) -> None:
    texts = replace(given, feedback=["Compliment"] * ROWS).comments()
    assert all(name in text for text, name in zip(texts, given.name, strict=True))


def test_every_combination_composes(given: Given) -> None:
    for feedback in FEEDBACK:
        for job in SERVICE:
            for rating in range(1, 11):
                some = given.rows(slice(0, 40))
                some = replace(some, feedback=[feedback] * 40, service=[job] * 40)
                some = replace(some, overall=np.full(40, rating), late=np.arange(40) * 60)
                assert all(some.comments())


def test_a_comment_alone_is_the_one_in_bulk(given: Given, comments: list[str]) -> None:
    for row in range(0, ROWS, 131):
        assert given.rows(slice(row, row + 1)).comments() == [comments[row]]
