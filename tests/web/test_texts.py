"""Every text of the pages is there in English, with the same places to fill in."""

from __future__ import annotations

import re

from tests.web.texts import sources, translations

_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_PLACE = re.compile(r"%\((\w+)\)s")


def test_every_text_has_its_english() -> None:
    known = {source for _, source, _ in translations()}
    missing = sorted(
        f"{place}: {source}" for source, place in sources().items() if source not in known
    )
    assert missing == []


def test_no_english_text_is_left_of_a_text_that_is_gone() -> None:
    used = sources()
    assert [f"{file}: {source}" for file, source, _ in translations() if source not in used] == []


def test_english_texts_are_english_and_fill_in_the_same() -> None:
    for file, source, english in translations():
        assert english.strip(), (file, source)
        # What has to be typed in Chinese, such as 15工作日, stands in both.
        assert all(each in source for each in _CHINESE.findall(english)), (file, english)
        assert sorted(_PLACE.findall(source)) == sorted(_PLACE.findall(english)), (file, source)


def test_no_text_is_translated_in_two_ways() -> None:
    seen: dict[str, str] = {}
    for file, source, english in translations():
        assert seen.setdefault(source, english) == english, (file, source)
