"""Marks of due dates: what a worker says of work that is near due, due, or overdue."""
