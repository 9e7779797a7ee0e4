"""Reasons that people give for what no diagram foresees."""

from __future__ import annotations

from engine.model.errors import InvalidArgument

MAX_REASON = 500


def expect_reason(reason: str) -> str:
    """Return a reason without surrounding blanks; raise InvalidArgument without one."""
    stripped = reason.strip()
    if 0 < len(stripped) <= MAX_REASON:
        return stripped
    raise InvalidArgument(
        f"请说明理由（1至{MAX_REASON}字）。",
        en=f"Expected a reason of 1 to {MAX_REASON} characters.",
        code="reason_required",
    )
