"""Read XML from strangers: no DTD, no entities, no network; bounded size, depth and number."""

from __future__ import annotations

import re

from lxml import etree

from engine.diagram.encoding import decode
from engine.diagram.findings import DiagramError, refused
from engine.model.counts import counted

MAX_BYTES = 2_000_000
"""Size of a diagram; real ones have some hundred kilobytes at most."""
MAX_DEPTH = 60
"""Nesting of elements."""
MAX_ELEMENTS = 20_000
"""Number of elements, the drawing included."""
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMN_DI = "http://www.omg.org/spec/BPMN/20100524/DI"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
_TAGS_PER_ELEMENT = 4  # start, end, and as many comments and sections again
# Only before the root element can there be a DTD; the groups are atomic, so this is linear.
_DTD = re.compile(r"(?>\s+|<\?(?s:.*?)\?>|<!--(?s:.*?)-->)*+<!DOCTYPE")


def parse_xml(data: bytes, *, max_bytes: int = MAX_BYTES) -> etree._Element:
    """Return the root element, which is BPMN's `definitions`; raise DiagramError."""
    if len(data) > max_bytes:
        raise refused(
            "too_large",
            f"文件有{len(data)}字节，超过{max_bytes}字节的上限。",
            f"The file has {counted(len(data), 'byte')}; at most {max_bytes} are read.",
        )
    if data.count(b"<") > MAX_ELEMENTS * _TAGS_PER_ELEMENT:
        raise _too_many()
    text = decode(data)
    _check_text(text)
    root = _parse(text)
    _check_shape(root)
    name = etree.QName(root)
    if name.namespace != BPMN or name.localname != "definitions":
        found = f"{{{name.namespace or ''}}}{name.localname}"[:150]
        raise refused(
            "not_bpmn",
            f"这不是BPMN 2.0文件：根元素应为{{{BPMN}}}definitions，却是{found}。",
            f"Not BPMN 2.0: the root should be {{{BPMN}}}definitions, but is {found}.",
            line=line_of(root),
        )
    return root


def _too_many() -> DiagramError:
    return refused(
        "too_many_elements",
        f"文件的元素超过{MAX_ELEMENTS}个。",
        f"The file has more than {MAX_ELEMENTS} elements.",
    )


def _check_text(text: str) -> None:
    if "\x00" in text:
        at = text.index("\x00")
        raise refused(
            "not_xml",
            "文件含有空字符（NUL），不是XML。",
            "The file holds a NUL character; it is not XML.",
            line=text.count("\n", 0, at) + 1,
        )
    if _DTD.match(text):
        raise _dtd()


def _dtd() -> DiagramError:
    return refused(
        "dtd",
        "不允许DTD和实体（<!DOCTYPE>）。",
        "A DTD and entities (<!DOCTYPE>) are not allowed.",
    )


def _parse(text: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode(errors="replace"), parser)
    except etree.XMLSyntaxError as fault:
        if "depth" in (fault.msg or "").lower():
            raise _too_deep() from None
        raise refused(
            "not_xml",
            f"不是合格的XML，文件可能不完整：{fault.msg}",
            f"Not well-formed XML, the file may be truncated: {fault.msg}",
            line=fault.lineno or 0,
        ) from None
    except (ValueError, LookupError) as fault:
        raise refused("not_xml", f"不能读取XML：{fault}", f"Unreadable XML: {fault}") from None
    dtd: object = root.getroottree().docinfo.internalDTD
    if dtd is not None:
        raise _dtd()
    return root


def _too_deep() -> DiagramError:
    return refused(
        "too_deep",
        f"元素嵌套超过{MAX_DEPTH}层。",
        f"Elements are nested more than {MAX_DEPTH} deep.",
    )


def _check_shape(root: etree._Element) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += 1
        if depth > MAX_DEPTH:
            raise _too_deep()
    if count > 2 * MAX_ELEMENTS:
        raise _too_many()


# ------------------------------------------------------------------------------ reading elements


def line_of(element: etree._Element) -> int:
    """Return the line of an element, 0 if it is not known."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def space(element: etree._Element) -> str:
    """Return the namespace of an element."""
    return etree.QName(element).namespace or ""


def tag(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return etree.QName(element).localname


def parts(
    element: etree._Element, name: str | None = None, *, within: str = BPMN
) -> list[etree._Element]:
    """Return the children of a namespace, of one name or of any."""
    return [
        child
        for child in element.iterchildren("*")
        if space(child) == within and (name is None or tag(child) == name)
    ]


def part(element: etree._Element, name: str, *, within: str = BPMN) -> etree._Element | None:
    """Return the first child of this name."""
    return next(iter(parts(element, name, within=within)), None)


def text_of(element: etree._Element | None) -> str:
    """Return the text inside an element, "" if there is no element."""
    return "" if element is None else "".join(str(each) for each in element.itertext()).strip()


def attribute(element: etree._Element, name: str) -> str:
    """Return a BPMN attribute, "" if it is missing."""
    return str(element.get(name) or "").strip()


def camunda(element: etree._Element, name: str) -> str:
    """Return a Camunda attribute, "" if it is missing."""
    return str(element.get(f"{{{CAMUNDA}}}{name}") or "").strip()


def reference(element: etree._Element, name: str) -> str:
    """Return the id that an attribute of type QName refers to, without its prefix."""
    return attribute(element, name).rpartition(":")[2]


def extensions(element: etree._Element, name: str) -> list[etree._Element]:
    """Return the Camunda elements of this name among the extensions of an element."""
    return [
        found
        for holder in parts(element, "extensionElements")
        for found in parts(holder, name, within=CAMUNDA)
    ]
