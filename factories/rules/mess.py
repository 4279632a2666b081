"""How often the books of a company like this are wrong, and in which ways.

The rates are those of the level ``medium``; the other levels are multiples of them.
"""

from __future__ import annotations

from typing import Final

from factories.engine.quantiles import lognormal

LEVELS: Final = {"none": 0.0, "light": 0.5, "medium": 1.0, "heavy": 2.0}
"""Times the rates below. Assumption: half as bad and twice as bad as usual."""

# ---------------------------------------------------------------- cells and rows

DUPLICATES: Final = 0.04
"""Customers who are entered a second time, one day of their life as a customer [R31]."""
MISSING_PHONE: Final = 0.06
"""Telephone numbers that are not there [E]."""
MISSING_EMAIL: Final = 0.12
"""E-mail addresses that are not there [E]."""
PHONE_FORMAT: Final = 0.25
"""Telephone numbers, of those that are there, not written as (704) 555-0123 [E]."""
LATE_INVOICES: Final = 0.02
"""Invoices that are entered more than ten days late [S19]."""
ZONE_SLIPS: Final = 0.005
"""Moments that are written in UTC where local time belongs [E]."""
END_BEFORE_START: Final = 0.003
"""Ends that lie before their start [E]."""

# ---------------------------------------------------------------- files

EMPTY_DAYS: Final = 0.003
"""Of a table's days, those whose rows were not delivered. Assumption: about one a year and table,
so that two years have some of each."""
DOUBLE_DAYS: Final = 0.003
"""Of a table's days, those whose rows were delivered twice. Assumption, as for EMPTY_DAYS."""
RENAMED: Final = {"none": 0, "light": 1, "medium": 1, "heavy": 3}
"""Columns that have another name, in all tables together. Assumption: a name changes once in a
while, and each change breaks whatever reads the table."""
RENAMED_DAYS: Final = 0.01
"""Of the days on which a change feed has a table, those with a column of another name. Assumption:
two or three a year, so that a month of several tables may have one."""

# ---------------------------------------------------------------- how it looks

ENTERED_AGAIN_AFTER: Final = lognormal(240, 1_100, 7, 3_650)
"""Days from a customer's first entry to the second: people are entered again when nobody finds
them, mostly at one of the next visits. Assumption."""
BOOKED_ON_DUPLICATE: Final = 0.5
"""Of what is booked for such a customer from then on, the part that goes to the second entry:
whoever answers the telephone picks one of the two. Assumption."""
OTHER_MAILBOX: Final = 0.4
"""Second entries with an e-mail address at another provider. Assumption."""
ENTERED_LATE_BY: Final = lognormal(17, 32, 11, 60)
"""Days from the day an invoice belongs to until it is entered; "late" is more than ten [S19]."""

PHONE_SHAPES: Final = (
    "{area}-{exchange}-{line}",
    "{area}.{exchange}.{line}",
    "{area}{exchange}{line}",
    "+1 {area} {exchange} {line}",
    "1-{area}-{exchange}-{line}",
    "({area}){exchange}-{line}",
    "{area} {exchange} {line}",
)
"""How people write a telephone number where nobody checks. Assumption."""

SHORT_STREETS: Final = {
    "Street": "St",
    "Avenue": "Ave",
    "Road": "Rd",
    "Drive": "Dr",
    "Lane": "Ln",
    "Court": "Ct",
    "Circle": "Cir",
    "Place": "Pl",
    "Boulevard": "Blvd",
    "Terrace": "Ter",
    "Trail": "Trl",
    "Parkway": "Pkwy",
    "Highway": "Hwy",
}
"""The Postal Service's abbreviations of street suffixes [K]."""
SHORT_WORDS: Final = {
    "Associates": "Assoc.",
    "Center": "Ctr",
    "Company": "Co.",
    "Management": "Mgmt",
    "Elementary": "Elem.",
    "Church": "Ch.",
    "Family": "Fam.",
    "Group": "Grp",
    "Medical": "Med.",
    "Offices": "Office",
    "Apartments": "Apts",
    "Insurance": "Ins.",
    "Construction": "Constr.",
    "and": "&",
}
"""How businesses' names are shortened. Assumption."""
NICKNAMES: Final = {
    "Amanda": "Mandy",
    "Andrew": "Andy",
    "Anthony": "Tony",
    "Barbara": "Barb",
    "Benjamin": "Ben",
    "Charles": "Chuck",
    "Christina": "Tina",
    "Christine": "Chris",
    "Christopher": "Chris",
    "Cynthia": "Cindy",
    "Daniel": "Dan",
    "David": "Dave",
    "Deborah": "Debbie",
    "Donald": "Don",
    "Edward": "Ed",
    "Elizabeth": "Liz",
    "Gregory": "Greg",
    "James": "Jim",
    "Jeffrey": "Jeff",
    "Jennifer": "Jen",
    "Jessica": "Jess",
    "Jonathan": "Jon",
    "Joseph": "Joe",
    "Joshua": "Josh",
    "Katherine": "Kathy",
    "Kathleen": "Kathy",
    "Kenneth": "Ken",
    "Kimberly": "Kim",
    "Margaret": "Peggy",
    "Matthew": "Matt",
    "Michael": "Mike",
    "Nicholas": "Nick",
    "Pamela": "Pam",
    "Patricia": "Pat",
    "Rebecca": "Becky",
    "Richard": "Rick",
    "Robert": "Bob",
    "Ronald": "Ron",
    "Samantha": "Sam",
    "Samuel": "Sam",
    "Stephen": "Steve",
    "Steven": "Steve",
    "Susan": "Sue",
    "Thomas": "Tom",
    "Timothy": "Tim",
    "Victoria": "Vicky",
    "William": "Bill",
    "Zachary": "Zach",
}
"""What people are called [K]."""
