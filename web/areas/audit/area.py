"""The part of the office that auditors work in."""

from __future__ import annotations

from web.pages import Pages

AUDIT = Pages("audit", "/audit")
