"""Where the company works: metropolitan areas, towns, streets, weather."""
