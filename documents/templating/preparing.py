"""Read a template as far as that goes without fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

from jinja2 import TemplateSyntaxError, nodes

from documents.templating.declarations import GIVEN_FIELDS, Declared, declared, names
from documents.templating.filters import UnitName
from documents.templating.findings import Finding, Refused
from documents.templating.heads import wrong_keys
from documents.templating.sandbox import Environment, confine
from documents.templating.source import Source, read


@dataclass(frozen=True, slots=True)
class Prepared:
    """Hold a template that can be filled, if there are no findings."""

    source: Source
    declared: tuple[Declared, ...]
    environment: Environment
    tree: nodes.Template
    findings: tuple[Finding, ...]


def prepare(text: str, unit_name: UnitName | None = None) -> Prepared:
    """Read a template and find what is wrong; raise Refused where it cannot be read further."""
    source = read(text)
    fields = declared(source.head)
    optional = frozenset(each.path[-1] for each in fields if not each.required)
    environment = Environment(unit_name, optional)
    tree = _parsed(source, environment)
    confine(tree, names(fields))
    findings = [*wrong_keys(source.head), *_undeclared(tree, fields)]
    found = tuple(sorted(findings, key=lambda each: each.line))
    return Prepared(source, fields, environment, tree, found)


def _parsed(source: Source, environment: Environment) -> nodes.Template:
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


def _undeclared(tree: nodes.Template, fields: tuple[Declared, ...]) -> list[Finding]:
    known = GIVEN_FIELDS | {each.path[0] for each in fields}
    return [
        Finding(
            line,
            f"用到的字段“{name}”没有在“所需字段”或“可选字段”中列出。",
            f"Field '{name}' is used but not declared.",
        )
        for name, line in _used_names(tree).items()
        if name not in known
    ]


def _used_names(tree: nodes.Template) -> dict[str, int]:
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
