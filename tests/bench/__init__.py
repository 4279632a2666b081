"""How fast the project is, as ratios measured in one run. Benchmarks print; tests do not time."""
