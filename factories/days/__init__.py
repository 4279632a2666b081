"""Tomorrow: the operation a day at a time, on the company's own books.

``plan.DAY`` is the table of contents. A day looks at the rows that are there and at chance that is
addressed by them, at nothing else: so a week at once is seven single days.
"""
