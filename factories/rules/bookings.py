"""The calendar: how far ahead it is looked, what is kept free, what is still the same visit."""

from __future__ import annotations
