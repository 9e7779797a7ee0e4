"""Read what the Camunda extensions say of an activity: parameters, calls, loops, properties."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lxml import etree

from engine.diagram.model import NOTHING, Call, Loop
from engine.diagram.reading import Reading, quoted
from engine.diagram.xml import (
    CAMUNDA,
    attribute,
    camunda,
    extensions,
    part,
    parts,
    reference,
    text_of,
)
from engine.feel import strip_wrapper

Pairs = tuple[tuple[str, str], ...]


def read_properties(element: etree._Element, reading: Reading) -> Mapping[str, str]:
    """Return the `camunda:property` values of an element by name."""
    found: dict[str, str] = {}
    for holder in extensions(element, "properties"):
        for each in parts(holder, "property", within=CAMUNDA):
            name = attribute(each, "name") or attribute(each, "id")
            if not name or name in found:
                reading.error(
                    "bad_property",
                    each,
                    zh=f"扩展属性应有名称且不重复，现为“{quoted(name)}”。",
                    en=f"A property needs a name of its own, found '{quoted(name)}'.",
                )
            found.setdefault(name, attribute(each, "value"))
    return MappingProxyType(found) if found else NOTHING


def read_parameters(element: etree._Element, name: str, reading: Reading) -> Pairs:
    """Return the input or output parameters, (name, expression) in the order of the document."""
    found: dict[str, str] = {}
    for holder in extensions(element, "inputOutput"):
        for each in parts(holder, name, within=CAMUNDA):
            target = attribute(each, "name")
            if not target or target in found:
                reading.error(
                    "bad_parameter",
                    each,
                    zh=f"参数应有名称且不重复，现为“{quoted(target)}”。",
                    en=f"A parameter needs a name of its own, found '{quoted(target)}'.",
                )
            if len(each):
                reading.error(
                    "bad_parameter",
                    each,
                    zh=f"参数“{quoted(target)}”只能是文字或FEEL表达式；列表请写成 =[…]，"
                    "对象请写成 ={…}。",
                    en=f"Parameter '{quoted(target)}' should be text or FEEL; write a list as "
                    "=[…], a context as ={…}.",
                )
            found.setdefault(target, str(each.text or "").strip())
    return tuple(found.items())


def read_handler(element: etree._Element, reading: Reading) -> str:
    """Return the name of the handler: the topic, else the name in `delegateExpression`."""
    if topic := camunda(element, "topic"):
        return topic
    delegate = camunda(element, "delegateExpression")
    name = strip_wrapper(delegate)
    if delegate and not name.replace(".", "_").replace("-", "_").isidentifier():
        reading.error(
            "bad_handler",
            element,
            zh=f"delegateExpression 应为处理程序的名称，如 ${{notify}}，现为“{quoted(delegate)}”。",
            en=f"delegateExpression should name a handler, such as ${{notify}}, found "
            f"'{quoted(delegate)}'.",
        )
    return name


def read_call(element: etree._Element, reading: Reading) -> Call:
    """Return what a call activity calls; without any mapping every variable goes in and out."""
    ins, outs = extensions(element, "in"), extensions(element, "out")
    # businessKey is Camunda's; a called process shares our case, so there is nothing to hand on.
    ins = [each for each in ins if not attribute(each, "businessKey")]
    is_bare = not ins and not outs
    return Call(
        process=reference(element, "calledElement"),
        inputs=_mappings(ins, reading),
        outputs=_mappings(outs, reading),
        all_in=is_bare or any(attribute(each, "variables") == "all" for each in ins),
        all_out=is_bare or any(attribute(each, "variables") == "all" for each in outs),
    )


def _mappings(elements: list[etree._Element], reading: Reading) -> Pairs:
    found = []
    for each in elements:
        if attribute(each, "variables") == "all":
            continue
        source = attribute(each, "sourceExpression") or attribute(each, "source")
        target = attribute(each, "target")
        if not source or not target:
            reading.error(
                "bad_mapping",
                each,
                zh="变量传递应同时写明来源（source 或 sourceExpression）和目标（target）。",
                en="A mapping needs a source or sourceExpression, and a target.",
            )
            continue
        found.append((source, target))
    return tuple(found)


def read_loop(element: etree._Element, properties: Mapping[str, str]) -> Loop | None:
    """Return the multi-instance characteristics of an activity, None where it has none."""
    loop = part(element, "multiInstanceLoopCharacteristics")
    if loop is None:
        return None
    item = part(loop, "inputDataItem")
    collection = camunda(loop, "collection") or text_of(part(loop, "loopDataInputRef"))
    variable = camunda(loop, "elementVariable")
    return Loop(
        is_sequential=attribute(loop, "isSequential").lower() in {"true", "1"},
        collection=collection,
        element=variable or ("" if item is None else attribute(item, "name")),
        cardinality=text_of(part(loop, "loopCardinality")),
        completion=text_of(part(loop, "completionCondition")),
        output_collection=properties.get("output_collection", ""),
        output_element=properties.get("output_element", ""),
    )
