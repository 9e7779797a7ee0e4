"""Template language: plain text that a clerk edits, filled with the fields of a case."""
