"""On the road: how technicians are sent round, how long they are waited for, how far it is."""

from __future__ import annotations
