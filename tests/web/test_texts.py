"""Every text of the pages is there in English, with the same places to fill in."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.web.pages import Pages
from tests.web.texts import sources, translations
from web.language import text

IN_ENGLISH = {"Cookie": "dudao_language=en"}
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_PLACE = re.compile(r"%\((\w+)\)s")
# A number before a measure word; 第3项 is no count, and a limit such as 最多3个 is not 1. A limit
# within a longer text is called `most`. Scripts fill in {}, and know no forms.
_COUNT = re.compile(
    r"(?<!第)(?<!第 )(?<!最多)(?<!最多 )(?<!至多 )(?<!不超过 )(?:%\((\w+)\)s|{}) ?"
    r"(?:个|件|项|条|处|人|次|天|日|名|位|份|行|步|段|家|小时|分钟|秒)"
)
_AFTER = re.compile(r"(?:%\((\w+)\)s|{})((?: [a-z]+)+)")
_IRREGULAR = frozenset({"are", "were", "have", "become", "people", "move", "wait"})
_NO_PLURALS = frozenset({"this", "always", "less", "unless"})


def plurals_after(english: str) -> set[str]:
    """Return the names of the places behind which, in the same clause, a plural stands."""
    return {
        name
        for name, behind in _AFTER.findall(english)
        for word in behind.split()
        if word in _IRREGULAR or (word[-1] == "s" and len(word) > 3 and word not in _NO_PLURALS)
    }


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
    for file, source, forms in translations():
        for english in forms:
            assert english.strip(), (file, source)
            # What has to be typed in Chinese, such as 15工作日, stands in both.
            assert all(each in source for each in _CHINESE.findall(english)), (file, english)
            assert sorted(_PLACE.findall(source)) == sorted(_PLACE.findall(english)), (file, source)


def test_no_text_is_translated_in_two_ways() -> None:
    seen: dict[str, tuple[str, ...]] = {}
    for file, source, forms in translations():
        assert seen.setdefault(source, forms) == forms, (file, source)


def test_what_is_counted_has_a_form_for_one_and_one_for_many() -> None:
    for file, source, forms in translations():
        counts = set(_COUNT.findall(source)) - {"most"}
        # What counts nothing names something, one in a field and many above a list.
        assert len(forms) == 1 or not counts or "n" in counts, (file, source, "its count is n")
        many = forms[-1]
        for name in counts & plurals_after(many):
            assert name == "n", (file, source, "only n has forms; write ‘files: 1’")
            assert len(forms) > 1, (file, source, f"one is missing for ‘{many}’")
        assert len(set(forms)) == len(forms), (file, source, "one form is enough")


@pytest.mark.parametrize(
    "many, found",
    [
        ("%(n)s files", {"n"}),
        ("%(n)s more linked cases are outside", {"n"}),
        ("Its %(n)s units below move along.", {"n"}),
        ("Open cases: %(n)s of %(all)s.", set()),
        ("%(a)s people added, %(c)s changed.", {"a"}),
        ("%(n)s in all", set()),
        ("{} units found", {""}),
        ("Units found: {}.", set()),
        ("%(n)s found, newest first; others are left out", set()),
    ],
)
def test_a_plural_behind_a_number_is_seen(many: str, found: set[str]) -> None:
    assert plurals_after(many) == found


@pytest.mark.parametrize(
    "source, said",
    [
        ("%(n)s 个文件", ("0 files", "1 file", "2 files")),
        ("已超期 %(n)s 天", ("0 days overdue", "1 day overdue", "2 days overdue")),
        ("%(n)s 个因此变为超期", ("0 become overdue", "1 becomes overdue", "2 become overdue")),
        ("%(n)s 条", ("0 entries", "1 entry", "2 entries")),
        ("第 %(n)s 项", ("Item 0", "Item 1", "Item 2")),
        ("已签收 %(n)s 件。", ("0 taken.", "1 taken.", "2 taken.")),
    ],
)
def test_one_is_said_in_another_way_than_none_and_many(source: str, said: tuple[str, ...]) -> None:
    with Flask("texts").test_request_context(headers=IN_ENGLISH):
        assert tuple(text(source, n=number) for number in range(3)) == said
    with Flask("texts").test_request_context():
        assert text(source, n=1) == source % {"n": 1}


def test_templates_count_as_modules_do_and_what_was_cut_off_is_many(pages: Pages) -> None:
    source = "除这一件外，还有 %(n)s 件等您审批。"
    with pages.app.test_request_context(headers=IN_ENGLISH):
        template = pages.app.jinja_env.from_string("{{ _(source, n=n) }}")
        said = [template.render(source=source, n=n) for n in (1, 2, "1", "20+")]
    assert said == [
        "1 more waits for your approval.",
        "2 more wait for your approval.",
        "1 more waits for your approval.",
        "20+ more wait for your approval.",
    ]
