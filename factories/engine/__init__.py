"""What makes one factory serve both a test and a million rows. Knows no table."""
