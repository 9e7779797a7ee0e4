"""Read XML from strangers: no DTD, no entities, no network, bounded size and depth."""

from __future__ import annotations

from lxml import etree

from engine.decisions.errors import DecisionSyntaxError

MAX_BYTES = 2_000_000
"""A decision file larger than this is refused; real ones have some hundred kilobytes at most."""
MAX_DEPTH = 60
"""Elements inside one another; a table needs five, boxed expressions rarely twenty."""
_NAMESPACES = ("https://www.omg.org/spec/DMN/", "http://www.omg.org/spec/DMN/")


def parse_definitions(data: bytes) -> etree._Element:
    """Return the root element of a DMN file of any version from 1.1 on."""
    if len(data) > MAX_BYTES:
        raise DecisionSyntaxError(
            f"文件超过{MAX_BYTES}字节。", f"The file has more than {MAX_BYTES} bytes."
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as cause:
        raise DecisionSyntaxError(
            f"不是合格的XML：{cause.msg}",
            f"Not well-formed XML: {cause.msg}",
            line=cause.lineno or 0,
        ) from None
    except (ValueError, LookupError) as cause:
        raise DecisionSyntaxError(f"不能读取XML：{cause}", f"Unreadable XML: {cause}") from None
    _check(root)
    return root


def source_text(data: bytes) -> str:
    """Return a file that was read before as text, whatever its encoding."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    tree = etree.fromstring(data, parser).getroottree()
    return etree.tostring(tree, encoding="unicode")


def _check(root: etree._Element) -> None:
    dtd: object = root.getroottree().docinfo.internalDTD
    if dtd is not None:
        raise DecisionSyntaxError("文件中不允许有DTD。", "A DTD is not allowed.")
    name = etree.QName(root)
    if name.localname != "definitions" or not (name.namespace or "").startswith(_NAMESPACES):
        raise DecisionSyntaxError(
            f"根元素应为DMN的definitions，却是{name.localname}。",
            f"The root should be DMN's definitions, but is {name.localname}.",
            line=line_of(root),
        )

    _check_depth(root)


def _check_depth(root: etree._Element) -> None:
    """Refuse deep nesting: reading and evaluating go as deep as the elements do."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise DecisionSyntaxError(
                f"元素嵌套超过{MAX_DEPTH}层。",
                f"Elements are nested more than {MAX_DEPTH} deep.",
                line=line_of(element),
            )


def line_of(element: etree._Element) -> int:
    """Return the line of an element, 0 if it is not known."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def kind(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return etree.QName(element).localname


def parts(element: etree._Element, name: str | None = None) -> list[etree._Element]:
    """Return the child elements of the same namespace, of one name or of any."""
    space = etree.QName(element).namespace
    return [
        child
        for child in element.iterchildren("*")  # no comments, no entities
        if etree.QName(child).namespace == space and (name is None or kind(child) == name)
    ]


def part(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first child of this name."""
    return next(iter(parts(element, name)), None)


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute, empty if it is missing."""
    return str(element.get(name) or "").strip()
