"""DMN XML of versions 1.1 to 1.5 to the model, with an id and a line for every part."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from lxml import etree

from engine.decisions import model
from engine.decisions.boxed import local_type, read_function_body, read_logic, read_text
from engine.decisions.errors import DecisionSyntaxError
from engine.decisions.xml import attribute, kind, line_of, parse_definitions, part, parts

_LOGIC = frozenset(
    {
        "decisionTable",
        "literalExpression",
        "invocation",
        "context",
        "list",
        "relation",
        "functionDefinition",
        "conditional",
        "for",
        "every",
        "some",
        "filter",
    }
)
KEPT = 32
"""Files of which a process keeps what it read."""
Identified = TypeVar("Identified", model.Decision, model.InputData, model.Knowledge, model.Service)


# A file is read several times on its way from the one who proposes it to the one who publishes it.
@lru_cache(maxsize=KEPT)
def read_definitions(data: bytes) -> model.Definitions:
    """Return the model of a file; raise DecisionSyntaxError for one that we cannot execute."""
    root = parse_definitions(data)
    if (imported := part(root, "import")) is not None:
        raise DecisionSyntaxError(
            "不支持引用其他文件的决策模型（import）。",
            "Imports of other models are not supported.",
            element_id=attribute(imported, "id") or attribute(imported, "name"),
            line=line_of(imported),
        )
    definitions = model.Definitions(
        name=attribute(root, "name"),
        decisions=_by_id(root, "decision", _decision),
        inputs=_by_id(root, "inputData", _input_data),
        knowledge=_by_id(root, "businessKnowledgeModel", _knowledge),
        services=_by_id(root, "decisionService", _service),
        types={item.name: item for item in map(_item, parts(root, "itemDefinition"))},
    )
    _check_references(definitions)
    return definitions


def _by_id(
    root: etree._Element, name: str, read: Callable[[etree._Element], Identified]
) -> dict[str, Identified]:
    found: dict[str, Identified] = {}
    for element in parts(root, name):
        value = read(element)
        if not value.id or value.id in found:
            raise DecisionSyntaxError(
                f"元素{name}缺少id，或id“{value.id}”重复。",
                f"A {name} has no id, or its id '{value.id}' occurs twice.",
                element_id=value.id,
                line=line_of(element),
            )
        found[value.id] = value
    return found


def _variable(element: etree._Element) -> tuple[str, str]:
    """Return the name that expressions use, and its type."""
    variable = part(element, "variable")
    name, ref = attribute(element, "name"), ""
    if variable is not None:
        name = attribute(variable, "name") or name
        ref = local_type(attribute(variable, "typeRef"))
    return " ".join((name or attribute(element, "id")).split()), ref


def _references(element: etree._Element, outer: str, inner: str) -> tuple[str, ...]:
    found: list[str] = []
    for requirement in parts(element, outer):
        target = part(requirement, inner)
        if target is not None:
            found.append(_local(attribute(target, "href")))
    return tuple(found)


def _local(href: str) -> str:
    return href.rsplit("#", 1)[-1]


def _decision(element: etree._Element) -> model.Decision:
    name, ref = _variable(element)
    logic = next((child for child in parts(element) if kind(child) in _LOGIC), None)
    return model.Decision(
        id=attribute(element, "id"),
        name=name,
        logic=None if logic is None else read_logic(logic),
        type_ref=ref,
        decisions=_references(element, "informationRequirement", "requiredDecision"),
        inputs=_references(element, "informationRequirement", "requiredInput"),
        knowledge=_references(element, "knowledgeRequirement", "requiredKnowledge"),
        line=line_of(element),
    )


def _input_data(element: etree._Element) -> model.InputData:
    name, ref = _variable(element)
    return model.InputData(id=attribute(element, "id"), name=name, type_ref=ref)


def _knowledge(element: etree._Element) -> model.Knowledge:
    name, _ = _variable(element)
    body = part(element, "encapsulatedLogic")
    return model.Knowledge(
        id=attribute(element, "id"),
        name=name,
        function=None if body is None else read_function_body(body),
        knowledge=_references(element, "knowledgeRequirement", "requiredKnowledge"),
        line=line_of(element),
    )


def _service(element: etree._Element) -> model.Service:
    def targets(name: str) -> tuple[str, ...]:
        return tuple(_local(attribute(target, "href")) for target in parts(element, name))

    return model.Service(
        id=attribute(element, "id"),
        name=_variable(element)[0],
        outputs=targets("outputDecision"),
        input_decisions=targets("inputDecision"),
        input_data=targets("inputData"),
    )


def _item(element: etree._Element) -> model.ItemDefinition:
    ref = part(element, "typeRef")
    allowed = part(element, "allowedValues")
    return model.ItemDefinition(
        name=" ".join(attribute(element, "name").split()),
        id=attribute(element, "id"),
        type_ref=local_type((ref.text or "") if ref is not None else attribute(element, "typeRef")),
        is_collection=attribute(element, "isCollection") == "true",
        components=tuple(_item(child) for child in parts(element, "itemComponent")),
        allowed=None if allowed is None else read_text(allowed),
        is_function=part(element, "functionItem") is not None,
    )


# ------------------------------------------------------------------------------------ references


def _check_references(definitions: model.Definitions) -> None:
    for decision in definitions.decisions.values():
        _exist(decision.decisions, definitions.decisions, decision)
        _exist(decision.inputs, definitions.inputs, decision)
        _exist(decision.knowledge, {**definitions.knowledge, **definitions.services}, decision)
    for knowledge in definitions.knowledge.values():
        _exist(knowledge.knowledge, {**definitions.knowledge, **definitions.services}, knowledge)
    for service in definitions.services.values():
        _exist(service.outputs + service.input_decisions, definitions.decisions, service)
        _exist(service.input_data, definitions.inputs, service)
    _refuse_cycles(definitions)


def _exist(
    wanted: Iterable[str],
    there: Iterable[str],
    owner: model.Decision | model.Knowledge | model.Service,
) -> None:
    for target in sorted(set(wanted) - set(there)):
        raise DecisionSyntaxError(
            f"“{owner.name}”引用的“{target}”不存在。",
            f"'{owner.name}' requires '{target}', which does not exist.",
            element_id=owner.id,
        )


def _refuse_cycles(definitions: model.Definitions) -> None:
    done: set[str] = set()
    for start in definitions.decisions:
        path: list[tuple[str, list[str]]] = [(start, list(definitions.decisions[start].decisions))]
        while path:
            current, waiting = path[-1]
            if not waiting:
                done.add(current)
                path.pop()
                continue
            target = waiting.pop()
            if target in {seen for seen, _ in path}:
                raise DecisionSyntaxError(
                    f"决策“{target}”直接或间接地依赖自身。",
                    f"The decision '{target}' requires itself.",
                    element_id=target,
                )
            if target not in done:
                path.append((target, list(definitions.decisions[target].decisions)))
