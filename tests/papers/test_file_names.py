"""Names keep what people read and lose what could deceive or harm."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.errors import InvalidArgument
from engine.model.file_names import MAX_BYTES, clean_name, split_name


@pytest.mark.parametrize(
    "sent,kept",
    [
        ("整改报告.pdf", "整改报告.pdf"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("C:\\用户\\李某\\报告.docx", "报告.docx"),
        ("报告\u202efdp.exe", "报告fdp.exe"),
        ("报\u200b告\u0000.pdf\r\n", "报告.pdf"),
        ("  多   空格 .pdf ", "多 空格.pdf"),
        ('问："<a>"|b?.pdf', "问：__a___b_.pdf"),
        ("CON.txt", "_CON.txt"),
        ("...隐藏.pdf", "隐藏.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("报告.PDF", "报告.pdf"),
    ],
)
def test_a_name_is_cleaned(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


@pytest.mark.parametrize("sent", ["", "/", "...", "\u202e", "目录/", " . "])
def test_a_name_without_words_is_refused(sent: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        clean_name(sent)
    assert refused.value.code == "invalid_file_name"


def test_a_long_name_is_cut_between_characters_and_keeps_its_extension() -> None:
    cleaned = clean_name("整" * 300 + ".docx")
    assert len(cleaned.encode()) <= MAX_BYTES
    assert cleaned.endswith("整.docx")


@given(st.text(max_size=400))
def test_whatever_is_sent_becomes_safe_or_is_refused(sent: str) -> None:
    try:
        cleaned = clean_name(sent)
    except InvalidArgument:
        return
    assert 0 < len(cleaned.encode()) <= MAX_BYTES
    assert not set(cleaned) & set('/\\<>:"|?*')
    assert all(unicodedata.category(each) not in ("Cc", "Cf", "Cs") for each in cleaned)
    assert clean_name(cleaned) == cleaned
    assert split_name(cleaned)[0].strip(". ")
