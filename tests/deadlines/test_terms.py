"""Reading and writing terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.deadlines import Term, Unit, parse_term
from engine.model.errors import InvalidArgument

terms = st.builds(Term, st.integers(1, 25_000), st.sampled_from([*set(Unit) - {Unit.MONTHS}]))
terms |= st.builds(Term, st.integers(1, 1_200), st.just(Unit.MONTHS))


@pytest.mark.parametrize(
    "text,quantity,unit",
    [
        ("15工作日", 15, Unit.WORKING_DAYS),
        ("15 个工作日", 15, Unit.WORKING_DAYS),
        ("１５个工作日", 15, Unit.WORKING_DAYS),
        ("十五个工作日", 15, Unit.WORKING_DAYS),
        ("15 working days", 15, Unit.WORKING_DAYS),
        ("1 Working Day", 1, Unit.WORKING_DAYS),
        ("P15WD", 15, Unit.WORKING_DAYS),
        ("30日", 30, Unit.DAYS),
        ("30天", 30, Unit.DAYS),
        ("30个自然日", 30, Unit.DAYS),
        ("六十日", 60, Unit.DAYS),
        ("一百二十日", 120, Unit.DAYS),
        ("一百零五日", 105, Unit.DAYS),
        ("十日", 10, Unit.DAYS),
        ("二〇日", 20, Unit.DAYS),
        ("两周", 14, Unit.DAYS),
        ("P30D", 30, Unit.DAYS),
        ("P1W", 7, Unit.DAYS),
        (" p30d ", 30, Unit.DAYS),
        ("3个月", 3, Unit.MONTHS),
        ("三个月", 3, Unit.MONTHS),
        ("P3M", 3, Unit.MONTHS),
        ("1年", 12, Unit.MONTHS),
        ("P1Y", 12, Unit.MONTHS),
        ("6 months", 6, Unit.MONTHS),
        ("24小时", 24, Unit.HOURS),
        ("PT24H", 24, Unit.HOURS),
        ("24 hours", 24, Unit.HOURS),
    ],
)
def test_a_term_is_read_as_people_and_standards_write_it(
    text: str, quantity: int, unit: Unit
) -> None:
    assert parse_term(text) == Term(quantity, unit)


@pytest.mark.parametrize(
    "text",
    ["", "15", "工作日", "-3日", "0日", "1.5日", "P1DT12H", "PT30M", "P24H", "PTH", "PT5D", "15个",
     "半年", "3日4小时", "十十日", "三四十日", "零十日", "百千日", "P999999999D", "999999日", "日" * 999],
)  # fmt: skip
def test_anything_else_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        parse_term(text)
    assert caught.value.code == "invalid_term"
    assert "期限" in caught.value.message
    assert "Expected a" in caught.value.en
    assert len(caught.value.message) < 150


@given(terms)
def test_a_term_survives_being_written_and_read(term: Term) -> None:
    assert parse_term(term.iso) == term
    assert parse_term(str(term)) == term


@given(st.text(max_size=60))
def test_reading_any_text_gives_a_term_or_a_refusal(text: str) -> None:
    try:
        term = parse_term(text)
    except InvalidArgument:
        return
    assert term.quantity > 0


def test_a_day_is_not_twenty_four_hours() -> None:
    assert parse_term("P1D") != parse_term("PT24H")
    assert [unit.zh for unit in Unit] == ["小时", "日", "个工作日", "个月"]
