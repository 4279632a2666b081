"""What the commands do: make a data set, move it on, carry it elsewhere, print what was done."""
