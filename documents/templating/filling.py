"""Fill a template with fields, and tell where and why it cannot be filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from types import TracebackType

from jinja2 import TemplateSyntaxError, UndefinedError, nodes
from jinja2.environment import Template
from jinja2.exceptions import SecurityError, TemplateRuntimeError

from documents.templating.declarations import Declared, names
from documents.templating.filters import PROBLEMS
from documents.templating.findings import Refused
from documents.templating.marking import Line, lines_of
from documents.templating.sandbox import (
    MOST_OUTPUT,
    Environment,
    MissingField,
    Spent,
    confine,
)
from documents.templating.source import Source
from engine.model.errors import FieldError, InvalidArgument

_FILE = "template"
_QUOTED = re.compile(r"'([^']+)'(?: is undefined)?$")


def parsed(source: Source, environment: Environment) -> nodes.Template:
    """Parse the tags of a template; raise Refused where they are not understood."""
    try:
        return environment.parse(source.jinja())
    except TemplateSyntaxError as error:
        raise Refused(
            error.lineno,
            f"标记无法识别：{_explained(error)}",
            f"Tag not understood: {error.message}.",
        ) from error
    except (RecursionError, MemoryError) as error:
        raise Refused(0, "嵌套过深。", "Expected less nesting.") from error
    except ValueError as error:  # Python reads no number of thousands of digits
        raise Refused(0, "数字过长。", "Expected shorter numbers.") from error


def _explained(error: TemplateSyntaxError) -> str:
    message = error.message or ""
    if "endfor" in message or "endif" in message or "end of template" in message:
        return "条件应以 {% endif %} 结束，循环应以 {% endfor %} 结束。"
    if found := re.search(r"unknown tag '(.+?)'", message):
        return f"没有“{found[1]}”这种标记，只有 if 和 for。"
    return "字段应写成 {{ 字段名 }} 或 {{ 字段名 | 写法 }}。"


def fill(source: Source, declared: Iterable[Declared], fields: Mapping[str, object]) -> list[Line]:
    """Return the filled lines; raise Refused, or InvalidArgument (``missing_field``)."""
    declared = tuple(declared)
    _all_there(declared, fields)
    unit_name = fields.get("unit_name")
    absent = frozenset(each.path[-1] for each in declared if not each.required)
    environment = Environment(unit_name if callable(unit_name) else None, absent)
    tree = parsed(source, environment)
    confine(tree, names(declared))
    optional = {each.path[0]: None for each in declared if not each.required}
    text = _rendered(environment, tree, {**optional, **fields}, declared)
    return [line for line in lines_of(text) if line.number]


def _rendered(
    environment: Environment,
    tree: nodes.Template,
    fields: Mapping[str, object],
    declared: tuple[Declared, ...],
) -> str:
    try:
        code = environment.compile(tree, filename=_FILE)
        template = Template.from_code(environment, code, {})
        return "".join(_bounded(template.generate(fields)))
    except MissingField as error:
        raise _missing([str(error)], declared, _line(error.__traceback__)) from error
    except UndefinedError as error:
        found = _QUOTED.search(error.message or "")
        name = found[1] if found else str(error.message)
        raise _missing([name], declared, _line(error.__traceback__)) from error
    except Spent as error:
        raise Refused(
            _line(error.__traceback__), f"公文内容过长：{error}。", "Expected a shorter document."
        ) from error
    except (*PROBLEMS, TypeError, TemplateRuntimeError, SecurityError) as error:
        line = _line(error.__traceback__)
        raise Refused(line, f"{_sentence(error)}。", f"Value not usable here: {error}.") from error
    except (RecursionError, MemoryError, SyntaxError) as error:
        raise Refused(0, "嵌套过深。", "Expected less nesting.") from error


def _bounded(pieces: Iterator[str]) -> Iterator[str]:
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > 2 * MOST_OUTPUT:  # marks and line numbers included
            raise Spent(f"超过{MOST_OUTPUT}字")
        yield piece


def _sentence(error: Exception) -> str:
    """Return what our own filters say in Chinese; Python's words mean nothing to a clerk."""
    text = str(error).rstrip("。")
    return text if re.match("[“\u4e00-\u9fff]", text) else "这里的值不能这样写出，请检查字段和写法"


def _line(traceback: TracebackType | None) -> int:
    found = 0
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == _FILE:
            found = traceback.tb_lineno
        traceback = traceback.tb_next
    return found


def _all_there(declared: Iterable[Declared], fields: Mapping[str, object]) -> None:
    absent = [each for each in declared if each.required and fields.get(each.path[0]) in (None, "")]
    if absent:
        raise _missing([".".join(each.path) for each in absent], absent, 0)


def _missing(paths: list[str], declared: Iterable[Declared], line: int) -> InvalidArgument:
    labels = {".".join(each.path): each.label for each in declared}
    labels |= {each.path[-1]: each.label for each in declared if len(each.path) > 1}
    shown = list(dict.fromkeys(labels.get(path, path) for path in paths))
    place = f"（模板第{line}行）" if line else ""
    return InvalidArgument(
        f"缺少公文所需的字段：{'、'.join(shown)}{place}。",
        en=f"Expected a value for the fields {', '.join(dict.fromkeys(paths))}.",
        code="missing_field",
        errors=tuple(
            FieldError(path, f"缺少{labels.get(path, path)}。", f"Expected a value for {path}.")
            for path in dict.fromkeys(paths)
        ),
    )


def used_names(tree: nodes.Template) -> dict[str, int]:
    """Return every name that a template reads and does not set itself, with its first line."""
    local = {
        each.name
        for loop in tree.find_all(nodes.For)
        for each in chain([loop.target], loop.target.find_all(nodes.Name))
        if isinstance(each, nodes.Name)
    }
    found: dict[str, int] = {}
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name not in local | {"loop"}:
            found.setdefault(name.name, name.lineno)
    return found
