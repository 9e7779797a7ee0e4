"""Write decision files for the tests, as short as a table on paper."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def definitions(*parts: str, namespace: str = NAMESPACE) -> bytes:
    """Return a file of these elements."""
    body = "".join(parts)
    return f'<definitions xmlns="{namespace}" id="d" name="d">{body}</definitions>'.encode()


def text(name: str, content: str, *, identity: str = "") -> str:
    """Return an element that holds a text."""
    shown = f" id={quoteattr(identity)}" if identity else ""
    return f"<{name}{shown}><text>{escape(content)}</text></{name}>"


def input_data(name: str, kind: str = "") -> str:
    """Return an input named ``i_name``."""
    return f'<inputData id="i_{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/></inputData>'


def literal(content: str) -> str:
    """Return a literal expression."""
    return text("literalExpression", content)


def decision(
    identity: str,
    logic: str,
    *,
    kind: str = "",
    inputs: Sequence[str] = (),
    decisions: Sequence[str] = (),
    knowledge: Sequence[str] = (),
    name: str = "",
) -> str:
    """Return a decision that requires these inputs (by name) and decisions (by id)."""
    required = "".join(
        f'<informationRequirement><requiredInput href="#i_{one}"/></informationRequirement>'
        for one in inputs
    )
    required += "".join(
        f'<informationRequirement><requiredDecision href="#{one}"/></informationRequirement>'
        for one in decisions
    )
    required += "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{one}"/></knowledgeRequirement>'
        for one in knowledge
    )
    variable = f'<variable name="{name or identity}" typeRef="{kind}"/>'
    return f'<decision id="{identity}" name="{name or identity}">{variable}{required}{logic}</decision>'


def table(
    inputs: Sequence[str | tuple[str, str] | tuple[str, str, str]],
    outputs: Sequence[str | tuple[str, str] | tuple[str, str, str]],
    rules: Sequence[Sequence[str]],
    *,
    policy: str = "UNIQUE",
    aggregation: str = "",
    default: str = "",
) -> str:
    """Return a table; a column is a name, or a name, a type and allowed values."""
    extra = f' aggregation="{aggregation}"' if aggregation else ""
    columns = "".join(_input(*_padded(column)) for column in inputs)
    columns += "".join(_output(*_padded(column), default=default) for column in outputs)
    rows = "".join(
        f'<rule id="r{number}">'
        + "".join(
            text("inputEntry", cell, identity=f"r{number}i{i}")
            for i, cell in enumerate(row[: len(inputs)], start=1)
        )
        + "".join(
            text("outputEntry", cell, identity=f"r{number}o{i}")
            for i, cell in enumerate(row[len(inputs) :], start=1)
        )
        + "</rule>"
        for number, row in enumerate(rules, start=1)
    )
    return f'<decisionTable id="t" hitPolicy="{policy}"{extra}>{columns}{rows}</decisionTable>'


def _padded(column: str | tuple[str, ...]) -> tuple[str, str, str]:
    parts = (column,) if isinstance(column, str) else column
    name, kind, allowed = (*parts, "", "")[:3]
    return name, kind, allowed


def _input(name: str, kind: str, allowed: str) -> str:
    expression = f'<inputExpression typeRef="{kind}"><text>{escape(name)}</text></inputExpression>'
    values = text("inputValues", allowed) if allowed else ""
    return f'<input id="c_{escape(name)}">{expression}{values}</input>'


def _output(name: str, kind: str, allowed: str, *, default: str) -> str:
    values = text("outputValues", allowed) if allowed else ""
    values += text("defaultOutputEntry", default) if default else ""
    return f'<output id="o_{name}" name="{name}" typeRef="{kind}">{values}</output>'
