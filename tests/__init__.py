"""Tests, one folder per capability."""
