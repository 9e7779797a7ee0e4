"""The audit (审计): a case's sealed history, who read it, and who may not do both; changes nothing."""

from __future__ import annotations

from web.areas.audit import case, choosing
from web.areas.audit.area import AUDIT

__all__ = ["AUDIT", "case", "choosing"]
