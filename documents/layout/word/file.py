"""Write a document as DOCX, the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from documents.content import Content, FieldTable, Kind
from documents.layout import measures as m
from documents.layout.pdf import layout, stamp
from documents.layout.places import annexes_from, kept_with_signature, parted
from documents.layout.word.blocks import add_block, stands_alone
from documents.layout.word.endings import add_endings, add_imprint
from documents.layout.word.head import add_folios, add_head
from documents.layout.word.markup import element, keep_next, spacer, twips
from documents.layout.word.styles import define_styles

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a ZIP file
_FOOTER_FROM_PAGE_BOTTOM = m.BOTTOM - m.FOLIO_FROM_TEXT_BOTTOM - m.FOLIO_PT / 2 / m.PT_PER_MM


def render_docx(content: Content) -> bytes:
    """Return the document as DOCX; it names the fonts of the standard and holds none.

    Where the imprint goes is known from the layout of the PDF.
    """
    document = docx.Document()
    _page(document)
    define_styles(document)
    _properties(document, content)
    pages = layout(content)
    if not (content.kind is Kind.FORM and pages.pages == 1):
        add_folios(document, content)
    add_head(document, content)
    if content.to:
        document.add_paragraph(f"{content.to}：")
    _body(document, content)
    add_imprint(document, content, pages)
    made = io.BytesIO()
    document.save(made)
    return _packed_alike(made.getvalue())


def _body(document: Document, content: Content) -> None:
    compact = content.kind is Kind.FORM and any(
        isinstance(block, FieldTable) for block in content.blocks
    )
    end = annexes_from(content)
    kept = kept_with_signature(content)
    for i, block in enumerate(content.blocks[:end]):
        if i and parted(content.blocks[i - 1], block):
            spacer(document, m.ROW / 2)
        paragraph = add_block(document, block, compact=compact)
        if paragraph is not None and (stands_alone(block) or i >= end - kept):
            keep_next(paragraph)
    add_endings(document, content)
    for block in content.blocks[end:]:
        paragraph = add_block(document, block, compact=compact)
        if paragraph is not None and stands_alone(block):
            keep_next(paragraph)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(m.PAGE_WIDTH), Mm(m.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(m.TOP), Mm(m.BOTTOM)
    section.left_margin, section.right_margin = Mm(m.LEFT), Mm(m.RIGHT)
    section.header_distance, section.footer_distance = Mm(15), Mm(_FOOTER_FROM_PAGE_BOTTOM)
    properties = section._sectPr  # noqa: SLF001 - python-docx has no call for the grid
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    narrower = round((m.points(m.COLUMN) - m.BODY_PT) * 4096)
    grid = element("docGrid", type="linesAndChars", linePitch=twips(m.ROW), charSpace=str(narrower))
    properties.append(grid)
    settings = document.settings.element
    for old in settings.findall(qn("w:characterSpacingControl")):
        settings.remove(old)
    _speak_chinese(document)
    control = element("characterSpacingControl", val="compressPunctuation")
    settings.insert_element_before(control, "w:hdrShapeDefaults", "w:footnotePr", "w:compat")


def _speak_chinese(document: Document) -> None:
    """Break lines and space characters as Chinese, with the rules of present-day Word."""
    for root in (document.settings.element, document.styles.element):
        for tag in ("w:lang", "w:themeFontLang"):
            for language in root.iter(qn(tag)):
                language.set(qn("w:eastAsia"), "zh-CN")
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _properties(document: Document, content: Content) -> None:
    at = stamp(content).replace(tzinfo=None)
    properties = document.core_properties
    properties.title = "".join(content.title)
    properties.author = properties.last_modified_by = content.signature or content.head
    properties.comments = properties.keywords = properties.category = ""
    properties.subject = content.number
    properties.created = properties.modified = at
    properties.revision = 1
    properties.language = "zh-CN"


def _packed_alike(package: bytes) -> bytes:
    """Write the package again without the time of writing."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EARLIEST), old.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
