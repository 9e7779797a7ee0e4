"""The part of the office that all pages about cases belong to."""

from __future__ import annotations

from web.pages import Pages

CASES = Pages("cases", "/cases")
