"""The public names of the declarations that factories are written with. They are factory_boy
declarations: overrides, traits and ``SubFactory`` work on them as on any other.

A type checker takes them for values of any type, since a subclass may put a value in their place:
``customer_type = "commercial"``. To make a declaration of your own, subclass one of
``factories.engine.column_declarations`` or ``factories.engine.parents``.
"""

from typing import Any

from factories.engine import column_declarations, parents
from factories.engine.column import Declaration
from factories.engine.column_declarations import derived

Between: Any = column_declarations.Between
Brings: Any = parents.Brings
BringsAsked: Any = parents.BringsAsked
BringsList: Any = parents.BringsList
Choice: Any = column_declarations.Choice
Derived: Any = column_declarations.Derived
Drawn: Any = column_declarations.Drawn
Flag: Any = column_declarations.Flag
Parent: Any = parents.Parent
Pick: Any = column_declarations.Pick
RowId: Any = column_declarations.RowId

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
