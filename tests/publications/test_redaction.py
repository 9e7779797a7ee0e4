"""Personal data are found wherever they stand, and nothing else is taken for them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.model.redaction import (
    CARD,
    EMAIL,
    IDENTITY,
    MOBILE,
    identity_check,
    is_identity,
    masked,
    personal_data,
)

WIDE = str.maketrans("0123456789X-", "０１２３４５６７８９Ｘ－")
DIGITS = "0123456789０１２３４５６７８９〇零一二三四五六七八九幺"
PROVINCES = ("11", "43", "65")

surroundings = st.text(
    st.characters(codec="utf-8", categories=("L", "P", "Zs", "S")), max_size=12
).filter(
    lambda text: not any(each in DIGITS or each in "xX×хХ@" or each.isdigit() for each in text)
)
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@st.composite
def identities(draw: st.DrawFn) -> str:
    day = draw(st.dates(date(1900, 1, 1), date(2026, 12, 31)))
    serial = draw(st.from_regex(r"[0-9]{3}", fullmatch=True))
    area = draw(st.sampled_from(PROVINCES)) + draw(st.from_regex(r"[0-9]{4}", fullmatch=True))
    digits = f"{area}{day:%Y%m%d}{serial}"
    return digits + identity_check(digits)


@st.composite
def cards(draw: st.DrawFn) -> str:
    length = draw(st.integers(15, 18))
    digits = "62" + "".join(
        draw(st.lists(st.sampled_from("0123456789"), min_size=length - 2, max_size=length - 2))
    )
    total = 0
    for place, each in enumerate(reversed(digits)):
        value = int(each) * (2 - place % 2)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


def disguised(number: str) -> st.SearchStrategy[str]:
    """The number as people write it to be read by people only."""
    one_by_one = [joint.join(number) for joint in (" ", "-", "\u200b", "·", "\u3000")]
    in_parts = [
        joint.join((number[:3], number[3:7], number[7:])) for joint in (" ", "-", "－", ". ")
    ]
    parts = in_parts if len(number) == 11 else []
    ways = [number, *one_by_one, *parts]
    return st.sampled_from([*ways, *(way.translate(WIDE) for way in ways)])


def whats(text: str) -> list[str]:
    return [found.what for found in personal_data(text)]


@given(surroundings, st.data(), surroundings)
def test_an_identity_number_is_found_in_any_surrounding(
    before: str, data: st.DataObject, after: str
) -> None:
    written = data.draw(identities().flatmap(disguised))
    text = before + written + after
    (found,) = personal_data(text)
    assert found.what == IDENTITY
    assert text[found.start : found.end] == found.word
    assert found.word.strip("\u200b") == written.strip("\u200b")


@given(surroundings, st.data(), surroundings)
def test_a_mobile_number_is_found_in_any_surrounding(
    before: str, data: st.DataObject, after: str
) -> None:
    written = data.draw(mobiles.flatmap(disguised))
    (found,) = personal_data(before + written + after)
    assert (found.what, found.word) == (MOBILE, written)


@given(surroundings, cards(), surroundings)
def test_a_bank_card_is_found_in_any_surrounding(before: str, number: str, after: str) -> None:
    assume(not is_identity(number))
    assert whats(before + number + after) == [CARD]
    fours = " ".join(number[place : place + 4] for place in range(0, len(number), 4))
    assert whats(before + fours + after) == [CARD]


@given(surroundings, mobiles)
def test_what_is_masked_says_nothing_any_more(before: str, number: str) -> None:
    text = f"{before}{number}。"
    assert personal_data(masked(text)) == ()
    assert len(masked(text)) == len(text)
    assert number not in masked(text)


@given(
    st.lists(st.dates(date(1990, 1, 1), date(2040, 12, 31)), max_size=6), st.sampled_from("-./年")
)
def test_dates_are_not_taken_for_personal_data(days: list[date], joint: str) -> None:
    written = [
        f"{day.year}年{day.month}月{day.day}日" if joint == "年" else f"{day:%Y{joint}%m{joint}%d}"
        for day in days
    ]
    assert whats("自" + "至".join(written) + "止。") == []


@given(st.decimals(0, 9_999_999_999, places=2))
def test_prices_are_not_taken_for_personal_data(amount: object) -> None:
    assert whats(f"共计{amount}元，合{amount:,}元。") == []


@given(st.integers(2000, 2099), st.integers(1, 99_999))
def test_numbers_of_documents_are_not_taken_for_personal_data(year: int, number: int) -> None:
    assert whats(f"岳教督公〔{year}〕{number}号，国办发〔{year}〕{number}号") == []


@pytest.mark.parametrize(
    "text",
    [
        "电话0730-8880000，传真0730－8880001",
        "2017 2018 2019 2020年度",
        "岳阳楼区430602、云溪区430603、君山区430611",
        "85 92 78 64 90 88 71分",
        "邮箱yyjyd@yueyang.gov.cn",
        "统一社会信用代码12430600MB1234567X",
        "2026-09-01 09:00至2026-09-08 17:30",
        "110105194912310021",  # the check digit is wrong
        "奖励3000、4000、5000、6000元，共138、246、357人",
        "差异系数0.50、0.45，覆盖率100.00%",
    ],
)
def test_what_looks_alike_is_left(text: str) -> None:
    assert personal_data(text) == ()


@pytest.mark.parametrize(
    "text, what",
    [
        ("身份证11010519491231002X", IDENTITY),
        ("11010519491231002x，", IDENTITY),
        ("110105 19491231 002X", IDENTITY),
        ("旧证110105491231002", IDENTITY),
        ("+8613800138000", MOBILE),
        ("86-13800138000", MOBILE),
        ("013800138000", MOBILE),
        ("1-13800138000", MOBILE),
        ("一三八零零一三八零零零", MOBILE),
        ("幺三八〇〇幺三八〇〇〇", MOBILE),
        ("١٣٨٠٠١٣٨٠٠٠", MOBILE),
        ("139〇〇一三八零零零", MOBILE),
        ("壹叁捌零零壹叁捌零零零", MOBILE),
        ("一三八-0013-八零零零", MOBILE),
        ("138、0013、8000", MOBILE),
        ("（138）00138000", MOBILE),
        ("138\u31640013\u28008000", MOBILE),
        ("1\u030138\ufe0f00138000", MOBILE),
        ("6222020000000000000", CARD),
        ("a.b-c@example.com", EMAIL),
        ("ａ＠ｅｘａｍｐｌｅ．ｃｏｍ", EMAIL),
    ],
)
def test_what_people_write_is_found(text: str, what: str) -> None:
    assert whats(text) == [what]


def test_each_is_named_with_its_place() -> None:
    found = personal_data("第一行\n请拨１３８００１３８０００或a@b.com。\n完")
    assert [(each.what, each.line, each.column) for each in found] == [
        (MOBILE, 2, 3),
        (EMAIL, 2, 15),
    ]
    assert found[0].word == "１３８００１３８０００"


@given(st.text(max_size=200))
def test_any_text_can_be_judged(text: str) -> None:
    found = personal_data(text)
    assert all(text[each.start : each.end] == each.word for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_long_text_takes_no_long_time() -> None:
    """20,000 characters, all digits and joints, are judged within the steps of a form."""
    assert len(personal_data("1 " * 10_000)) < 10_000
