"""Break a title where its words allow, as a trapezium or a rhombus (GB/T 9704-2012, 7.3.1).

The standard asks for whole words, symmetry and fitting lengths. Words are told by a short list
of those that titles of supervision are made of, by particles, and by book-title marks.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence

from documents.widths import ems

LONGEST = 19
"""Characters of 2号 (22 pt) in a line of 156 mm, with a margin of half a character each side."""

_WORDS = (
    *("教育督导委员会", "人民政府", "委员会", "办公室", "领导小组", "教育局", "管理区", "自治区"),
    *("教育督导", "督导室", "通知书", "决定书", "建议书", "告知书", "备案", "报告", "公告", "公示"),
    *("限期整改", "责令", "整改", "延期", "申请", "批复", "核查", "意见", "约谈", "纪要", "问责"),
    *("通报", "批评", "复核", "申诉", "处理", "撤销", "变更", "更正", "撤回", "异议", "答复"),
    *("征求", "线索", "移送", "组织", "处分", "陈述", "申辩", "笔录", "事实", "材料", "送达"),
    *("关于", "幼儿园", "小学", "中学", "学校", "工作", "问题", "情况", "食品", "安全", "规范"),
    *("督办", "销号", "回证", "审批", "教育", "督导", "责任", "专项", "质量", "经费", "校园"),
    *("不规范", "不到位", "结果", "单位", "有关", "落实", "义务教育", "均衡", "发展", "检查"),
)
_WORD = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)) + r"|\d+|[A-Za-z]+|.")
_NO_LINE_BEGIN = frozenset("的和与及等了》」』）】〕”’，。、；：？！")
_NO_LINE_END = frozenset("《「『（【〔“‘")
_GOOD_AFTER = frozenset("的和与及对》”）、，")


def title_lines(title: str, *, longest: int = LONGEST) -> tuple[str, ...]:
    """Return the lines of a title; a line end in it is a break that somebody wanted."""
    wanted = [part for part in title.split("\n") if part]
    if len(wanted) > 1:
        return tuple(itertools.chain(*(_broken(part, longest) for part in wanted)))
    return _broken(wanted[0], longest) if wanted else ()


def _broken(title: str, longest: int) -> tuple[str, ...]:
    if ems(title) <= longest:
        return (title,)
    words = _words(title)
    least = math.ceil(ems(title) / longest)
    for count in (least, least + 1, least + 2):
        ways = _ways(words, count, longest)
        if ways:
            return min(ways, key=_ugliness)
    return tuple(title[i : i + longest] for i in range(0, len(title), longest))


def _words(title: str) -> list[str]:
    """Part a title into what may not be broken."""
    parts: list[str] = []
    for word in _WORD.findall(title):
        if parts and (word[0] in _NO_LINE_BEGIN or parts[-1][-1] in _NO_LINE_END):
            parts[-1] += word
        else:
            parts.append(word)
    return parts


def _ways(words: Sequence[str], count: int, longest: int) -> list[tuple[str, ...]]:
    """Return the ways into so many lines, near to even lengths."""
    total = sum(ems(word) for word in words)
    even = total / count
    slack = max(4, longest - int(even))
    ways: list[tuple[tuple[str, ...], int]] = [((), 0)]
    for left in range(count, 0, -1):
        ways = [
            ((*lines, line), end)
            for lines, start in ways
            for end, line in _next_lines(words, start, longest)
            if (end == len(words)) == (left == 1) and abs(ems(line) - even) <= slack
        ]
    return [lines for lines, _ in ways]


def _next_lines(words: Sequence[str], start: int, longest: int) -> list[tuple[int, str]]:
    found, line = [], ""
    for end in range(start, len(words)):
        line += words[end]
        if ems(line) > longest:
            break
        found.append((end + 1, line))
    return found


def _ugliness(lines: tuple[str, ...]) -> float:
    lengths = [ems(line) for line in lines]
    even = sum(lengths) / len(lengths)
    uneven = sum((length - even) ** 2 for length in lengths)
    middle_short = any(
        lengths[i] < lengths[i - 1] and lengths[i] < lengths[i + 1]
        for i in range(1, len(lengths) - 1)
    )
    rectangle = len(set(lengths)) == 1
    breaks = sum(_breaks_a_word(line, after) for line, after in itertools.pairwise(lines))
    return uneven + 30 * middle_short + 3 * rectangle + 25 * breaks


def _breaks_a_word(line: str, after: str) -> bool:
    if line[-1] in _GOOD_AFTER or after[0] in _NO_LINE_END:
        return False
    return not (_ends_word(line) or _begins_word(after))


def _ends_word(line: str) -> bool:
    return any(line.endswith(word) for word in _WORDS)


def _begins_word(line: str) -> bool:
    return any(line.startswith(word) for word in _WORDS)
