"""Scenarios: reading them, running them, what is said when they fail."""
