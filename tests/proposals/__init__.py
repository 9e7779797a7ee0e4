"""Diagrams proposed by one person and published by a second one."""
