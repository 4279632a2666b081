"""Customers: who comes and how, how they are met, and who leaves."""

from __future__ import annotations

from typing import Final

from factories.engine.streams import Chance, Ints

FIRST_CALL: Final = (3, 12)
"""Minutes from the account until the emergency is reported for which it was opened. Assumption."""
JOINED_LATER: Final = 0.30
"""Share of customers won within ``JOINED_WITHIN`` days. Assumption: growth beyond the attrition."""
JOINED_WITHIN: Final = 730
"""Days: a history of two years, as the guide's counts are for. Assumption."""
JOINED_AT_MOST: Final = 0.8
"""The same share within however long a history: somebody was there before. Assumption."""
LEFT_AT_MOST: Final = 0.6
"""Share of customers who leave within however long a history. Assumption."""
FIRST_WON_AFTER: Final = 30
"""Days from the opening of a branch to its first accounts. Assumption."""
NOBODY_JOINS_WITHIN: Final = 3
"""Days before the as-of date within which no account is opened. Assumption: who comes has been
visited by then."""
HAVE_EMAIL: Final = (0.83, 1.0)
"""Share of the customers who gave an e-mail address: of those won before the history, and within
it, when the office asks for one. Assumption: 88 % of all, ``people.HAS_EMAIL``."""
IN_NEED_SINCE: Final = 2 * 1440
"""Minutes before an emergency is reported, within which an account was opened because of it: who
comes for it is visited within two days of coming. Assumption."""
SIGNED_BEFORE: Final = 10
"""Days before a term in which its contract may have been written. Assumption."""
ON_THE_PHONE: Final = (2, 12)
"""Minutes from the account to the emergency that is reported on the same call. Assumption."""
WORKING_DAYS: Final = 255
"""Days a year on which the office is open [K]."""
STILL_HERE: Final = 83
"""Customers won in a year, percent of those of the next: some left since (LEAVING), and the company
grew. Assumption for the growth; with JOINED_LATER there is no jump where the history begins."""
LEAVING: Final = 0.11
"""Customers lost a year [R2]."""
LEAVING_OF_SETTLED: Final = 0.15
"""The same of those to whom we sold no unit lately (``BUYERS_STAY``). Assumption, measured: it
comes to ``LEAVING`` of those of whom the history loses some."""
BUYERS_STAY: Final = 730
"""Days from an installation of ours in which its owner does not leave. Assumption: the history's
are there at its end, and our warranty on the labor runs one or two years [K]."""
STRUCK_OFF_AFTER: Final = (5, 75)
"""Days after which the office strikes off who has written not to call again. Assumption: nothing
was heard since."""
PARTS_WITH_US: Final = 0.2
"""Of the angry who write to us with nothing booked, promised or begun, those who are done with us.
Assumption, measured: as in the history."""
ON_THEIR_OWN: Final = 0.05
"""Share of the new customers who were no lead: they just called. Assumption, measured on the
default data set; a company with few leads tells of more."""
FIRST_REPAIR_WITHIN: Final = 3
"""Days within which the first visit is asked for of a new customer whose unit has failed.
Assumption."""
FIRST_VISIT_WITHIN: Final = 30
"""Days from the account within which most have had their first visit. Assumption."""
ACCOUNTS_OPENED: Final = (8 * 60, 17 * 60 - 1)
"""Minutes of the day at which accounts are opened: office hours. Assumption."""
ASKS_AFTER: Final = (5, 25)
"""Minutes from opening an account to booking the first visit. Assumption."""
NOBODY_LEAVES_WITHIN: Final = 60
"""Days from the account, or the beginning of the history, in which nobody leaves. Assumption."""


def struck_off_after(seed: int, feedback: Ints) -> Ints:
    """Days from each of these answers (keys) until the office gives the customer up, if it says
    that there will be no further call."""
    return Chance(seed, ("struck off",), feedback).between("days", *STRUCK_OFF_AFTER)


def joined_a_day(customers: int) -> float:
    """How many a branch of so many customers wins a day."""
    return customers * JOINED_LATER / JOINED_WITHIN
