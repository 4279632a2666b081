"""The schema's history, one step a file, for databases that must keep their rows."""

from typing import Final

HEAD: Final = "7c1e5a90d2b4"
"""The newest revision: the one that the models describe."""
