"""The reader's check: a ruler laid on the pages, with the measures of GB/T 9704-2012.

The figures stand here as the standard gives them, on purpose not taken from the code. Ink is a
little smaller than the square of a character, so edges of text are held to 1 mm.
"""

from __future__ import annotations

import pytest

from documents import compose, render_pdf
from tests.documents.pictures import Page, pages, pitches, texts
from tests.documents.samples import PLAIN, long_decision, sample

WITHIN = 1.0
ROW = 225 / 22
TOP, BOTTOM, LEFT, RIGHT = 37.0, 262.0, 28.0, 184.0


def near(value: float, within: float = WITHIN) -> object:
    return pytest.approx(value, abs=within)


@pytest.fixture(scope="module")
def decision_pdf() -> bytes:
    return render_pdf(long_decision())


@pytest.fixture(scope="module")
def decision(decision_pdf: bytes) -> list[Page]:
    return pages(decision_pdf)


@pytest.fixture(scope="module")
def letter() -> list[Page]:
    return pages(render_pdf(sample("consultation_letter")))


@pytest.fixture(scope="module")
def receipt() -> list[Page]:
    return pages(render_pdf(sample("service_receipt")))


def test_the_paper_is_a4(decision: list[Page]) -> None:
    assert (decision[0].width, decision[0].height) == (near(210, 0.2), near(297, 0.2))


def test_twenty_two_rows_fill_a_page(decision: list[Page]) -> None:
    rows = decision[1].text_rows(TOP, BOTTOM)
    assert len(rows) == 22
    assert pitches(rows) == [near(ROW, 0.4)] * 21  # 一 is flat: the middle of a row's ink wanders
    assert rows[-1].bottom - rows[0].top == near(21 * ROW + 16 / 72 * 25.4)


def test_the_text_area_is_28_from_the_left_and_156_wide(decision: list[Page]) -> None:
    rows = decision[1].text_rows(TOP, BOTTOM)
    assert min(row.left for row in rows) == near(LEFT, 0.6)
    assert max(row.right for row in rows) == near(RIGHT, 0.6)
    assert rows[0].top - TOP < ROW / 2
    assert BOTTOM - rows[-1].bottom < ROW / 2


def test_a_full_line_has_28_characters(decision_pdf: bytes) -> None:
    plain = [line for line in texts(decision_pdf)[1] if line and set(line) <= set("。" + PLAIN)]
    assert plain[1:4] == [near_28(line) for line in plain[1:4]]
    assert len(plain) > 15


def near_28(line: str) -> str:
    return line if len(line) == 28 else f"28 characters, not {len(line)}: {line}"


def test_the_mark_is_red_centred_and_35_below_the_text_area_s_edge(decision: list[Page]) -> None:
    mark = decision[0].rows(red=True)[0]
    assert mark.top == near(TOP + 35)
    assert mark.middle == near((LEFT + RIGHT) / 2)
    assert mark.width < 156


def test_the_number_is_centred_two_rows_below_the_mark(decision: list[Page]) -> None:
    mark = decision[0].rows(red=True)[0]
    number = decision[0].text_rows()[0]
    assert number.middle == near((LEFT + RIGHT) / 2)
    free = number.top - mark.bottom - (ROW - 16 / 72 * 25.4) / 2
    assert free == near(2 * ROW)


def test_the_red_line_is_4_below_the_number_and_as_wide_as_the_text_area(
    decision: list[Page],
) -> None:
    (line,) = decision[0].lines(red=True)
    number = decision[0].text_rows()[0]
    assert line.top - number.bottom == near(4, 0.6)
    assert (line.left, line.right) == (near(LEFT, 0.3), near(RIGHT, 0.3))


def test_the_title_is_in_2_and_two_rows_below_the_red_line(decision: list[Page]) -> None:
    (line,) = decision[0].lines(red=True)
    title = decision[0].text_rows(line.bottom + 1)[0]
    size = 22 / 72 * 25.4
    assert title.height == near(size)
    assert title.top - line.bottom - (1.2 * ROW - size) / 2 == near(2 * ROW)
    assert title.middle == near((LEFT + RIGHT) / 2)


