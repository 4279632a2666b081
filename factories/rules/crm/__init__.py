"""Winning and keeping customers: leads, quotes, contracts, the mailing list, feedback."""
