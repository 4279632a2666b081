"""Where files may be written, replacing them as one step, what a data set says about itself."""
