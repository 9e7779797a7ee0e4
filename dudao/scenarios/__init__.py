"""Executable examples of a process: read, run on a fresh store, compared with what was expected."""
