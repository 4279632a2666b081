"""Free text of the data set, composed from what happened; one module for each business area."""
