"""The template engine, with nearly everything taken out.

Jinja2's sandbox keeps templates from Python's insides. On top of it only the few node types
below are accepted: no assignment, macro, include, arithmetic beyond + and -, and no call but
unit_name(…). So what a template costs is bounded by its length, the lists it walks through
(`MOST_ROUNDS`), and the values it writes (`MOST_OUTPUT`).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

from documents.templating.filters import FILTERS, UnitName, otherwise, written
from documents.templating.findings import Refused
from documents.templating.marking import protect
from documents.templating.numerals import Numeral, plain

MOST_ROUNDS = 10_000
"""Rounds of all loops of one document together."""
MOST_OUTPUT = 200_000
"""Characters of one filled document, about 320 pages."""
DEEPEST = 6
"""Loops and conditions inside one another."""

NO_LIST = "“for”之后应为一组，如问题清单"
WRITE, EACH = "写出", "逐项"  # filters that we put in; a template cannot name them twice
LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex"})
_STATEMENTS = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If)
_EXPRESSIONS = (
    *(nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Filter),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr),
    *(nodes.Add, nodes.Sub, nodes.Neg, nodes.Concat, nodes.Call, nodes.List, nodes.Test),
)


class MissingField(Exception):
    """A field that is written has no value; holds its name as the template writes it."""


class Spent(Exception):
    """The document became longer, or its loops ran more often, than any real one."""


class Environment(SandboxedEnvironment):
    """Let a template read fields by name, and nothing else of any object."""

    def __init__(self, unit_name: UnitName | None, optional: Container[str] = ()) -> None:
        """Take the function from a unit's code to its name, and the keys that may be absent."""
        super().__init__(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
        self.globals.clear()
        self.tests = {"none": self.tests["none"], "defined": self.tests["defined"]}
        self._rounds, self._written = 0, 0
        self._unit_name = unit_name
        self._optional = optional
        ours = {name: _passing_nothing(each) for name, each in FILTERS.items()}
        self.filters = {
            **ours,
            "缺省": otherwise,
            "单位名称": _passing_nothing(self._unit),
            WRITE: self._write,
            EACH: self._each,
        }

    def getattr(self, obj: object, attribute: str) -> object:
        """Read `a.b`: a key of a mapping, or the counters of a loop."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: object, argument: object) -> object:
        """Read `a["b"]` and `a[0]`."""
        if isinstance(obj, Mapping) and isinstance(argument, str) and argument in obj:
            return obj[argument]
        if isinstance(obj, Mapping) and argument in self._optional:
            return None
        if isinstance(obj, LoopContext) and argument in LOOP:
            return getattr(obj, str(argument))
        if isinstance(obj, Sequence) and not isinstance(obj, str) and isinstance(argument, int):
            return (
                obj[argument]
                if -len(obj) <= argument < len(obj)
                else self.undefined(obj=obj, name=str(argument))
            )
        return self.undefined(obj=obj, name=str(argument))

    def _unit(self, code: object) -> str:
        if self._unit_name is None:
            raise MissingField("unit_name")
        return self._unit_name(written(code))

    def _write(self, value: object, label: str) -> str:
        if isinstance(value, Undefined) or value is None or value == "":
            raise MissingField(label)
        if isinstance(value, Numeral):
            return str(value)
        text = written(value)
        if not text.strip():
            raise MissingField(label)
        self._written += len(text)
        if self._written > MOST_OUTPUT:
            raise Spent(f"超过{MOST_OUTPUT}字")
        if isinstance(value, int) and not isinstance(value, bool):
            return plain(value)  # digits only: may number a heading
        return protect(text)

    def _each(self, value: object) -> Iterator[object]:
        if isinstance(value, Undefined):
            raise MissingField(str(value._undefined_name))  # noqa: SLF001 - Jinja's documented field
        if value is None:
            return
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise ValueError(NO_LIST)  # noqa: TRY004 - said to the clerk, as every filter does
        for each in value:
            self._rounds += 1
            if self._rounds > MOST_ROUNDS:
                raise Spent(f"循环超过{MOST_ROUNDS}次")
            yield each


def _passing_nothing(write: Callable[..., object]) -> Callable[..., object]:
    """Let an absent value through unwritten: it is missed where it would be written."""

    def passing(value: object, *args: object) -> object:
        absent = isinstance(value, Undefined) or value is None or value == ""
        return value if absent else write(value, *args)

    return passing


def confine(template: nodes.Template, names: Mapping[str, tuple[str, ...]]) -> None:
    """Refuse what a template may not hold; put in full names, bounds and the writing of values."""
    _look(template, 0)
    _rename(template, names)
    for loop in template.find_all(nodes.For):
        loop.iter = _filter(loop.iter, EACH)
    for output in template.find_all(nodes.Output):
        output.nodes = [
            each
            if isinstance(each, nodes.TemplateData)
            else _filter(each, WRITE, nodes.Const(label_of(each)))
            for each in output.nodes
        ]


def _filter(inner: nodes.Node, name: str, *args: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(inner, name, list(args), [], None, None, lineno=inner.lineno)


def _look(node: nodes.Node, depth: int) -> None:
    if not isinstance(node, (*_STATEMENTS, *_EXPRESSIONS)):
        raise _not_allowed(node)
    if isinstance(node, nodes.For | nodes.If):
        depth += 1
        if depth > DEEPEST:
            raise Refused(node.lineno, f"条件和循环至多嵌套{DEEPEST}层。", "Expected less nesting.")
    if special := _CHECKS.get(type(node)):
        special(node)
    for child in node.iter_child_nodes():
        _look(child, depth)


def _look_at_call(node: nodes.Node) -> None:
    if not (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Name)
        and node.node.name == "unit_name"
        and len(node.args) == 1
        and not (node.kwargs or node.dyn_args or node.dyn_kwargs)
    ):
        raise _not_allowed(node)


def _look_at_filter(node: nodes.Node) -> None:
    if isinstance(node, nodes.Filter) and node.name not in {*FILTERS, "缺省", "单位名称"}:
        raise Refused(
            node.lineno, f"没有“{node.name}”这种写法。", f"No filter named '{node.name}'."
        )


def _look_at_test(node: nodes.Node) -> None:
    if isinstance(node, nodes.Test) and node.name not in {"none", "defined"}:
        raise _not_allowed(node)


def _look_at_name(node: nodes.Node) -> None:
    name = str(getattr(node, "name", None) or getattr(node, "attr", ""))
    if name.startswith("_"):
        raise Refused(
            node.lineno, f"字段名“{name}”不能以下划线开头。", f"No field is named '{name}'."
        )


_CHECKS: Mapping[type[nodes.Node], Callable[[nodes.Node], None]] = {
    nodes.Call: _look_at_call,
    nodes.Filter: _look_at_filter,
    nodes.Test: _look_at_test,
    nodes.Name: _look_at_name,
    nodes.Getattr: _look_at_name,
}


def _not_allowed(node: nodes.Node) -> Refused:
    return Refused(
        node.lineno,
        "模板中只能写入字段（{{ 字段 }}）、条件（{% if %}）和循环（{% for %}）。",
        f"Expected only fields, if and for, found {type(node).__name__}.",
    )


def _rename(node: nodes.Node, names: Mapping[str, tuple[str, ...]]) -> None:
    """Replace Chinese names: a name by its whole path, after a dot by the path's last part."""
    for field in node.fields:
        value = getattr(node, field)
        if isinstance(value, list):
            setattr(node, field, [_renamed(each, names) for each in value])
        elif isinstance(value, nodes.Node):
            setattr(node, field, _renamed(value, names))


def _renamed(node: object, names: Mapping[str, tuple[str, ...]]) -> object:
    if not isinstance(node, nodes.Node):
        return node
    _rename(node, names)
    if isinstance(node, nodes.Getattr) and node.attr in names:
        node.attr = names[node.attr][-1]
    if isinstance(node, nodes.Name) and node.ctx == "load" and node.name in names:
        first, *rest = names[node.name]
        found: nodes.Expr = nodes.Name(first, "load", lineno=node.lineno)
        for part in rest:
            found = nodes.Getattr(found, part, "load", lineno=node.lineno)
        return found
    return node


def label_of(node: nodes.Node) -> str:
    """Return the name that a written expression begins with."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{label_of(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem | nodes.Filter | nodes.Call):
        inner = node.args[0] if isinstance(node, nodes.Call) and node.args else node.node
        return label_of(inner) if inner is not None else ""
    return "、".join(sorted({each.name for each in node.find_all(nodes.Name)})) or "（算式）"
