"""The expression language FEEL."""
