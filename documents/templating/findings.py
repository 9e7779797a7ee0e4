"""What is wrong with a template, where, and what was expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.model.errors import FieldError, InvalidArgument


@dataclass(frozen=True, slots=True)
class Finding:
    """Name a line of a template, counted from 1 (0: the whole text), and what was expected."""

    line: int
    zh: str
    en: str


class Refused(Exception):
    """A template cannot be read or filled; holds what was found."""

    def __init__(self, line: int, zh: str, en: str) -> None:
        """Take the line and the sentence in both languages."""
        super().__init__(zh)
        self.finding = Finding(line, zh, en)


def bad_template(findings: Sequence[Finding], name: str) -> InvalidArgument:
    """Return the error (``bad_template``) that says the first finding and lists them all."""
    first = findings[0]
    of = f"“{name}”" if name else ""
    place = f"第{first.line}行" if first.line else ""
    return InvalidArgument(
        f"公文模板{of}{place}：{first.zh}",
        en=f"Template {name} line {first.line}: {first.en}",
        code="bad_template",
        errors=tuple(FieldError(f"第{each.line}行", each.zh, each.en) for each in findings),
    )
