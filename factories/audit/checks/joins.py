"""Joins that checks of several areas begin with."""

from typing import Final

PARTS_ON_UNITS: Final = """from parts as p
        join parts_usage as u on u.part_id = p.part_id
        join service_calls as s on s.service_call_id = u.service_call_id
        join equipment_types as e on e.equipment_id = s.equipment_id"""
"""Each part used (u), what it is (p), on which call (s), at a unit of which model (e)."""
