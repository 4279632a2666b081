"""Service calls: what makes customers call, how urgent it is, what the work takes."""
