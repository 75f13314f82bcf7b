"""The refusals of the vendor: one tree of errors, its codes as data, and how an answer is read."""
