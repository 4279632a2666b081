"""What a single row has around it, where no step says so: parents, their day, what follows."""
