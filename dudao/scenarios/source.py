"""YAML as scenario files use it: plain values, and the line on which each of them stands.

Only the core of YAML 1.2 is read: numbers without octal or base-60 surprises (unit codes and
times of day stay what was written), dates as text, no tags, no aliases, no key twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import yaml

from dudao.failures import WrongUse
from engine.model.counts import counted
from engine.model.errors import FieldError
from engine.model.values import Value

MAX_BYTES = 1_000_000
MAX_DEPTH = 30

Path = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_WORDS: Mapping[str, Value] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """Hold the content of a file, and the line (from 1) of every place in it."""

    name: str
    content: Value
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """Return the line of a place, or of the nearest place around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_source(name: str, data: bytes) -> Source:
    """Read one YAML document; anything else raises WrongUse naming the line."""
    if len(data) > MAX_BYTES:
        raise not_a_scenario(name, 1, f"文件过大，上限为{MAX_BYTES // 1000}千字节", "too large")
    try:
        text = data.decode("utf-8-sig")
        root = yaml.compose(text, Loader=_Loader)
    except UnicodeDecodeError as error:
        raise not_a_scenario(name, 1, "应为 UTF-8 编码的文字", "expected UTF-8 text") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = str(error.problem or "")
        raise not_a_scenario(name, line, f"不是有效的 YAML（{problem}）", problem) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise not_a_scenario(name, 1, "不是有效的 YAML", "not valid YAML") from error
    lines: dict[Path, int] = {}
    return Source(name, _value(name, root, (), lines) if root else None, lines)


def not_a_scenario(name: str, line: int, zh: str, en: str) -> WrongUse:
    """Say that a file is not a scenario, where, and why."""
    return WrongUse(
        f"{name}:{line}：不是场景文件：{zh}。",
        en=f"{name}:{line}: not a scenario: {en}.",
        code="not_a_scenario",
        errors=(),
    )


def refused(name: str, errors: tuple[FieldError, ...]) -> WrongUse:
    """Say everything that is wrong with a file."""
    return WrongUse(
        f"{name} 不是场景文件，有{len(errors)}处不符合格式：",
        en=f"{name} is not a scenario: {counted(len(errors), 'place is', 'places are')} "
        "not as expected.",
        code="not_a_scenario",
        errors=errors,
    )


class _Loader(yaml.SafeLoader):
    """Refuse aliases: they repeat text that should be read where it stands, or are a bomb."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise _problem("不支持引用（*）", self)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _problem("嵌套过深", self)
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _problem(zh: str, loader: yaml.SafeLoader) -> yaml.MarkedYAMLError:
    event: yaml.Event = loader.peek_event()  # type: ignore[no-untyped-call]  # its stub says so
    mark = event.start_mark
    return yaml.MarkedYAMLError(None, None, zh, mark)  # type: ignore[arg-type]  # either Mark


def _value(name: str, node: yaml.Node, path: Path, lines: dict[Path, int]) -> Value:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_value(name, each, (*path, i), lines) for i, each in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(name, node, path, lines)
    return _scalar(node)


def _mapping(
    name: str, node: yaml.MappingNode, path: Path, lines: dict[Path, int]
) -> dict[str, Value]:
    made: dict[str, Value] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise not_a_scenario(name, line, "键应为文字", "expected a text as key")
        word = str(key.value)
        if word in made:
            raise not_a_scenario(name, line, f"“{word}”出现了两次", f"'{word}' occurs twice")
        lines[(*path, word)] = line
        made[word] = _value(name, value, (*path, word), lines)
    return made


def _scalar(node: yaml.Node) -> Value:
    text = str(node.value)
    if not isinstance(node, yaml.ScalarNode) or node.style is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text
