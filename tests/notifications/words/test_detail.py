"""How little a channel may carry: no person and no written word at `case`, nothing at `bare`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.values import Value
from engine.store.rows import OutboxRow
from notifications.channel import Language
from notifications.words.content import Content
from notifications.words.rendering import SHORT, SUBJECT
from tests.notifications.words.conftest import Scribe

# Characters that no sentence of ours has, so that what is found was carried.
WRITTEN = st.text("龘靐齉爩麤鱻灪龖籱爨\n", min_size=2, max_size=200).filter(str.strip)
PHONES = st.from_regex(r"1[3-9]990[0-9]{6}", fullmatch=True)
LANGUAGES: st.SearchStrategy[Language] = st.sampled_from(("zh", "en"))
FREE = ("text", "title", "person", "reason", "name", "zh")


def everything(content: Content) -> str:
    return f"{content.subject}\n{content.text}\n{content.html}\n{content.short}"


def pieces(written: str) -> set[str]:
    """Every two characters in a row of what somebody wrote."""
    return {written[at : at + 2] for at in range(len(written) - 1) if written[at : at + 2].strip()}


def bodies(work: str) -> st.SearchStrategy[dict[str, Value]]:
    """Bodies with words of people wherever there may be any, about open work or none."""
    free: dict[str, Any] = {name: st.one_of(WRITTEN, PHONES) for name in FREE}
    free["work"] = st.sampled_from((work, f"{work}9", "unknown"))
    free["item"] = st.integers(1, 99)
    return st.fixed_dictionaries({}, optional=free)


def test_nothing_of_a_person_leaves_where_it_may_not(
    memory_scribe: Callable[[], Scribe],
) -> None:
    scribe = memory_scribe()
    case_id = scribe.rectify()
    scribe.deliver(case_id)
    work = scribe.work_of(case_id, "submit_plan", 2)
    reference = "岳教督整〔2026〕1号"
    kinds = sorted(scribe.engine.message_kinds.known)
    names = {scribe.person(each).name for each in ("xiao", "hua")}

    @settings(max_examples=150)
    @given(
        kind=st.sampled_from([*kinds, "of_no_declaration"]),
        body=bodies(work),
        title=WRITTEN,
        language=LANGUAGES,
        has_case=st.booleans(),
    )
    def nothing_leaves(
        kind: str, body: dict[str, Value], title: str, language: Language, has_case: bool
    ) -> None:
        scribe.name_case(case_id, title)
        row = OutboxRow("m1", case_id if has_case else None, scribe.clock(), kind, {}, body)
        for detail in ("case", "bare"):
            single = scribe.write(row, to="xiao", absent="hua", language=language, detail=detail)
            several = scribe.sum_up([row, replace(row, id="m2")], language=language, detail=detail)
            for said in (everything(single), everything(several)):
                free = [str(body[name]) for name in FREE if name in body]
                for each in (title, *free):
                    assert not [
                        piece for piece in pieces(each) if piece in said and not piece.isdigit()
                    ]
                    assert each.strip() not in said
                assert not [name for name in names if name in said]
            if detail == "bare":
                assert case_id not in everything(single)
                assert reference not in everything(single) + everything(several)
                assert "报送" not in everything(single) + everything(several)

    nothing_leaves()


def test_what_is_short_is_short(memory_scribe: Callable[[], Scribe]) -> None:
    scribe = memory_scribe()
    case_id = scribe.rectify()
    scribe.deliver(case_id)
    work = scribe.work_of(case_id, "submit_plan", 2)
    kinds = sorted(scribe.engine.message_kinds.known)

    @settings(max_examples=100)
    @given(
        kind=st.sampled_from(kinds),
        body=bodies(work),
        title=WRITTEN,
        language=LANGUAGES,
        count=st.integers(1, 3),
    )
    def short(
        kind: str, body: dict[str, Value], title: str, language: Language, count: int
    ) -> None:
        scribe.name_case(case_id, title)
        row = OutboxRow("m1", case_id, scribe.clock(), kind, {}, body)
        for detail in ("full", "case", "bare"):
            single = scribe.write(row, language=language, detail=detail)
            rows = [replace(row, id=f"m{each}") for each in range(count)]
            for said in (single, scribe.sum_up(rows, language=language, detail=detail)):
                assert 0 < len(said.short) <= SHORT
                assert 0 < len(said.subject) <= SUBJECT
                assert said.short.isprintable()
                assert said.subject.isprintable()

    short()


def test_the_case_is_named_where_it_may_be(scribe: Scribe) -> None:
    case_id = scribe.rectify()
    scribe.deliver(case_id)
    said = scribe.write(scribe.about(case_id, "报送整改方案"), detail="case")
    assert "案件：岳教督整〔2026〕1号（责令限期整改）" in said.text
    assert "最迟2026年3月16日（星期一）办完" in said.text
    assert "《民法典》第二百零一条" in said.text
    assert "食堂" not in everything(said)
