"""People, units and roles: who may do what, and on whose behalf."""
