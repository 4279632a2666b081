"""The schema's history, one step a file, for databases that must keep their rows."""
