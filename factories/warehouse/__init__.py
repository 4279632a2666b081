"""Snowflake before anything is sent there: what to set up, and what it will cost."""
