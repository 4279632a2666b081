"""Customers: who comes and how, how they are met, and who leaves."""

from __future__ import annotations
