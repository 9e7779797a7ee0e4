"""The DOCX, and how an office program shows it beside our PDF."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx
import pytest
from docx.oxml.ns import qn

from documents import Content, render_docx, render_pdf
from tests.documents.office_program import to_pdf
from tests.documents.pictures import Box, Page, pages
from tests.documents.samples import long_decision, sample

NEAR = 1.5  # millimetres; office programs set the baseline of a row about 1 mm lower
TOP, BOTTOM = 37.0, 262.0

CONTENTS: Mapping[str, Content] = {
    "decision": long_decision(),
    "letter": sample("consultation_letter"),
    "receipt": sample("service_receipt"),
    "minutes": sample("interview_minutes"),
    "notice": sample("rectification_notice"),
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Page]]:
    files = {name: render_docx(content) for name, content in CONTENTS.items()}
    made = to_pdf(tmp_path_factory.mktemp("office"), files)
    return {name: pages(pdf) for name, pdf in made.items()}


@pytest.fixture(scope="module")
def printed() -> Mapping[str, list[Page]]:
    return {name: pages(render_pdf(content)) for name, content in CONTENTS.items()}


def same_place(one: Box, other: Box) -> bool:
    return abs(one.top - other.top) < NEAR and abs(one.left - other.left) < NEAR


def test_an_office_program_shows_as_many_pages(
    opened: Mapping[str, list[Page]], printed: Mapping[str, list[Page]]
) -> None:
    shown = {name: len(found) for name, found in opened.items()}
    assert shown == {name: len(found) for name, found in printed.items()}


@pytest.mark.parametrize("name", ["decision", "letter", "minutes", "notice"])
def test_head_title_and_first_lines_are_where_the_pdf_has_them(
    name: str, opened: Mapping[str, list[Page]], printed: Mapping[str, list[Page]]
) -> None:
    ours, theirs = printed[name][0], opened[name][0]
    assert same_place(ours.rows(red=True)[0], theirs.rows(red=True)[0])
    red = zip(ours.lines(red=True), theirs.lines(red=True), strict=True)
    assert [same_place(one, other) for one, other in red] != []
    assert all(
        same_place(one, other) and abs(one.width - other.width) < NEAR
        for one, other in zip(ours.lines(red=True), theirs.lines(red=True), strict=True)
    )
    rows = list(zip(ours.text_rows(TOP, BOTTOM), theirs.text_rows(TOP, BOTTOM), strict=True))
    assert len(rows) > 8
    assert [one for one, other in rows[:5] if not same_place(one, other)] == []


@pytest.mark.parametrize("name", ["decision", "letter", "notice"])
def test_signature_and_date_are_where_the_pdf_has_them(
    name: str, opened: Mapping[str, list[Page]], printed: Mapping[str, list[Page]]
) -> None:
    at = {"decision": -2, "letter": -1, "notice": 1}[name]
    ours = printed[name][at].text_rows(TOP, BOTTOM)[-3:]
    theirs = opened[name][at].text_rows(TOP, BOTTOM)[-3:]
    assert all(same_place(one, other) for one, other in zip(ours, theirs, strict=True))


@pytest.mark.parametrize("name", ["decision", "minutes", "notice"])
def test_the_imprint_is_where_the_pdf_has_it(
    name: str, opened: Mapping[str, list[Page]], printed: Mapping[str, list[Page]]
) -> None:
    ours, theirs = printed[name][-1].lines(), opened[name][-1].lines()
    assert len(ours) == 3
    for one, other in zip(ours, theirs, strict=True):
        assert abs(one.top - other.top) < 0.5
        assert abs(one.width - other.width) < 0.5


def test_page_numbers_are_where_the_pdf_has_them(
    opened: Mapping[str, list[Page]], printed: Mapping[str, list[Page]]
) -> None:
    for ours, theirs in zip(printed["decision"], opened["decision"], strict=True):
        (one,), (other,) = ours.text_rows(BOTTOM + 1), theirs.text_rows(BOTTOM + 1)
        assert same_place(one, other)


def test_a_form_has_the_same_lines(
    opened: Mapping[str, list[Page]], printed: Mapping[str, list[Page]]
) -> None:
    ours, theirs = printed["receipt"][0].lines(), opened["receipt"][0].lines()
    assert len(ours) > 10
    for one, other in zip(ours, theirs, strict=True):
        assert abs(one.top - other.top) < 2


def test_the_same_content_gives_the_same_bytes() -> None:
    content = CONTENTS["decision"]
    assert render_docx(content) == render_docx(content)
    assert render_pdf(content) == render_pdf(content)


def test_the_docx_names_the_fonts_of_the_standard_and_has_styles_by_level() -> None:
    document = docx.Document(io.BytesIO(render_docx(CONTENTS["decision"])))
    fonts = {
        style.name: style.element.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia"))
        for style in document.styles
        if style.name in {"Normal", "Title", "Heading 1", "Heading 2", "公文页码"}
    }
    assert fonts == {
        "Normal": "仿宋_GB2312",
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
        "公文页码": "宋体",
    }
    levels = [
        each.text for each in document.paragraphs if each.style and each.style.name == "Heading 1"
    ]
    assert levels[:2] == ["一、基本情况", "二、认定的事实"]


def test_the_docx_has_a_grid_of_22_by_28() -> None:
    section = docx.Document(io.BytesIO(render_docx(CONTENTS["decision"]))).sections[0]
    (grid,) = section._sectPr.findall(qn("w:docGrid"))  # noqa: SLF001 - no call for the grid
    heights = (section.page_height, section.top_margin, section.bottom_margin)
    page, top, bottom = (height.twips for height in heights if height is not None)
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert (page - top - bottom) // int(grid.get(qn("w:linePitch"), "0")) == 22
    character = 16 + int(grid.get(qn("w:charSpace"), "0")) / 4096
    assert 156 / 25.4 * 72 / character == pytest.approx(28, abs=0.01)


def test_the_docx_holds_no_time_of_writing() -> None:
    package = zipfile.ZipFile(io.BytesIO(render_docx(CONTENTS["letter"])))
    assert {each.date_time for each in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"2026-09-16T00:00:00Z" in package.read("docProps/core.xml")
