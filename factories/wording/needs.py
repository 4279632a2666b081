"""What must be so for a clause to be said, written beside its words."""

from enum import Flag, auto

from factories.wording.phrases import Clauses


class Needs(Flag):
    """What a clause presumes that is not so of every visit, unit or customer."""

    NOTHING = 0
    MET = auto()
    """Somebody meets the technician: how he is to talk to, or when he came."""
    UNFOUND = auto()
    """Nobody has found the fault yet, and said what it costs to mend."""
    BILLED = auto()
    """A bill had come: of what is or was to be paid."""
    BILLED_LATE = auto()
    """It had taken longer than to the next day."""
    DONE = auto()
    """The work is done; no part is to come."""
    DAYS = auto()
    """A few days have passed since the visit."""
    YEARS = auto()
    """The unit has served for two years."""
    OLD = auto()
    """It has served for eight."""
    FILTERED = auto()
    """The unit has a filter that anybody would speak of."""
    CHEAP = auto()
    """What failed is nothing as dear as half a unit."""
    HOME = auto()
    """The customer is no business: there are neighbors, and work to take time off from."""
    EMAIL = auto()
    """We have an e-mail address of the customer."""
    RECOMMENDED = auto()
    """The customer would recommend the company."""
    DOUBTED = auto()
    """The customer would not."""
    GONE = auto()
    """The customer has not come back."""

    EXTREME = auto()
    """It is so hot or so cold outside that it shows inside."""
    HURRY = auto()
    """Nobody could wait for days."""
    NO_EMERGENCY = auto()
    """The call is no emergency."""
    A_YEAR_AGO = auto()
    """The unit was there a year ago."""
    LOCKOUT = auto()
    """The unit knows by itself that it has failed."""


class Clause(str):
    """A clause with what it needs; a plain text needs nothing. Once marks are filled in or clauses
    are joined it is a plain text, too, as values of a column must be: choose before that."""

    __slots__ = ("needs",)
    needs: Needs

    def __new__(cls, text: str, needs: Needs) -> "Clause":
        clause = super().__new__(cls, text)
        clause.needs = needs
        return clause


def unless(so: object, need: Needs) -> Needs:
    """What is lacking: ``need``, unless it is so."""
    return Needs.NOTHING if so else need


def without(clauses: Clauses, lacking: Needs) -> Clauses:
    """The clauses, in their order, that need nothing of what is lacking."""
    if not lacking:
        return clauses
    # Numbers: Python combines flags ten times as slowly.
    lacks = lacking.value
    return tuple(
        text for text in clauses if not (isinstance(text, Clause) and text.needs.value & lacks)
    )
