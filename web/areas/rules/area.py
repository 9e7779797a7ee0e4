"""The part of the office that notification rules are in."""

from __future__ import annotations

from web.pages import Pages

RULES = Pages("rules", "/settings/notifications")
