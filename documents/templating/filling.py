"""Fill a template with fields, and tell where and why it cannot be filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType

from jinja2 import UndefinedError, nodes
from jinja2.environment import Template
from jinja2.exceptions import SecurityError, TemplateRuntimeError

from documents.templating.declarations import Declared
from documents.templating.filters import PROBLEMS
from documents.templating.findings import Refused
from documents.templating.marking import Line, lines_of
from documents.templating.preparing import Prepared
from documents.templating.sandbox import MOST_OUTPUT, Environment, MissingField, Spent
from engine.model.errors import FieldError, InvalidArgument

_FILE = "template"
_QUOTED = re.compile(r"'([^']+)'(?: is undefined)?$")


def fill(prepared: Prepared, fields: Mapping[str, object]) -> list[Line]:
    """Return the filled lines; raise Refused, or InvalidArgument (``missing_field``)."""
    declared = prepared.declared
    _all_there(declared, fields)
    optional = {each.path[0]: None for each in declared if not each.required}
    text = _rendered(prepared.environment, prepared.tree, {**optional, **fields}, declared)
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
