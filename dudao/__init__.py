"""Composition root: settings, the clock, WSGI application, worker and command line."""
