"""Parts: the catalog, prices, suppliers, stock, and which parts a visit takes."""
