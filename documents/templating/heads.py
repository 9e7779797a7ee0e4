"""The keys a template's head may hold, and the content they make."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from documents.content import Block, Content, Kind, Person
from documents.templating.declarations import OPTIONAL, REQUIRED
from documents.templating.findings import Finding, Refused
from documents.templating.marking import Line
from documents.templating.source import HeadLine
from documents.templating.titles import title_lines

KIND, TITLE = "种类", "标题"
REPEATED = frozenset({"附件", "签发人", "说明", REQUIRED, OPTIONAL})
PEOPLE = ("出席", "请假", "列席")
TEXTS = {
    "发文机关标志": "head",
    "文号": "number",
    "份号": "copy_number",
    "密级": "secrecy",
    "紧急程度": "urgency",
    "主送": "to",
    "署名": "signature",
    "日期": "date",
    "附注": "remark",
    "抄送": "copies_to",
    "印发机关": "printed_by",
    "印发日期": "printed_on",
}
KEYS = (KIND, TITLE, "盖章", *TEXTS, *PEOPLE, *REPEATED)
_COPY_NUMBER = re.compile(r"\d{6}")


def wrong_keys(head: Sequence[HeadLine]) -> list[Finding]:
    """Find unknown, doubled and absent keys, and values that no key may have."""
    found = [*_unknown(head), *_doubled(head)]
    by_key = {line.key: line for line in head}
    found += [
        Finding(0, f"没有写明“{key}：”。", f"Expected a line '{key}：'.")
        for key in (KIND, TITLE)
        if key not in by_key or not by_key[key].value
    ]
    if KIND in by_key and by_key[KIND].value not in list(Kind):
        found.append(
            Finding(
                by_key[KIND].line,
                f"“种类”应为{'、'.join(Kind)}之一。",
                f"Expected the kind to be one of {', '.join(Kind)}.",
            )
        )
    if "盖章" in by_key and by_key["盖章"].value not in {"是", "否"}:
        found.append(Finding(by_key["盖章"].line, "“盖章”应为“是”或者“否”。", "Expected 是 or 否."))
    return found


def _unknown(head: Sequence[HeadLine]) -> list[Finding]:
    return [
        Finding(
            line.line,
            f"没有“{line.key}”这一项；可以写的有：{'、'.join(sorted(KEYS))}。",
            f"Unknown key '{line.key}' in the head.",
        )
        for line in head
        if line.key not in KEYS
    ]


def _doubled(head: Sequence[HeadLine]) -> list[Finding]:
    seen: set[str] = set()
    found = []
    for line in head:
        if line.key in seen and line.key not in REPEATED:
            found.append(Finding(line.line, f"“{line.key}”写了两次。", f"'{line.key}' is doubled."))
        seen.add(line.key)
    return found


def build(lines: Sequence[Line], blocks: Callable[[Kind], tuple[Block, ...]]) -> Content:
    """Make the content from the filled lines of the head and from the blocks of the body."""
    read: dict[str, list[Line]] = {}
    for line in lines:
        key, value = _parted(line)
        if value.text:
            read.setdefault(key, []).append(value)
    kind = Kind(read[KIND][0].text)
    texts: Mapping[str, str] = {
        name: read[key][0].flat() for key, name in TEXTS.items() if key in read
    }
    if "copy_number" in texts and not _COPY_NUMBER.fullmatch(texts["copy_number"]):
        raise Refused(read["份号"][0].number, "份号应为6位数字。", "Expected six digits.")
    return Content(
        kind=kind,
        title=title_lines(_with_breaks(read[TITLE][0])),
        blocks=blocks(kind),
        signers=tuple(each.flat() for each in read.get("签发人", ())),
        notes=tuple(each.flat() for each in read.get("附件", ())),
        sealed=not (read.get("盖章") and read["盖章"][0].text == "否"),
        people=tuple(Person(key, read[key][0].flat()) for key in PEOPLE if key in read),
        **texts,
    )


def _with_breaks(title: Line) -> str:
    """Break the title where the template has a slash; one in a value is a slash."""
    parts = title.split("/") if "/" in title.shape else title.split("／")
    return "\n".join(part.flat().strip() for part in parts)


def _parted(line: Line) -> tuple[str, Line]:
    at = min(i for i in (line.shape.find("："), line.shape.find(":")) if i >= 0)
    return line.text[:at].strip(), line.cut(at + 1).strip()
