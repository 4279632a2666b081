"""How customers speak of a visit that ended for want of a part; marks as in ``opinions``, and
{part} what is to be brought, {wait} how long it took until it was."""

from factories.wording.needs import Clause, Needs
from factories.wording.phrases import Clauses

_HOURS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
LAST_MINUTE = 24 * 60


def _how_late(minutes: int) -> str:
    if minutes < 50:
        return f"{max(5, 5 * round(minutes / 5))} minutes"
    if minutes >= LAST_MINUTE:
        return "a whole day"
    if minutes >= 12 * 60:
        return "more than half a day"
    hours, past = divmod(minutes + 10, 60)
    hour = "an hour" if hours == 1 else f"{_HOURS[hours]} hours"
    if past < 10:
        return f"almost {hour}"
    return hour if past <= 20 else f"over {hour}"


HOW_LATE: Clauses = tuple(_how_late(minutes) for minutes in range(LAST_MINUTE + 1))


def _how_long(days: int) -> str:
    if days < 7:
        return "a day" if days <= 1 else f"{_HOURS[days]} days"
    weeks, past = divmod(days, 7)
    week = "a week" if weeks == 1 else f"{_HOURS[weeks]} weeks"
    return week if past == 0 else f"more than {week}"


HOW_LONG: Clauses = tuple(_how_long(days) for days in range(85))

PART_WAITS: dict[str, Clauses] = {
    "great": (
        "Found {culprit} quickly, and we wait only for the visit with the part.",
        Clause(
            "Explained {culprit} in plain words, the part was not on the van but comes next time.",
            Needs.MET,
        ),
        "The {part} for our {unit} was not on the van, and we know what to expect.",
        Clause("Showed me {culprit} and why it waits for a second visit.", Needs.MET),
        "Our {unit} has to wait for the {part}, but we got a straight answer.",
    ),
    "good": (
        "They found {culprit}, the part was not on the van.",
        "Good diagnosis, now our {unit} waits for the {part}.",
        "The {part} for the {unit} was not on the van, return visit agreed.",
        "It is {culprit}, and we wait for the visit with the part.",
    ),
    "mixed": (
        "They found {culprit} but did not have the part, so we wait.",
        "Our {unit} is still not fixed, they came without the {part}.",
        "The {part} was not on the van, so the {unit} has to wait.",
        "Still waiting for the {part} for our {unit}.",
    ),
    "poor": (
        "Our {unit} is still down because nobody had the {part} on the van.",
        "Still waiting for the {part}, and nobody called about the second visit.",
        "They came without the {part} and our {unit} is still not fixed.",
        Clause(
            "Paid for a visit and our {unit} still does not work, they came without the {part}.",
            Needs.BILLED,
        ),
    ),
}
"""The part was not on the van, and has not come by the day of the comment."""

PART_CAME: dict[str, Clauses] = {
    "great": (
        "The {part} for our {unit} was not on the van, but they brought it after {wait}.",
        "We waited {wait} for the {part}, but they kept us posted.",
        "Found {culprit} quickly and came back with the part after {wait}.",
        "It took {wait} to get the {part} here, and they called ahead.",
    ),
    "good": (
        "It took {wait} to get the {part} here, then they finished the {unit}.",
        "They found {culprit} and came back with the part after {wait}.",
        "The {part} was not on the van, and {wait} of waiting was fair.",
    ),
    "mixed": (
        "We waited {wait} for the {part}.",
        "Two visits and {wait} of waiting for the {part} of our {unit}.",
        "They did not have the {part} on the van, and it took {wait} to bring it.",
    ),
    "poor": (
        "We waited {wait} for the {part} without a word from the office.",
        "It took {wait} to bring the {part}, and our {unit} was down all that time.",
        "Two visits and {wait} of waiting for one {part}.",
    ),
}
"""The part was not on the van, and was brought before the day of the comment."""
