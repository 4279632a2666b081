"""Money: invoices and fees, how customers pay, yearly price rises, document numbers."""
