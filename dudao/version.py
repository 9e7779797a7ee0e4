"""Which release this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str:
    """Return the version of the installed distribution, 0 for a checkout that is not installed."""
    try:
        return version("dudao")
    except PackageNotFoundError:
        return "0"
