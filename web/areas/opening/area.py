"""The part of the office in which cases are opened."""

from __future__ import annotations

from web.pages import Pages

OPENING = Pages("opening", "/cases/new")
