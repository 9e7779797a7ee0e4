"""Both stores answer exactly what a text says: an entry is found when it contains every word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from engine.commands.searching import Hits, search_publications
from engine.model.errors import InvalidArgument
from engine.model.registers import Page
from engine.model.search_text import MAX_SNIPPET, fold
from engine.store import Store
from engine.store.search_entries import SearchEntry
from engine.store.search_index import is_index_sound, write_entry
from engine.store.tables import search_entry
from tests.cases.desk import refusal
from tests.search.conftest import WAYS, take
from tests.store.samples import NOW, prepare

# Few characters, so that queries are often found, and those that are hard to cut.
ALPHABET = st.sampled_from(
    "督办督办单察 \n　，“'\"*-+^:(){}%_\\ＡaB12１２é\u0301㈠ﬁ😀ß督\U0010ff2d"
)
TEXTS = st.text(ALPHABET, max_size=12) | st.text(max_size=8)
QUERIES = st.text(ALPHABET, min_size=1, max_size=4)
property_test = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def lay_out(store: Store, texts: Sequence[tuple[str, str]]) -> None:
    """Put publications with these titles and texts in the place of those that were there."""
    with store.begin() as session:
        session.execute(delete(search_entry))
        for number, (title, text) in enumerate(texts):
            at = NOW + timedelta(minutes=number // 2)
            entry = SearchEntry(
                f"publication:{number}", "publication", "c1", None, None, "public", at, title, text
            )
            write_entry(session, entry)


def ask(store: Store, text: str, page: Page | None = None) -> Hits:
    with store.read() as session:
        return search_publications(session, text=text, page=page or Page())


@pytest.fixture
def shelf(store: Store) -> Store:
    """A store with a case that publications can belong to."""
    prepare(store, "c1")
    return store


@property_test
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6), QUERIES, st.sampled_from(list(WAYS)))
def test_an_entry_is_found_when_it_contains_every_word(
    shelf: Store, texts: list[tuple[str, str]], query: str, way: str
) -> None:
    words = fold(query).split()
    assume(words)
    with pytest.MonkeyPatch.context() as patch:
        take(way, patch)
        lay_out(shelf, texts)
        hits = ask(shelf, query)
    expected = {
        str(number)
        for number, pair in enumerate(texts)
        if all(word in fold("\n".join(pair)) for word in words)
    }
    assert {hit.id for hit in hits.rows} == expected
    assert str(hits.total) == str(len(expected))
    for hit in hits.rows:
        shown = [hit.snippet.text[begin:end] for begin, end in hit.snippet.marks]
        named = [hit.title[begin:end] for begin, end in hit.title_marks]
        marked = [fold(each).replace(" ", "") for each in (*shown, *named)]
        assert marked
        assert all(any(word in each for word in words) for each in marked)
        assert len(hit.snippet.text) <= MAX_SNIPPET


def test_two_characters_are_found_together_and_not_apart(shelf: Store) -> None:
    lay_out(shelf, [("督办单", ""), ("督促办理", ""), ("", "请予督\n办"), ("领导督办", "")])
    assert [hit.id for hit in ask(shelf, "督办").rows] == ["3", "0"]
    assert [hit.id for hit in ask(shelf, "督办单").rows] == ["0"]
    assert {hit.id for hit in ask(shelf, "督").rows} == {"0", "1", "2", "3"}
    assert [hit.id for hit in ask(shelf, "领导 督办").rows] == ["3"]
    assert [hit.id for hit in ask(shelf, "督办 领导　").rows] == ["3"]


def test_pairs_that_stand_apart_make_no_word(shelf: Store) -> None:
    lay_out(shelf, [("督办；办单", ""), ("督办单", "")])
    assert [hit.id for hit in ask(shelf, "督办单").rows] == ["1"]


def test_full_width_and_capital_letters_are_the_same(shelf: Store) -> None:
    lay_out(shelf, [("岳教督整〔２０２６〕１２号", "ＡＢc 校车")])
    for text in ("2026", "〔2026〕12号", "ａｂＣ", "6〕1", "教督整"):
        (hit,) = ask(shelf, text).rows
        marks = [hit.title[a:b] for a, b in hit.title_marks]
        assert len(marks) + len(hit.snippet.marks) == 1, text
    assert ask(shelf, "202612").rows == ()


def test_a_long_text_is_found_to_its_end(shelf: Store) -> None:
    long = "整改" * 30_000 + "末尾督办" + "😀"
    lay_out(shelf, [("长文", long), ("短文", "整改")])
    (hit,) = ask(shelf, "尾督").rows
    assert hit.snippet.text == f"…{'整改' * 9}改末尾督办😀"[:81] or "尾督" in hit.snippet.text
    ((begin, end),) = hit.snippet.marks
    assert hit.snippet.text[begin:end] == "尾督"
    assert ask(shelf, "😀").rows[0].id == "0"


HOSTILE = (
    "AND", "OR NOT", '"', '"督办', "督办*", "督*", "NEAR(督 办)", "title:督办", "^督", "-督", "'; --",
    "a' OR '1'='1", "%", "_", "\\", "{督}", "督 & 办", "!督", "督:*", "<->", "😀👨‍👩‍👧", "{}", "[1]",
    "督\0办", "NULL", "$1", "%s", ":督", "?", "\u202e督", "١٢",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_operators_are_characters_like_any_other(shelf: Store, text: str) -> None:
    lay_out(shelf, [(f"前{text}后".replace("\0", ""), ""), ("无关", "")])
    assert [hit.id for hit in ask(shelf, text).rows] == ["0"]
    lay_out(shelf, [("无关", "无关")])
    assert ask(shelf, text).rows == ()


@pytest.mark.parametrize("text", ["", " 　\n", "\0", "\u200b", "督" * 101, "督办" * 5_000])
def test_what_cannot_be_looked_for_is_refused(shelf: Store, text: str) -> None:
    refused = refusal(lambda: ask(shelf, text))
    assert (type(refused), refused.code) == (InvalidArgument, "invalid_text")


def test_the_longest_text_can_be_looked_for(shelf: Store) -> None:
    longest = "".join(chr(0x4E00 + number) for number in range(100))
    lay_out(shelf, [(longest, ""), (longest[1:], "")])
    assert [hit.id for hit in ask(shelf, longest).rows] == ["0"]
    assert ask(shelf, " ".join("督办单"[: 1 + n % 3] for n in range(30))).rows == ()


@pytest.mark.usefixtures("any_way")
def test_pages_follow_one_another_newest_first(shelf: Store) -> None:
    lay_out(shelf, [(f"督办{number}", "") for number in range(7)])
    ids, after = [], None
    while True:
        hits = ask(shelf, "督办", Page(2, after=after))
        ids += [hit.id for hit in hits.rows]
        after = hits.next
        if after is None:
            break
        assert len(hits.rows) == 2
    assert ids == ["6", "4", "5", "2", "3", "0", "1"]
    refused = refusal(lambda: ask(shelf, "督办", Page(2, after="不对")))
    assert refused.code == "invalid_cursor"


@pytest.mark.usefixtures("any_way")
def test_no_more_than_a_thousand_are_counted(shelf: Store) -> None:
    lay_out(shelf, [("督办", "")] * 1_000)
    assert str(ask(shelf, "督办").total) == "1000"
    lay_out(shelf, [("督办", "")] * 1_001)
    assert str(ask(shelf, "督办").total) == "1000+"
    ids, after = [], None
    for _ in range(3):
        hits = ask(shelf, "督办", Page(500, after=after))
        ids += [int(hit.id) for hit in hits.rows]
        after = hits.next
    assert after is None
    assert ids == sorted(range(1_001), key=lambda each: (-(each // 2), str(each)))


def test_the_index_follows_what_is_written_changed_and_removed(shelf: Store) -> None:
    lay_out(shelf, [("督办", ""), ("约谈", "")])
    lay_out(shelf, [("公示", "")])
    assert ask(shelf, "督办").rows == ()
    assert [hit.id for hit in ask(shelf, "公示").rows] == ["0"]
    with shelf.begin() as session:
        assert is_index_sound(session)
