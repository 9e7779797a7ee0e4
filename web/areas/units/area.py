"""The part of the office that all pages about units belong to."""

from __future__ import annotations

from web.pages import Pages

UNITS = Pages("units", "/units")
