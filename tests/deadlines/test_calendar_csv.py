"""Calendar tables as officials upload them."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.calendar import Override, read_calendar_csv, write_calendar_csv
from engine.model.errors import InvalidArgument

TABLE = "日期,是否上班,名称\r\n2027-10-01,否,国庆节\r\n2027-10-09,是,国庆节\r\n"
ROWS = (
    Override(date(2027, 10, 1), working=False, name="国庆节"),
    Override(date(2027, 10, 9), working=True, name="国庆节"),
)
names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=40).filter(
    lambda text: not text.startswith(("=", "+", "-", "@"))
)
tables = st.lists(
    st.builds(Override, st.dates(date(1992, 1, 1), date(2100, 12, 31)), st.booleans(), names),
    min_size=1,
    unique_by=lambda row: row.on,
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encodings_of_spreadsheets_are_recognised(encoding: str) -> None:
    assert read_calendar_csv(TABLE.encode(encoding)) == ROWS


@pytest.mark.parametrize(
    "text",
    [
        "date,working,name\n2027-10-01,false,国庆节\n2027-10-09,TRUE,国庆节",
        "名称,是否上班,备注,日期\n国庆节,休,无,2027/10/1\n\n国庆节,班,无,2027年10月9日\n",
        "日期\t是否上班\t名称\n2027.10.1\t休息\t国庆节\n2027-10-09\t工作日\t国庆节\n",
        "Date, Working, Name\n2027-10-09, 1, 国庆节\n2027-10-01, 0, 国庆节\n,,\n",
    ],
)
def test_columns_may_stand_in_any_order_and_words_vary(text: str) -> None:
    assert read_calendar_csv(text.encode()) == ROWS


def test_the_name_may_be_missing() -> None:
    assert read_calendar_csv("日期,是否上班\n2027-10-01,否".encode()) == (
        Override(date(2027, 10, 1), working=False),
    )


def test_every_bad_row_is_reported_at_once_with_its_line_and_what_was_expected() -> None:
    text = """日期,是否上班,名称
2027-10-01,否,国庆节
2027-13-01,否,
十月一日,否,
0207-10-01,否,

2027-10-02,也许,
2027-10-01,是,
2027-10-03,否,=1+1
2027-10-04
2027-10-05,否,{name}
"""
    with pytest.raises(InvalidArgument) as caught:
        read_calendar_csv(text.format(name="节" * 41).encode())
    errors = caught.value.errors
    assert caught.value.code == "invalid_calendar"
    assert "8行" in caught.value.message
    assert [error.path for error in errors] == [
        f"第{line}行" for line in (3, 4, 5, 7, 8, 9, 10, 11)
    ]
    assert ["没有" in errors[0].zh, "应写作" in errors[1].zh, "第2行重复" in errors[4].zh] == [
        True
    ] * 3
    assert all(error.en.startswith("Line ") for error in errors)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        "日期,是否上班,名称\n".encode(),
        b"2027-10-01,1,x\n",
        b"\xff\xff\xff",
        b"\xff\xfe\x00",
        b"date,working\n2027-10-01,1\n" + b" " * 1_000_000,
        b'date,working,name\n2027-10-01,1,"' + b"x" * 200_000,
        b"PK\x03\x04\x00\x00",
    ],
)
def test_a_file_that_is_no_table_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(InvalidArgument) as caught:
        read_calendar_csv(data)
    assert caught.value.code == "invalid_calendar"
    assert "日历" in caught.value.message or "CSV" in caught.value.message


@given(st.binary(max_size=200))
def test_any_bytes_give_rows_or_a_refusal(data: bytes) -> None:
    for prefix in (b"", b"date,working,name\n"):
        with contextlib.suppress(InvalidArgument):
            assert read_calendar_csv(prefix + data)


@given(tables, st.booleans())
def test_a_written_table_reads_back(rows: list[Override], in_english: bool) -> None:
    written = write_calendar_csv(rows, in_english=in_english)
    assert read_calendar_csv(written) == tuple(sorted(rows, key=lambda r: r.on))


def test_a_table_in_english_has_no_chinese_but_the_names_of_days() -> None:
    rows = [Override(date(2026, 10, 1), working=False, name="国庆节")]
    rows.append(Override(date(2026, 10, 10), working=True))
    written = write_calendar_csv(rows, in_english=True).decode("utf-8-sig")
    assert written.split() == ["date,working,name", "2026-10-01,no,国庆节", "2026-10-10,yes,"]
