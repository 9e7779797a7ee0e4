"""Composition root: settings, the clock, WSGI application, worker and command line."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

__all__ = ["__version__"]


def _version() -> str:
    try:
        return version("dudao")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"


__version__ = _version()
