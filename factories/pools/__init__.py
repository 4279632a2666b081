"""Pools of names: filled once from Faker, shipped, and combined row by row.

A Faker call costs 40 to 120 microseconds, a pick from a pool well under one. Pools are combined
(first with last names, house numbers with streets), so that few entries give many rows.
"""

from factories.pools.businesses import business_names, businesses_drawn
from factories.pools.locales import LOCALES
from factories.pools.store import Pools, UnknownLocale, ascii_local_part, load

__all__ = [
    "LOCALES",
    "Pools",
    "UnknownLocale",
    "ascii_local_part",
    "business_names",
    "businesses_drawn",
    "load",
]
