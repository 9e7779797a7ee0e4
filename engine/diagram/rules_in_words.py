"""The few shapes in which diagrams say when something is due and who performs it.

What has none of these shapes is an expression, which is shown as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.feel import is_wrapped, strip_wrapper

Shape = Literal[
    "term", "setting", "counted", "before", "repeated", "either", "variable", "expression"
]
_SETTING = re.compile(r'setting\(\s*"([^"]+)"\s*\)')
_CALL = re.compile(r"(deadline|before)\((.*)\)", re.DOTALL)
_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_REPEATED = re.compile(r'"R/"\s*\+\s*(.+)', re.DOTALL)
_EITHER = re.compile(r"if\b(.+)\bthen\b(.+)\belse\b(.+)", re.DOTALL)
_PERFORMER = re.compile(r'performer\(\s*"([^"]+)"\s*\)')
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """When something is due: `name` is a setting or a variable, `parts` are rules inside.

    `counted` has the length and what it is counted from, `before` the moment and the length,
    `either` the two between which a condition decides.
    """

    shape: Shape
    written: str
    name: str = ""
    parts: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Performer:
    """Who performs work when an expression says it: the opener, who did another, or unknown."""

    shape: Literal["opener", "performer", "expression"]
    written: str
    activity: str = ""


def rule_of(text: str) -> Rule | None:
    """Read a due date or a timer; None where nothing is written."""
    written = text.strip()
    if not written:
        return None
    inside = strip_wrapper(written).strip()
    if not is_wrapped(written) and not _is_feel(inside):
        return Rule("term", written)
    return _feel(inside, 0)


def performer_of(text: str) -> Performer:
    """Read an assignee that an expression names."""
    inside = strip_wrapper(text).strip()
    if found := _PERFORMER.fullmatch(inside):
        return Performer("performer", inside, found.group(1))
    is_opener = inside.replace(" ", "") in {
        "case.opened_by",
        "ifcase.parent=nullthencase.opened_byelsenull",
    }
    return Performer("opener" if is_opener else "expression", inside)


def _is_feel(text: str) -> bool:
    """Say whether a text without wrapper is no literal: those are terms and ISO 8601."""
    return bool(_CALL.fullmatch(text) or _SETTING.fullmatch(text))


def _feel(text: str, depth: int) -> Rule:
    text = text.strip()
    if found := _SETTING.fullmatch(text):
        return Rule("setting", text, found.group(1))
    if _NAME.fullmatch(text):
        return Rule("variable", text, text)
    if depth < _DEEPEST and (made := _made_of(text, depth + 1)) is not None:
        return made
    return Rule("expression", text)


def _made_of(text: str, depth: int) -> Rule | None:
    if found := _CALL.fullmatch(text):
        arguments = list(_arguments(found.group(2)))
        if len(arguments) in {1, 2}:
            shape: Shape = "counted" if found.group(1) == "deadline" else "before"
            return Rule(shape, text, parts=tuple(_feel(each, depth) for each in arguments))
    if found := _REPEATED.fullmatch(text):
        return Rule("repeated", text, parts=(_feel(found.group(1), depth),))
    if found := _EITHER.fullmatch(text):
        parts = tuple(_feel(found.group(number), depth) for number in (2, 3))
        return Rule("either", text, parts=parts)
    return None


def _arguments(text: str) -> Iterator[str]:
    """Yield what stands between the commas of a call, but for those inside brackets and quotes."""
    depth, is_quoted, begin = 0, False, 0
    for place, each in enumerate(text):
        if each == '"':
            is_quoted = not is_quoted
        elif not is_quoted and each in "([{":
            depth += 1
        elif not is_quoted and each in ")]}":
            depth -= 1
        elif not is_quoted and each == "," and not depth:
            yield text[begin:place]
            begin = place + 1
    yield text[begin:]
