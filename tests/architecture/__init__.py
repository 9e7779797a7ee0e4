"""Guards: what must stay true of the code itself."""
