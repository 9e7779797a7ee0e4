"""Small diagrams for the tests of commands, written as little XML as possible."""

from __future__ import annotations

import itertools
from html import escape

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' targetNamespace="http://example.org/tests">'
)


def diagram(key: str, *parts: str, messages: tuple[str, ...] = (), properties: str = "") -> bytes:
    """One process; `parts` are nodes and flows."""
    declared = "".join(f'<message id="m_{name}" name="{name}"/>' for name in messages)
    errors = (
        '<error id="e_broken" errorCode="broken"/><escalation id="s_late" escalationCode="late"/>'
    )
    return (
        f'{_HEAD}{declared}{errors}<process id="{key}" name="{key}" isExecutable="true">'
        f"{properties}{''.join(parts)}</process></definitions>"
    ).encode()


def props(**values: str) -> str:
    inner = "".join(
        f'<camunda:property name="{name}" value="{escape(value)}"/>'
        for name, value in values.items()
    )
    return f"<camunda:properties>{inner}</camunda:properties>" if values else ""


def extended(inner: str) -> str:
    return f"<extensionElements>{inner}</extensionElements>" if inner else ""


def fields(*declared: str) -> str:
    """Form fields as `id:type` or `id:type!` for required ones."""
    inner = ""
    for each in declared:
        name, _, kind = each.partition(":")
        required = kind.endswith("!")
        rule = (
            '<camunda:validation><camunda:constraint name="required"/></camunda:validation>'
            if required
            else ""
        )
        inner += (
            f'<camunda:formField id="{name}" label="{name}" type="{kind.rstrip("!")}">{rule}'
            "</camunda:formField>"
        )
    return f"<camunda:formData>{inner}</camunda:formData>" if declared else ""


def start(*form: str, **properties: str) -> str:
    return f'<startEvent id="start">{extended(fields(*form) + props(**properties))}</startEvent>'


def end(node: str = "end", inner: str = "") -> str:
    return f'<endEvent id="{node}">{inner}</endEvent>'


def user(
    node: str,
    *form: str,
    groups: str = "",
    assignee: str = "",
    users: str = "",
    due: str = "",
    loop: str = "",
    **properties: str,
) -> str:
    attributes = "".join(
        f' camunda:{name}="{escape(value)}"'
        for name, value in (
            ("candidateGroups", groups),
            ("assignee", assignee),
            ("candidateUsers", users),
            ("dueDate", due),
        )
        if value
    )
    inner = extended(fields(*form) + props(**properties))
    return f'<userTask id="{node}" name="{node}"{attributes}>{inner}{loop}</userTask>'


def parameters(inputs: dict[str, str], outputs: dict[str, str]) -> str:
    inner = "".join(
        f'<camunda:inputParameter name="{name}">{escape(text)}</camunda:inputParameter>'
        for name, text in inputs.items()
    ) + "".join(
        f'<camunda:outputParameter name="{name}">{escape(text)}</camunda:outputParameter>'
        for name, text in outputs.items()
    )
    return f"<camunda:inputOutput>{inner}</camunda:inputOutput>" if inner else ""


def service(node: str, handler: str, outputs: dict[str, str] | None = None, **inputs: str) -> str:
    inner = extended(parameters(inputs, outputs or {}))
    return (
        f'<serviceTask id="{node}" name="{node}" camunda:type="external"'
        f' camunda:topic="{handler}">{inner}</serviceTask>'
    )


def rule(node: str, decision: str, result: str) -> str:
    return (
        f'<businessRuleTask id="{node}" name="{node}" camunda:decisionRef="{decision}"'
        f' camunda:mapDecisionResult="singleEntry" camunda:resultVariable="{result}"/>'
    )


def timer(expression: str, kind: str = "timeDuration") -> str:
    return f"<timerEventDefinition><{kind}>{escape(expression)}</{kind}></timerEventDefinition>"


def message(name: str) -> str:
    return f'<messageEventDefinition messageRef="m_{name}"/>'


def boundary(node: str, host: str, event: str, *, interrupting: bool = True) -> str:
    return (
        f'<boundaryEvent id="{node}" attachedToRef="{host}"'
        f' cancelActivity="{str(interrupting).lower()}">{event}</boundaryEvent>'
    )


def catch(node: str, event: str, **properties: str) -> str:
    inner = extended(props(**properties))
    return f'<intermediateCatchEvent id="{node}">{inner}{event}</intermediateCatchEvent>'


def gateway(node: str, kind: str = "exclusive", default: str = "") -> str:
    chosen = f' default="{default}"' if default else ""
    return f'<{kind}Gateway id="{node}"{chosen}/>'


def flow(source: str, target: str, condition: str = "", *, name: str = "") -> str:
    inner = f"<conditionExpression>{escape(condition)}</conditionExpression>" if condition else ""
    flow_id = name or f"{source}_{target}"
    return (
        f'<sequenceFlow id="{flow_id}" sourceRef="{source}" targetRef="{target}">{inner}'
        "</sequenceFlow>"
    )


def path(*nodes: str) -> str:
    return "".join(flow(a, b) for a, b in itertools.pairwise(nodes))


def items(collection: str, element: str, *, sequential: bool = False) -> str:
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}"'
        f' camunda:collection="{escape(collection)}" camunda:elementVariable="{element}"/>'
    )


def subprocess(node: str, *parts: str, loop: str = "") -> str:
    return f'<subProcess id="{node}" name="{node}">{"".join(parts)}{loop}</subProcess>'
