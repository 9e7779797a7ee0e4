"""Named styles of an official document: type, size and level are changed in one place."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

from documents.layout import measures as m
from documents.layout.fonts import Role
from documents.layout.word.markup import RED, element, put, twips, twips_of_points

BODY_SPACING_PT = -0.3
"""Narrows 16 pt to 28 characters in 156 mm; a tenth of a point more than the grid's own, because
LibreOffice rounds each character; the lines are justified, so the edge is exact."""


@dataclass(frozen=True, slots=True)
class Look:
    """Hold how a style looks; `indent` is in characters, `level` the outline level from 1."""

    role: Role
    size: float = m.BODY_PT
    row: float = m.ROW
    align: str = "both"
    indent: float = 0
    level: int = 0
    red: bool = False
    spacing: float = BODY_SPACING_PT


LOOKS: dict[str, Look] = {
    "Normal": Look(Role.BODY),
    "Title": Look(Role.MARK, m.TITLE_PT, m.TITLE_ROW, "center", spacing=0),
    "Heading 1": Look(Role.FIRST, indent=m.INDENT, level=1),
    "Heading 2": Look(Role.SECOND, indent=m.INDENT, level=2),
    "Heading 3": Look(Role.BODY, indent=m.INDENT, level=3),
    "Heading 4": Look(Role.BODY, indent=m.INDENT, level=4),
    "公文正文": Look(Role.BODY, indent=m.INDENT),
    "公文标志": Look(Role.MARK, red=True, align="center", spacing=0),
    "公文空白": Look(Role.BODY, 1),
    "公文表格": Look(Role.BODY, m.TABLE_PT, 21 / m.PT_PER_MM, "left", spacing=-0.25),
    "公文版记": Look(Role.BODY, m.IMPRINT_PT, m.IMPRINT_ROW, spacing=-0.25),
    "公文页码": Look(Role.FOLIO, m.FOLIO_PT, m.FOLIO_PT / m.PT_PER_MM, "left", spacing=0),
}
_BUILT_IN = frozenset({"Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4"})


def define_styles(document: Document) -> None:
    """Define every style of `LOOKS`."""
    for name, look in LOOKS.items():
        if name in _BUILT_IN:
            style = document.styles[name]
        else:
            style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = document.styles["Normal"]
        if isinstance(style, ParagraphStyle):
            _define(style, look)


def _define(style: ParagraphStyle, look: Look) -> None:
    root = style.element
    for tag in ("pPr", "rPr"):
        for old in root.findall(qn(f"w:{tag}")):
            root.remove(old)
    style.quick_style = True
    style.font.size = Pt(look.size)
    style.font.bold = False
    style.font.italic = False
    style.font.color.rgb = RGBColor.from_string(RED if look.red else "000000")
    rpr = root.get_or_add_rPr()
    _set_fonts(rpr, look.role)
    rpr.append(element("spacing", val=twips_of_points(look.spacing)))
    _sort_run_properties(rpr)
    ppr = root.get_or_add_pPr()
    for tag, value in (
        *(("widowControl", "0"), ("kinsoku", "1"), ("overflowPunct", "0")),
        *(("autoSpaceDE", "1"), ("autoSpaceDN", "1"), ("snapToGrid", "0")),
    ):
        put(ppr, element(tag, val=value))
    put(ppr, element("spacing", before="0", after="0", line=twips(look.row), lineRule="exact"))
    put(ppr, element("ind", firstLine=twips(look.indent * m.COLUMN)))
    put(ppr, element("jc", val=look.align))
    if look.level:
        put(ppr, element("outlineLvl", val=str(look.level - 1)))


def run_fonts(rpr: BaseOxmlElement, role: Role) -> None:
    """Give a run another of the standard's typefaces."""
    _set_fonts(rpr, role)


def _set_fonts(rpr: BaseOxmlElement, role: Role) -> None:
    for old in rpr.findall(qn("w:rFonts")):
        rpr.remove(old)
    name = str(role)
    rpr.insert(0, element("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name))


_RUN_ORDER = ("rFonts", "b", "bCs", "i", "iCs", "color", "spacing", "w", "kern", "sz", "szCs", "u")


def _sort_run_properties(rpr: BaseOxmlElement) -> None:
    places = {qn(f"w:{tag}"): i for i, tag in enumerate(_RUN_ORDER)}
    for child in sorted(rpr, key=lambda each: places.get(each.tag, len(places))):
        rpr.append(child)  # appending moves it to the end
