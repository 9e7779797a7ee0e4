"""How people want to be told: through which channels, one by one or once a day, in which language."""
