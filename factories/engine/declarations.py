"""The words that a factory is written in. They are factory_boy declarations: overrides, traits and
``SubFactory`` work on them as on any other.

A type checker takes them for values of any type, since a subclass may put a value in their place:
``customer_type = "commercial"``. To make a word of your own, subclass one of
``factories.engine.words`` or ``factories.engine.parents``.
"""

from typing import Any

from factories.engine import parents, words
from factories.engine.column import Declaration
from factories.engine.words import derived

Between: Any = words.Between
Brings: Any = parents.Brings
BringsAsked: Any = parents.BringsAsked
BringsList: Any = parents.BringsList
Choice: Any = words.Choice
Derived: Any = words.Derived
Drawn: Any = words.Drawn
Flag: Any = words.Flag
Parent: Any = parents.Parent
Pick: Any = words.Pick
RowId: Any = words.RowId

__all__ = [
    "Between",
    "Brings",
    "BringsAsked",
    "BringsList",
    "Choice",
    "Declaration",
    "Derived",
    "Drawn",
    "Flag",
    "Parent",
    "Pick",
    "RowId",
    "derived",
]
