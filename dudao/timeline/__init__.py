"""The history of a case as people read it: one aligned line per event, with lights and dates."""
