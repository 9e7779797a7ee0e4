"""The few pieces of WordprocessingML that python-docx has no call for."""

from __future__ import annotations

import math

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from documents.layout import measures as m

TWIPS_PER_PT = 20
LINE_FRAME = 0.5
"""Height of the frame that holds a line, in millimetres."""
RED = m.RED.removeprefix("#").upper()
# The order in which the schema wants the children of a paragraph's properties.
_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "pBdr"),
    *("tabs", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE"),
    *("autoSpaceDN", "snapToGrid", "spacing", "ind", "jc", "textAlignment", "outlineLvl", "rPr"),
    "sectPr",
)


def twips(mm: float) -> str:
    """Return millimetres in twentieths of a point, rounded down: 22 rows must fit a page."""
    return str(math.floor(m.points(mm) * TWIPS_PER_PT + 1e-6))


def twips_of_points(pt: float) -> str:
    """Return points in twentieths of a point."""
    return str(round(pt * TWIPS_PER_PT))


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """Make an element `w:tag` with attributes `w:…`."""
    made: BaseOxmlElement = OxmlElement(f"w:{tag}")  # type: ignore[assignment]  # of our own tags
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def put(properties: BaseOxmlElement, child: BaseOxmlElement) -> None:
    """Put a child into the properties of a paragraph, where the schema wants it."""
    for old in properties.findall(child.tag):
        properties.remove(old)
    places = {qn(f"w:{tag}"): i for i, tag in enumerate(_ORDER)}
    own = places[child.tag]
    for i, other in enumerate(properties):
        if places.get(other.tag, len(places)) > own:
            properties.insert(i, child)
            return
    properties.append(child)


def exact(paragraph: Paragraph, mm: float) -> Paragraph:
    """Give each line of a paragraph an exact height."""
    put(
        paragraph._p.get_or_add_pPr(),  # noqa: SLF001 - python-docx's documented way to the XML
        element("spacing", before="0", after="0", line=twips(mm), lineRule="exact"),
    )
    return paragraph


def indent(paragraph: Paragraph, **edges: str) -> Paragraph:
    """Set the indents of a paragraph, in twips."""
    put(paragraph._p.get_or_add_pPr(), element("ind", **edges))  # noqa: SLF001 - see exact
    return paragraph


def characters(count: float, size: float = m.COLUMN) -> str:
    """Return a number of characters of the body in twips."""
    return twips(count * size)


def tabs(paragraph: Paragraph, *stops: tuple[str, str, float]) -> Paragraph:
    """Set tab stops: alignment, leader, and millimetres from the left of the text area."""
    made = element("tabs")
    for alignment, leader, at in stops:
        made.append(element("tab", val=alignment, leader=leader, pos=twips(at)))
    put(paragraph._p.get_or_add_pPr(), made)  # noqa: SLF001 - see exact
    return paragraph


def line(
    paragraph: Paragraph, *, x: float, y: float, width: float, thickness: float, color: str
) -> Paragraph:
    """Draw a line whose upper edge is at a place of the page; all in millimetres."""
    frame(paragraph, x=x, y=y, width=width, height=LINE_FRAME)
    exact(paragraph, LINE_FRAME)
    return border(paragraph, "top", round(m.points(thickness) * 8), color)


def border(paragraph: Paragraph, side: str, eighths: int, color: str) -> Paragraph:
    """Draw a line along a side of a paragraph; its thickness is in eighths of a point."""
    made = element("pBdr")
    made.append(element(side, val="single", sz=str(max(2, eighths)), space="0", color=color))
    put(paragraph._p.get_or_add_pPr(), made)  # noqa: SLF001 - see exact
    return paragraph


def frame(paragraph: Paragraph, *, x: float, y: float, width: float, height: float) -> Paragraph:
    """Take a paragraph out of the text and put it at a place of the page, in millimetres."""
    place = {"x": twips(x), "y": twips(y), "w": twips(width), "h": twips(height)}
    made = element("framePr", hRule="exact", wrap="around", hAnchor="page", vAnchor="page", **place)
    put(paragraph._p.get_or_add_pPr(), made)  # noqa: SLF001 - see exact
    return paragraph


def keep_next(paragraph: Paragraph) -> Paragraph:
    """Keep a paragraph whole and on the page of the next one."""
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.keep_together = True
    return paragraph


def blank_rows(document: Document, count: int) -> Paragraph:
    """Leave so many rows of the grid free, no hair more: 22 of them fill a page."""
    paragraph = document.add_paragraph(style="公文空白")
    line = str(count * int(twips(m.ROW)))
    put(
        paragraph._p.get_or_add_pPr(),  # noqa: SLF001 - see exact
        element("spacing", before="0", after="0", line=line, lineRule="exact"),
    )
    return paragraph


def spacer(document: Document, mm: float) -> Paragraph:
    """Leave an exact height free."""
    paragraph = document.add_paragraph(style="公文空白")
    return exact(paragraph, mm)
