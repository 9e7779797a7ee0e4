"""Everything that is true of any case on any diagram; it knows nothing of supervision."""
