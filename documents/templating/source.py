"""Read the file of a template: head, body, explanations, and which lines only steer.

A line that begins with # is an explanation. A line of tags alone (`{% for … %}`) leaves no empty
line behind. Every other line carries its number through the filling.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from documents.templating.findings import Refused
from documents.templating.marking import LINE, LINE_END, MARKS

MOST_CHARACTERS = 100_000
"""Of a template; an office's longest is about 3,000."""

LONGEST_TAG = 300

BODY = "正文"
_HEAD_LINE = re.compile(r"\s*([^\s：:{}|]{1,12})\s*[：:](.*)")
_STEERING = re.compile(r"\s*(\{%[^%]*%\}\s*)+")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_OPENING = re.compile(r"\{\{|\{%|\{#")


@dataclass(frozen=True, slots=True)
class HeadLine:
    """Hold a line `键：值` of the head."""

    line: int
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Source:
    """Hold a template as written: lines of the head, steering included, and of the body."""

    lines: tuple[str, ...]
    head: tuple[HeadLine, ...]
    body_from: int
    """The index of the first line of the body."""

    def jinja(self) -> str:
        """Return the text for the template engine; line numbers are those of the file."""
        return "".join(_prepared(i, line) for i, line in enumerate(self.lines, start=1))


def read(source: str) -> Source:
    """Part a template into head and body; raise Refused where it is neither."""
    if len(source) > MOST_CHARACTERS:
        raise Refused(0, f"模板过长，至多{MOST_CHARACTERS}字。", "Expected a shorter template.")
    lines = tuple(source.removeprefix("\ufeff").splitlines())
    for number, line in enumerate(lines, start=1):
        _refuse_odd(number, line)
    head: list[HeadLine] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#") or _STEERING.fullmatch(line):
            continue
        found = _HEAD_LINE.fullmatch(line)
        if found is None:
            raise Refused(
                number,
                f"正文之前的每一行应为“键：值”，正文以单独一行“{BODY}：”开始。",
                f"Expected 'key：value' before the line '{BODY}：'.",
            )
        if found[1] == BODY and not found[2].strip():
            return Source(lines, tuple(head), number)
        head.append(HeadLine(number, found[1], found[2].strip()))
    raise Refused(0, f"没有“{BODY}：”一行。", f"Expected a line '{BODY}：' that begins the body.")


def _refuse_odd(number: int, line: str) -> None:
    if MARKS.search(line):
        raise Refused(number, "含有不能使用的特殊字符。", "Expected no private-use characters.")
    if line.lstrip().startswith("#"):
        return
    if re.search(r"[{]%-|-%}|[{][{]-|-}}", line):
        raise Refused(number, "标记中不能用“-”。", "Expected no '-' beside the braces.")
    if any(len(tag) > LONGEST_TAG for tag in _TAG.findall(line)):
        raise Refused(number, f"标记过长，至多{LONGEST_TAG}字。", "Expected a shorter tag.")
    rest = _TAG.sub("", line)
    if found := _OPENING.search(rest):
        raise Refused(
            number,
            f"“{found[0]}”没有在同一行内结束；注释请用以“#”开头的行。",
            f"Expected '{found[0]}' to be closed on the same line.",
        )


def _prepared(number: int, line: str) -> str:
    if line.lstrip().startswith("#"):
        return "{#\n#}"
    if _STEERING.fullmatch(line):  # the line end goes into the last tag, where it is no text
        before, _, _ = line.rstrip().rpartition("%}")
        return f"{before.strip()}\n%}}"
    return f"{LINE}{number}{LINE_END}{line}\n"
