"""Which elements of BPMN are read past, and which are refused because we do not execute them."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from engine.diagram.model import NodeKind
from engine.diagram.reading import Reading
from engine.diagram.xml import attribute, part, tag

PASSED = frozenset(
    {
        "association", "auditing", "correlationSubscription", "dataObject", "dataObjectReference",
        "dataStoreReference", "documentation", "extensionElements", "group", "humanPerformer",
        "incoming", "ioSpecification", "laneSet", "monitoring", "multiInstanceLoopCharacteristics",
        "outgoing", "performer", "potentialOwner", "property", "resourceRole",
        "standardLoopCharacteristics", "supports", "textAnnotation", "dataInputAssociation",
        "dataOutputAssociation", "supportedInterfaceRef", "ioBinding",
    }
)  # fmt: skip
"""Children of a process or subprocess without a meaning for execution."""
_ROOT_PASSED = frozenset(
    {
        "category", "collaboration", "correlationProperty", "dataStore", "documentation",
        "endPoint", "error", "escalation", "extension", "extensionElements", "import", "interface",
        "itemDefinition", "message", "partnerEntity", "partnerRole", "relationship", "resource",
        "signal",
    }
)  # fmt: skip
_NODES = frozenset(kind.value for kind in NodeKind)
_NAMES: Mapping[str, tuple[str, str]] = {
    "scriptTask": ("脚本任务", "use a service task that names a registered handler"),
    "globalScriptTask": ("全局脚本任务", "use a service task that names a registered handler"),
    "complexGateway": ("复杂网关", "use an exclusive, parallel or inclusive gateway"),
    "transaction": ("事务子流程", "use a subprocess"),
    "adHocSubProcess": ("特设子流程", "use a subprocess"),
    "eventSubProcess": ("事件子流程", "use a boundary event"),
    "standardLoopCharacteristics": ("标准循环", "use a gateway, or multi-instance"),
    "isForCompensation": ("补偿活动", "draw the reversal as ordinary flow"),
    "instantiate": ("由消息启动流程的任务或网关", "use a start event without a definition"),
    "eventGatewayType": ("并行事件网关", "use parallel branches with catch events"),
}
_ADVICE_ZH: Mapping[str, str] = {
    "scriptTask": "请改用服务任务并指明已登记的处理程序",
    "globalScriptTask": "请改用服务任务并指明已登记的处理程序",
    "complexGateway": "请改用排他、并行或包容网关",
    "transaction": "请改用普通子流程",
    "adHocSubProcess": "请改用普通子流程",
    "eventSubProcess": "请改用边界事件",
    "standardLoopCharacteristics": "请改用网关或多实例",
    "isForCompensation": "请把撤销画成普通流程",
    "instantiate": "请改用空开始事件",
    "eventGatewayType": "请改用并行分支加捕获事件",
}


def unsupported(element: etree._Element) -> str:
    """Return what makes an element of a scope impossible to execute, "" if nothing does."""
    name = tag(element)
    if name not in _NODES:
        return name
    if name == "subProcess" and _is_true(element, "triggeredByEvent"):
        return "eventSubProcess"
    if part(element, "standardLoopCharacteristics") is not None:
        return "standardLoopCharacteristics"
    if attribute(element, "eventGatewayType") == "Parallel":
        return "eventGatewayType"
    return next((each for each in _FLAGS if _is_true(element, each)), "")


_FLAGS = ("isForCompensation", "instantiate")


def _is_true(element: etree._Element, name: str) -> bool:
    return attribute(element, name).lower() in {"true", "1"}


def report_unsupported(element: etree._Element, reading: Reading) -> None:
    """Report an element of the file or of a scope that is not executed."""
    parent = element.getparent()
    at_root = parent is not None and tag(parent) == "definitions"
    name = tag(element) if at_root else unsupported(element)
    if at_root and (name in _ROOT_PASSED or name.endswith("EventDefinition")):
        return
    zh, en = _NAMES.get(name, (f"元素{name}", "leave it out"))
    code = "script" if name in {"scriptTask", "globalScriptTask"} else "unsupported_element"
    reading.error(
        code,
        element,
        zh=f"不执行{zh}（{name}），{_ADVICE_ZH.get(name, '请删去')}。",
        en=f"A {name} is not executed; {en}.",
    )
