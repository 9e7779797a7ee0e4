"""What a token may be used for: words such as `cases:read`; a person who signs in has them all.

`write` does not include `read`: a program that only hands in reports needs to read nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.model.errors import FieldError, InvalidArgument

AREAS: Mapping[str, str] = {
    "cases": "案件",
    "work": "待办",
    "items": "问题项",
    "documents": "公文与附件",
    "ledger": "结果台账",
    "publications": "公示公告",
    "definitions": "流程、决策表、模板",
    "directory": "单位与人员",
    "settings": "参数与日历",
    "rules": "通知规则",
    "operations": "异常与定时",
    "account": "自己的账户",
}
"""The areas by name."""

SCOPES = frozenset(f"{area}:{how}" for area in AREAS for how in ("read", "write"))
"""Every word there is."""


def checked_scopes(scopes: Sequence[str]) -> tuple[str, ...]:
    """Return scopes in order, each once; raise InvalidArgument for none or an unknown one."""
    wrong = tuple(
        FieldError("scopes", f"没有“{word}”这一权限范围。", f"Unknown scope '{word}'.")
        for word in scopes
        if word not in SCOPES
    )
    if wrong or not scopes:
        raise InvalidArgument(
            f"权限范围应为“领域:read”或“领域:write”，领域有：{'、'.join(AREAS)}。",
            en="Expected one or more scopes '<area>:read' or '<area>:write'.",
            code="invalid_scope",
            errors=wrong,
        )
    return tuple(sorted(set(scopes)))
