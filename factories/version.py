"""The version that a data set carries: same seed, as-of date and version, same bytes."""

VERSION = "0.1.0"
