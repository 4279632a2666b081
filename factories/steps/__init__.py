"""How many, for whom, when: the simulation, whole columns at a time, in business order."""
