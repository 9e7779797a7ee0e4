"""Which fields a template needs, under which Chinese names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from documents.templating.findings import Refused
from documents.templating.source import HeadLine

REQUIRED, OPTIONAL = "所需字段", "可选字段"
GIVEN: Mapping[str, str] = {
    "案号": "case.reference",
    "案件名称": "case.title",
    "单位": "case.unit",
    "立案人": "case.opened_by",
    "立案时间": "case.opened_at",
    "文号": "number",
    "今天": "today",
    "本机关": "office",
}
"""Chinese names that every template may use, and what they stand for."""
GIVEN_FIELDS = frozenset({"case", "number", "today", "office", "unit_name"})

_ENTRY = re.compile(r"([^\W\d]\w*)(?:\s*[=＝]\s*([^\W\d]\w*(?:\.[^\W\d]\w*)*))?(（[^（）]*）)?")
_BETWEEN = re.compile("[、，,；;](?![^（）]*）)")  # not inside a remark


@dataclass(frozen=True, slots=True)
class Declared:
    """Hold one field: its Chinese name, its path (`items.title`), and whether it may be empty."""

    name: str
    path: tuple[str, ...]
    required: bool
    line: int
    remark: str = ""
    """What is said in brackets behind it, such as 日期 or 列表; for people, and for samples."""

    @property
    def label(self) -> str:
        """Return name and path for a message."""
        path = ".".join(self.path)
        return path if path == self.name else f"{self.name}（{path}）"


def declared(head: Iterable[HeadLine]) -> tuple[Declared, ...]:
    """Read the lines 所需字段 and 可选字段; raise Refused for what is no list of fields."""
    return tuple(
        entry for line in head if line.key in {REQUIRED, OPTIONAL} for entry in _entries(line)
    )


def _entries(line: HeadLine) -> Iterator[Declared]:
    for part in _BETWEEN.split(line.value):
        if not part.strip():
            continue
        found = _ENTRY.fullmatch(part.strip())
        if found is None:
            raise Refused(
                line.line,
                f"“{part.strip()}”应写成“中文名=字段名”，如“整改事由=grounds”，之间用顿号隔开。",
                f"Expected 'name=field', found '{part.strip()}'.",
            )
        yield Declared(
            name=found[1],
            path=tuple((found[2] or found[1]).split(".")),
            required=line.key == REQUIRED,
            line=line.line,
            remark=(found[3] or "").strip("（）"),
        )


def names(fields: Iterable[Declared]) -> Mapping[str, tuple[str, ...]]:
    """Return the path for each Chinese name, those given to every template included."""
    given = {name: tuple(path.split(".")) for name, path in GIVEN.items()}
    return {**given, **{each.name: each.path for each in fields}}
