"""The appointment book: when visits are booked, moved, cancelled or missed."""
