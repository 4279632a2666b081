"""Units: kinds, models, where they are installed, how they age, fail and are measured."""