def test_the_addressee_is_flush_left_and_paragraphs_begin_two_characters_in(
    decision: list[Page],
) -> None:
    (line,) = decision[0].lines(red=True)
    _, addressee, first, second, *_ = decision[0].text_rows(line.bottom + 1)
    assert addressee.left == near(LEFT, 0.6)
    assert first.left == near(LEFT + 2 * 156 / 28, 0.6)
    assert second.left == near(LEFT, 0.6)


def test_the_imprint_is_the_last_thing_on_the_last_even_page(decision: list[Page]) -> None:
    assert len(decision) % 2 == 0
    first, middle, last = decision[-1].lines()
    assert last.bottom == near(BOTTOM, 0.3)
    assert [line.height for line in (first, middle, last)] == [
        near(0.35, 0.1),
        near(0.25, 0.1),
        near(0.35, 0.1),
    ]
    assert {(round(line.left), round(line.right)) for line in (first, middle, last)} == {(28, 184)}
    copies, printed = decision[-1].text_rows(first.bottom, last.top)
    character = 14 / 72 * 25.4
    assert copies.left == near(LEFT + character, 0.6)
    assert (printed.left, printed.right) == (
        near(LEFT + character, 0.6),
        near(RIGHT - character, 0.6),
    )
    assert copies.height == near(character)


def test_the_page_number_is_7_below_the_text_area_odd_right_even_left(
    decision: list[Page],
) -> None:
    character = 14 / 72 * 25.4
    for number, page in enumerate(decision[:2], start=1):
        (folio,) = page.text_rows(BOTTOM)
        dash = folio.top + folio.height / 2  # the dashes are at half the height of the figures
        assert dash == near(BOTTOM + 7, 0.5)
        if number % 2:
            assert folio.right == near(RIGHT - character)
        else:
            assert folio.left == near(LEFT + character)


def test_date_and_signature_stand_over_one_another_four_characters_in() -> None:
    page = pages(render_pdf(sample("announcement", office="岳阳市督导办")))[0]
    signature, date = page.text_rows(TOP, BOTTOM)[-2:]
    assert signature.middle == near(date.middle)
    assert date.right == near(RIGHT - 4 * 156 / 28)


def test_without_a_seal_the_date_ends_two_characters_in() -> None:
    source = "种类：文件\n发文机关标志：督导办文件\n标题：通知\n署名：督导办\n日期：2026年9月16日\n盖章：否\n正文：\n请阅。"
    page = pages(render_pdf(compose(source, {})))[0]
    signature, date = page.text_rows(TOP, BOTTOM)[-2:]
    assert date.right == near(RIGHT - 2 * 156 / 28)
    assert date.left - signature.left == near(2 * 156 / 28)


def test_a_letter_has_its_mark_30_from_the_edge_between_red_double_lines_of_170(
    letter: list[Page],
) -> None:
    first = letter[0]
    mark = first.rows(red=True)[0]
    lines = first.lines(red=True)
    assert len(lines) == 4
    assert mark.top == near(30)
    assert lines[0].top - mark.bottom == near(4)
    assert 297 - lines[3].bottom == near(20, 0.3)
    for line in lines:
        assert (line.left, line.right) == (near(20, 0.3), near(190, 0.3))
    assert lines[0].height > lines[1].height  # thick above, thin below
    assert lines[2].height < lines[3].height  # and the other way round


def test_a_letter_s_number_is_right_under_the_line_and_its_first_page_has_no_number(
    letter: list[Page],
) -> None:
    first = letter[0]
    number = first.text_rows()[0]
    assert number.right == near(RIGHT)
    assert number.top - first.lines(red=True)[1].bottom == near(16 / 72 * 25.4 * 7 / 8)
    assert first.text_rows(BOTTOM + 1, 274) == []
    assert len(letter[1].text_rows(BOTTOM + 1)) == 1


def test_a_form_stays_in_the_text_area_and_has_no_red(receipt: list[Page]) -> None:
    (page,) = receipt
    assert page.lines(red=True) == []
    lines = page.lines()
    assert len(lines) > 10
    assert min(line.left for line in lines) == near(LEFT, 0.4)
    assert max(line.right for line in lines) == near(RIGHT, 0.4)
    assert page.text_rows(BOTTOM) == []


def test_nothing_reaches_beyond_the_text_area(decision: list[Page]) -> None:
    for page in decision:
        for row in page.text_rows(TOP, BOTTOM):
            assert row.left > LEFT - 0.5
            assert row.right < RIGHT + 0.5
