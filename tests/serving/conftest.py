"""A home folder for servers."""

from __future__ import annotations

from tests.acceptance.conftest import home

__all__ = ["home"]
