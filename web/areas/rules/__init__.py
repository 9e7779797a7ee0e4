"""Notification rules (通知规则): who is told what, when and by what; changed after a look ahead."""

from __future__ import annotations

from web.areas.rules import editing, pages
from web.areas.rules.area import RULES

__all__ = ["RULES", "editing", "pages"]
