"""The part of the office that settings are in."""

from __future__ import annotations

from web.pages import Pages

SETTINGS = Pages("settings", "/settings")
