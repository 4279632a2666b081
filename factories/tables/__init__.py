"""The factories, by area of the business: what one row of each of the 27 tables looks like."""
