"""The simulation of the days after the history, one at a time, in a database that exists already.

``plan.DAY`` is the table of contents. A day looks at the rows that are there and at chance that is
addressed by them, at nothing else: so a week at once is seven single days.
"""
