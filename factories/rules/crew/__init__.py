"""Technicians, their vans, and how they are dispatched."""
