"""What marshmallow and webargs say of a wrong field, in Chinese."""

from __future__ import annotations

import re

_SAYINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(said), zh)
    for said, zh in (
        (r"Missing data for required field\.", "缺少这一项。"),
        (r"Field may not be null\.", "这一项不能为空。"),
        (r"Unknown field\.", "没有这一项。"),
        (r"Not a valid string\.", "应为文字。"),
        (r"Not a valid (?:integer|number)\.", "应为数字。"),
        (r"Number too large\.", "数字过大。"),
        (r"Special numeric values .*", "应为有限的数字。"),
        (r"Not a valid boolean\.", "应为 true 或 false。"),
        (r"Not a valid list\.", "应为列表。"),
        (r"Not a valid mapping type\.", "应为由名称和值组成的对象。"),
        (r"Not a valid date\.", "应为日期，如 2026-09-10。"),
        (r"Not a valid (?:aware )?datetime\.", "应为带时区的时刻，如 2026-09-10T09:00:00+08:00。"),
        (r"Not a valid UUID\.", "应为 UUID。"),
        (r"Not a valid delimited list\.", "应为逗号分隔的列表。"),
        (r"Invalid input type\.", "应为 JSON 对象。"),
        (r"Invalid JSON body\.", "不是正确的 JSON。"),
        (r"Invalid value\.", "值不正确。"),
        (r"Shorter than minimum length (\d+)\.", r"长度至少为\1。"),
        (r"Longer than maximum length (\d+)\.", r"长度最多为\1。"),
        (r"Length must be between (\d+) and (\d+)\.", r"长度应为\1至\2。"),
        (r"Length must be (\d+)\.", r"长度应为\1。"),
        (r"Must be one of: (.*)\.", r"应为以下之一：\1。"),
        (r"Must be greater than or equal to (\S+?)(?: and less than or equal to (\S+?))?\.",
         r"应不小于\1且不超过\2。"),
        (r"Must be less than or equal to (\S+)\.", r"应不超过\1。"),
        (r"String does not match expected pattern\.", "写法不正确。"),
    )
)  # fmt: skip
_HALF_OPEN = "且不超过。"


def in_chinese(message: str) -> str:
    """Return the Chinese for a message of the library; one that is Chinese already stays."""
    for pattern, zh in _SAYINGS:
        found = pattern.fullmatch(message)
        if found:
            return found.expand(zh).replace(_HALF_OPEN, "。")
    return message if not message.isascii() else f"不符合要求（{message}）。"
