"""Read boxed expressions (clause 10.2 and 8): tables, contexts, invocations and the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from lxml import etree

from engine.decisions import model
from engine.decisions.errors import DecisionSyntaxError
from engine.decisions.model import Logic, Text
from engine.decisions.xml import attribute, kind, line_of, part, parts

MAX_RULES = 2_000
"""Rules of one table."""
_POLICIES = {policy.name: policy for policy in model.HitPolicy} | {
    policy.value: policy for policy in model.HitPolicy
}
_TYPE_NAMES = {
    "integer": "number",
    "long": "number",
    "double": "number",
    "decimal": "number",
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
}
"""Names that tools and DMN 1.1 write for the types of FEEL."""


def local_type(ref: str) -> str:
    """Return a type reference without prefix, by the name FEEL gives it."""
    name = " ".join(ref.split())
    name = name.rsplit("}", 1)[-1].rsplit(":", 1)[-1]
    return _TYPE_NAMES.get(name, name)


def _language(element: etree._Element) -> str:
    language = attribute(element, "expressionLanguage")
    return "" if "feel" in language.lower() else language


def read_text(element: etree._Element) -> Text:
    """Return the text of an element that has a ``text`` part."""
    holder = part(element, "text")
    text = "" if holder is None else (holder.text or "")
    place = line_of(element if holder is None else holder)
    return Text(text.strip(), attribute(element, "id"), place, _language(element))


def _fail(element: etree._Element, zh: str, en: str) -> DecisionSyntaxError:
    return DecisionSyntaxError(zh, en, element_id=attribute(element, "id"), line=line_of(element))


def read_logic(element: etree._Element) -> Logic:
    """Return the expression that an element is."""
    read = _READERS.get(kind(element))
    if read is None:
        raise _fail(
            element, f"不支持的表达式{kind(element)}。", f"Unsupported expression {kind(element)}."
        )
    return read(element)


def _only(element: etree._Element, *besides: str) -> Logic:
    """Return the one expression inside an element."""
    ignored = {"description", "extensionElements", "variable", "formalParameter", *besides}
    found = next((child for child in parts(element) if kind(child) not in ignored), None)
    if found is None:
        raise _fail(
            element, f"{kind(element)}中缺少表达式。", f"{kind(element)} has no expression."
        )
    return read_logic(found)


def _inside(element: etree._Element, name: str) -> Logic:
    holder = part(element, name)
    if holder is None:
        raise _fail(element, f"缺少{name}。", f"{name} is missing.")
    return _only(holder)


def _literal(element: etree._Element) -> Logic:
    text = read_text(element)
    return model.LiteralExpression(text.id, text, local_type(attribute(element, "typeRef")))


def _binding(element: etree._Element, name: str) -> model.Binding:
    holder = part(element, name)
    if holder is None:
        raise _fail(element, f"缺少{name}。", f"{name} is missing.")
    title = " ".join(attribute(holder, "name").split())
    return model.Binding(title, _only(element, name), local_type(attribute(holder, "typeRef")))


def _invocation(element: etree._Element) -> Logic:
    callee = part(element, "literalExpression")
    if callee is None:
        raise _fail(element, "调用缺少函数名。", "The invocation names no function.")
    bindings = tuple(_binding(child, "parameter") for child in parts(element, "binding"))
    return model.Invocation(attribute(element, "id"), read_text(callee), bindings)


def _context(element: etree._Element) -> Logic:
    entries: list[model.Binding] = []
    result: Logic | None = None
    for child in parts(element, "contextEntry"):
        if part(child, "variable") is None:
            result = _only(child)
        else:
            entries.append(_binding(child, "variable"))
    return model.ContextLogic(attribute(element, "id"), tuple(entries), result)


def _list(element: etree._Element) -> Logic:
    ignored = {"description", "extensionElements"}
    items = tuple(read_logic(child) for child in parts(element) if kind(child) not in ignored)
    return model.ListLogic(attribute(element, "id"), items)


def _relation(element: etree._Element) -> Logic:
    columns = tuple(attribute(column, "name") for column in parts(element, "column"))
    rows: list[tuple[Logic, ...]] = []
    for row in parts(element, "row"):
        cells = tuple(read_logic(cell) for cell in parts(row))
        if len(cells) != len(columns):
            raise _fail(row, "行与列的数目不一致。", "A row does not have one cell per column.")
        rows.append(cells)
    return model.Relation(attribute(element, "id"), columns, tuple(rows))


def read_function_body(element: etree._Element) -> model.FunctionLogic:
    """Return the function of a functionDefinition or of an encapsulatedLogic."""
    if attribute(element, "kind") not in {"", "FEEL"}:
        raise _fail(element, "只支持FEEL函数。", "Only functions in FEEL are supported.")
    parameters = tuple(
        (" ".join(attribute(p, "name").split()), local_type(attribute(p, "typeRef")))
        for p in parts(element, "formalParameter")
    )
    ref = local_type(attribute(element, "typeRef"))
    return model.FunctionLogic(attribute(element, "id"), parameters, _only(element), ref)


def _conditional(element: etree._Element) -> Logic:
    condition, yes, no = (_inside(element, name) for name in ("if", "then", "else"))
    return model.Conditional(attribute(element, "id"), condition, yes, no)


def _iterator(element: etree._Element) -> Logic:
    body = "return" if kind(element) == "for" else "satisfies"
    return model.Iterator(
        attribute(element, "id"),
        kind(element),
        attribute(element, "iteratorVariable"),
        _inside(element, "in"),
        _inside(element, body),
    )


def _filter(element: etree._Element) -> Logic:
    return model.FilterLogic(
        attribute(element, "id"), _inside(element, "in"), _inside(element, "match")
    )


# ---------------------------------------------------------------------------------------- tables


def _table(element: etree._Element) -> Logic:
    inputs = tuple(_table_input(child) for child in parts(element, "input"))
    outputs = tuple(_table_output(child) for child in parts(element, "output"))
    rows = parts(element, "rule")
    if not outputs:
        raise _fail(element, "决策表没有输出列。", "The table has no output.")
    if len(rows) > MAX_RULES:
        raise _fail(
            element, f"决策表超过{MAX_RULES}行。", f"The table has more than {MAX_RULES} rules."
        )
    rules = tuple(
        _rule(row, number, len(inputs), len(outputs)) for number, row in enumerate(rows, start=1)
    )
    policy = attribute(element, "hitPolicy").replace(" ", "_").upper() or "UNIQUE"
    aggregation = attribute(element, "aggregation").upper()
    if policy not in _POLICIES or aggregation not in {"", *model.Aggregation.__members__}:
        raise _fail(
            element,
            f"未知的命中策略“{policy} {aggregation}”。",
            f"Unknown hit policy '{policy} {aggregation}'.",
        )
    return model.DecisionTable(
        attribute(element, "id"),
        inputs,
        outputs,
        rules,
        _POLICIES[policy],
        model.Aggregation[aggregation] if aggregation else None,
    )


def _table_input(element: etree._Element) -> model.TableInput:
    expression = part(element, "inputExpression")
    if expression is None:
        raise _fail(element, "输入列缺少表达式。", "An input has no expression.")
    return model.TableInput(
        id=attribute(element, "id"),
        label=attribute(element, "label"),
        expression=read_text(expression),
        type_ref=local_type(attribute(expression, "typeRef")),
        allowed=_optional_text(element, "inputValues"),
    )


def _table_output(element: etree._Element) -> model.TableOutput:
    return model.TableOutput(
        id=attribute(element, "id"),
        name=" ".join(attribute(element, "name").split()),
        label=attribute(element, "label"),
        type_ref=local_type(attribute(element, "typeRef")),
        allowed=_optional_text(element, "outputValues"),
        default=_optional_text(element, "defaultOutputEntry"),
    )


def _optional_text(element: etree._Element, name: str) -> Text | None:
    holder = part(element, name)
    found = None if holder is None else read_text(holder)
    return found if found and found.text else None


def _rule(element: etree._Element, number: int, inputs: int, outputs: int) -> model.Rule:
    conditions = tuple(read_text(cell) for cell in parts(element, "inputEntry"))
    results = tuple(read_text(cell) for cell in parts(element, "outputEntry"))
    if (len(conditions), len(results)) != (inputs, outputs):
        raise _fail(
            element,
            f"第{number}条规则的单元格数目与列数不一致。",
            f"Rule {number} does not have one cell per column.",
        )
    return model.Rule(number, attribute(element, "id"), conditions, results)


_READERS: Mapping[str, Callable[[etree._Element], Logic]] = MappingProxyType(
    {
        "decisionTable": _table,
        "literalExpression": _literal,
        "invocation": _invocation,
        "context": _context,
        "list": _list,
        "relation": _relation,
        "functionDefinition": read_function_body,
        "conditional": _conditional,
        "for": _iterator,
        "every": _iterator,
        "some": _iterator,
        "filter": _filter,
    }
)
