"""Where a data set can go. A sink reads the database through its metadata and names no table."""
