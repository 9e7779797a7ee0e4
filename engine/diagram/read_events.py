"""Read the event definition of an event: one of timer, message, error, escalation, terminate."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from engine.diagram.model import Event, EventKind, TimerKind
from engine.diagram.reading import Reading, quoted
from engine.diagram.xml import attribute, parts, reference, tag, text_of

NO_EVENT = Event(EventKind.NONE)


def read_event(element: etree._Element, reading: Reading) -> Event:
    """Return the event definition of an event, kind NONE where it has none."""
    found = [each for each in parts(element) if tag(each).endswith("EventDefinition")]
    for each in parts(element, "eventDefinitionRef"):
        referred = reading.event_definitions.get(text_of(each).rpartition(":")[2])
        if referred is None:
            _unknown(each, "eventDefinition", text_of(each), reading)
        else:
            found.append(referred)
    if not found:
        return NO_EVENT
    if len(found) > 1:
        reading.error(
            "several_event_definitions",
            element,
            zh="一个事件只能有一个事件定义。",
            en="An event can have one event definition only.",
        )
        return Event(EventKind.UNSUPPORTED, tag="multipleEventDefinition")
    return _defined(found[0], element, reading)


def _defined(definition: etree._Element, event: etree._Element, reading: Reading) -> Event:
    name = tag(definition)
    match name:
        case "timerEventDefinition":
            return _timer(definition, reading)
        case "messageEventDefinition":
            return read_message(definition, event, reading)
        case "errorEventDefinition":
            code = _code(definition, event, "errorRef", reading.errors, reading)
            return Event(EventKind.ERROR, code, tag=name)
        case "escalationEventDefinition":
            code = _code(definition, event, "escalationRef", reading.escalations, reading)
            return Event(EventKind.ESCALATION, code, tag=name)
        case "terminateEventDefinition":
            return Event(EventKind.TERMINATE, tag=name)
    return Event(EventKind.UNSUPPORTED, tag=name)


def _timer(definition: etree._Element, reading: Reading) -> Event:
    name = tag(definition)
    kinds = {kind.value: kind for kind in TimerKind}
    given = [each for each in parts(definition) if tag(each) in kinds]
    if len(given) != 1 or not text_of(given[0]):
        reading.error(
            "timer_without_time",
            definition,
            zh="定时器应填写时间：timeDate、timeDuration、timeCycle 三者之一。",
            en="A timer needs exactly one of timeDate, timeDuration and timeCycle.",
        )
    if not given:
        return Event(EventKind.TIMER, tag=name)
    kind, text = kinds[tag(given[0])], text_of(given[0])
    return Event(EventKind.TIMER, timer=kind, expression=text, tag=name)


def read_message(holder: etree._Element, element: etree._Element, reading: Reading) -> Event:
    """Return the message event of an element with a `messageRef`; "" where it names none."""
    ref = reference(holder, "messageRef")
    name = reading.messages.get(ref, "")
    if not ref:
        reading.error(
            "message_missing",
            element,
            zh="没有指定消息（messageRef）。",
            en="No message is given (messageRef).",
        )
    elif ref not in reading.messages:
        _unknown(element, "message", ref, reading)
    elif not name:
        reading.error(
            "message_without_name",
            element,
            zh=f"消息“{quoted(ref)}”没有名称，不能按名称收发。",
            en=f"The message '{quoted(ref)}' has no name, by which messages are matched.",
        )
    return Event(EventKind.MESSAGE, name, tag=tag(holder))


def _code(
    definition: etree._Element,
    event: etree._Element,
    name: str,
    codes: Mapping[str, str],
    reading: Reading,
) -> str:
    """Return the error or escalation code; what throws needs one, what catches may catch all."""
    ref = reference(definition, name)
    if ref and ref not in codes:
        _unknown(event, name.removesuffix("Ref"), ref, reading)
        return ""
    code = codes.get(ref, "")
    if not code and tag(event) in {"endEvent", "intermediateThrowEvent"}:
        what = "错误" if name == "errorRef" else "升级"
        reading.error(
            "code_missing",
            event,
            zh=f"抛出{what}事件应引用一个带代码的定义（{name}）。",
            en=f"A throwing event needs a definition with a code ({name}).",
        )
    elif ref and not code:
        reading.warn(
            "code_missing",
            event,
            zh=f"“{quoted(ref)}”没有代码，该事件将捕获所有代码。",
            en=f"'{quoted(ref)}' has no code, so the event catches every code.",
        )
    return code


def _unknown(element: etree._Element, what: str, ref: str, reading: Reading) -> None:
    reading.error(
        f"unknown_{what.lower()}_reference",
        element,
        zh=f"引用的{what}“{quoted(ref)}”在文件中没有定义。",
        en=f"The {what} '{quoted(ref)}' referred to is not in the file.",
    )


def is_interrupting(element: etree._Element) -> bool:
    """Return whether a boundary event cancels its activity; BPMN's default is yes."""
    return attribute(element, "cancelActivity").lower() not in {"false", "0"}
