"""What all tests share."""

from hypothesis import settings

# Examples are drawn the same way each time: a test that passed passes again.
settings.register_profile("project", derandomize=True, deadline=None, database=None)
settings.load_profile("project")
