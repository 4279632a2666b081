"""When the company works: working days, office hours, time zones."""
