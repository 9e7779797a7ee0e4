"""Look over the whole file for ids used twice, code, and extensions that we do not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from engine.diagram.reading import Reading, quoted
from engine.diagram.xml import (
    BPMN,
    CAMUNDA,
    attribute,
    camunda,
    line_of,
    part,
    space,
    tag,
    text_of,
)

_MAX_ID = 200
_ID = re.compile(r"[^\W\d][\w.\-]*")
_FEEL = re.compile(r"feel", re.IGNORECASE)
_OTHERS: Mapping[str, str] = {
    "http://camunda.org/schema/zeebe/1.0": "Camunda 8 (zeebe)",
    "http://activiti.org/bpmn": "Activiti",
    "http://flowable.org/bpmn": "Flowable",
    "http://spiffworkflow.org/bpmn/schema/1.0/core": "SpiffWorkflow",
    "https://www.spiffworkflow.org/bpmn/schema/1.0/core": "SpiffWorkflow",
}
"""Extensions of other engines, by namespace."""
_CODE_ELEMENTS = frozenset({"script", "executionListener", "taskListener", "connector"})
_FOREIGN_CODE = _CODE_ELEMENTS | {"preScript", "postScript", "unitTests", "expression"}
_CODE_ATTRIBUTES = frozenset(
    {"class", "expression", "variableMappingClass", "variableMappingDelegateExpression", "resource"}
)
_FOREIGN_CODE_ATTRIBUTES = frozenset({"class", "expression", "delegateExpression"})
_READ_ELEMENTS = frozenset(
    {
        "constraint", "formData", "formField", "in", "inputOutput", "inputParameter", "out",
        "outputParameter", "properties", "property", "validation", "value",
        "list", "map", "entry",  # reported where the parameter is read
    }
)  # fmt: skip
_READ_ATTRIBUTES = frozenset(
    {
        "assignee", "calledElementBinding", "candidateGroups", "candidateStarterGroups",
        "candidateStarterUsers", "candidateUsers", "collection", "decisionRef",
        "delegateExpression", "dueDate", "elementVariable", "mapDecisionResult",
        "resultVariable", "topic", "type",
    }
)  # fmt: skip
# They steer Camunda's own job executor, history and cockpit, and change no outcome here.
_HARMLESS = frozenset(
    {
        "asyncAfter", "asyncBefore", "exclusive", "failedJobRetryTimeCycle", "historyTimeToLive",
        "isStartableInTasklist", "jobPriority", "taskPriority", "versionTag", "diagramRelationId",
    }
)  # fmt: skip


def check_ids(reading: Reading) -> None:
    """Report ids used twice or unfit as names, and note the line of each element."""
    for element in reading.root.iter(f"{{{BPMN}}}*"):
        element_id = attribute(element, "id")
        if not element_id:
            continue
        if element_id in reading.lines:
            reading.error(
                "duplicate_id",
                element,
                zh=f"标识“{quoted(element_id)}”出现了不止一次（另见第"
                f"{reading.lines[element_id]}行）。",
                en=f"The id '{quoted(element_id)}' is used more than once (see line "
                f"{reading.lines[element_id]}).",
            )
        elif len(element_id) > _MAX_ID or not _ID.fullmatch(element_id):
            reading.error(
                "bad_id",
                element,
                zh=f"标识“{quoted(element_id)}”应由字母、汉字、数字和 _ - . 组成，不以数字开头，"
                f"最多{_MAX_ID}个字符。",
                en=f"The id '{quoted(element_id)}' should consist of at most {_MAX_ID} letters, "
                "digits and _ - . and not begin with a digit.",
            )
        reading.lines.setdefault(element_id, line_of(element))


def check_extensions(reading: Reading) -> None:
    """Report code in any language but FEEL, and extensions that are not read."""
    said: set[tuple[str, str]] = set()
    for element in reading.root.iter("*"):
        where = space(element)
        if where == CAMUNDA:
            _check_element(element, reading, said)
        elif where in _OTHERS:
            _check_foreign(element, where, reading, said)
        elif where == BPMN:
            _check_language(element, reading)
            _check_attributes(element, reading, said)


def _check_element(element: etree._Element, reading: Reading, said: set[tuple[str, str]]) -> None:
    name = tag(element)
    if name in _CODE_ELEMENTS:
        _code(f"camunda:{name}", element, reading)
    elif name not in _READ_ELEMENTS | _HARMLESS:
        _not_read(f"camunda:{name}", element, reading, said)


def _check_attributes(
    element: etree._Element, reading: Reading, said: set[tuple[str, str]]
) -> None:
    for where, name in _extension_attributes(element):
        if where in _OTHERS:
            if name in _FOREIGN_CODE_ATTRIBUTES:
                _code(f"{_OTHERS[where]} {name}", element, reading)
            else:
                _foreign(where, element, reading, said)
        elif where == CAMUNDA and name in _CODE_ATTRIBUTES:
            _code(f"camunda:{name}", element, reading)
        elif where == CAMUNDA and name == "type" and camunda(element, name) != "external":
            _code(f'camunda:type="{quoted(camunda(element, name))}"', element, reading)
        elif where == CAMUNDA and name not in _READ_ATTRIBUTES | _HARMLESS:
            _not_read(f"camunda:{name}", element, reading, said)


def _extension_attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    for key in element.attrib:
        name = etree.QName(str(key))
        if name.namespace:
            yield name.namespace, name.localname


def _check_foreign(
    element: etree._Element, where: str, reading: Reading, said: set[tuple[str, str]]
) -> None:
    name = tag(element)
    executes = name in _FOREIGN_CODE and (text_of(element) or len(element.attrib))
    if executes and "zeebe" not in where:
        _code(f"{_OTHERS[where]} {name}", element, reading)
    else:
        _foreign(where, element, reading, said)


def _check_language(element: etree._Element, reading: Reading) -> None:
    language = attribute(element, "language")
    if language and not _FEEL.search(language) and tag(element).endswith("xpression"):
        reading.error(
            "script",
            element,
            zh=f"表达式的语言应为FEEL，现为“{quoted(language)}”。",
            en=f"Expressions are written in FEEL, not in '{quoted(language)}'.",
        )
    if tag(element) in {"scriptTask", "globalScriptTask"} or part(element, "script") is None:
        return
    _code("script", element, reading)


def _code(what: str, element: etree._Element, reading: Reading) -> None:
    reading.error(
        "script",
        element,
        zh=f"流程图不能执行代码（{what}）；请用服务任务指明已登记的处理程序（camunda:topic）。",
        en=f"A diagram cannot run code ({what}); name a registered handler in a service task "
        "(camunda:topic).",
    )


def _not_read(
    what: str, element: etree._Element, reading: Reading, said: set[tuple[str, str]]
) -> None:
    if (CAMUNDA, what) in said:
        return
    said.add((CAMUNDA, what))
    reading.warn(
        "not_read",
        element,
        zh=f"扩展{what}不起作用；如有需要，请改用文档列出的扩展。",
        en=f"The extension {what} has no effect here; docs list the extensions that have.",
    )


def _foreign(
    where: str, element: etree._Element, reading: Reading, said: set[tuple[str, str]]
) -> None:
    if (where, "") in said:
        return
    said.add((where, ""))
    reading.warn(
        "foreign_extension",
        element,
        zh=f"{_OTHERS[where]}的扩展不起作用；请在Camunda 7的扩展中写明。",
        en=f"Extensions of {_OTHERS[where]} have no effect; use those of Camunda 7.",
    )
