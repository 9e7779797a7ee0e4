"""Decision models: reading, evaluation, lint."""
