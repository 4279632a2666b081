"""Tables in Snowflake: Parquet files by PUT and COPY INTO, everything replaced in one transaction.

A DDL statement commits whatever is open, so tables cannot be swapped together. Files are loaded
into staging tables first; then all tables are emptied and filled from those in one transaction.
"""
