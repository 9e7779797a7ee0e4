"""Lists of publications and objections for officials, a page at a time, on both stores."""

from __future__ import annotations

import pytest

from engine.commands.objection_reading import list_objections
from engine.commands.public_reading import find_publications
from engine.commands.reading.publications import list_office_publications
from engine.commands.registers import Listed
from engine.model.case import Actor
from engine.model.errors import InvalidArgument, NotPermitted
from engine.model.registers import Page
from engine.store.rows import ObjectionRow
from tests.cases.desk import Desk, refusal
from tests.publications.office import close, file, publish

ONE = "某示〔2026〕1号"


def objected(desk: Desk, page: Page) -> Listed[ObjectionRow]:
    return desk.give(list_objections, "li", publication=ONE, page=page)


def test_objections_come_in_pages_each_once_though_more_are_filed_meanwhile(desk: Desk) -> None:
    publish(desk)
    for number in range(3):
        file(desk, text=f"第{number}件")
    first = objected(desk, Page(2))
    file(desk, text="第3件")
    rest = objected(desk, Page(2, first.next))
    texts = [row.text for row in (*first.rows, *rest.rows)]
    assert sorted(texts) == ["第0件", "第1件", "第2件", "第3件"]
    assert rest.next is None
    assert isinstance(refusal(lambda: objected(desk, Page(2, "x"))), InvalidArgument)


def test_publications_come_in_pages_with_what_waits_for_an_answer(desk: Desk) -> None:
    for number in range(1, 4):
        publish(desk, f"某示〔2026〕{number}号")
        desk.advance(minutes=1)
    file(desk)

    def listed(page: Page) -> tuple[list[tuple[str, int | None]], str | None]:
        found = desk.give(list_office_publications, "li", page=page)
        lines = [
            (row.publication.number[-2:], row.objections.unanswered if row.objections else None)
            for row in found.rows
        ]
        return lines, found.next

    first, cursor = listed(Page(2))
    assert first == [("3号", 0), ("2号", 0)]
    assert listed(Page(2, cursor)) == ([("1号", 1)], None)


def test_the_list_is_for_those_who_list_cases(desk: Desk) -> None:
    publish(desk)
    refused = refusal(lambda: desk.give(list_office_publications, "xiao"))
    assert isinstance(refused, NotPermitted)
    unknown = refusal(
        lambda: desk.read(
            lambda session: list_office_publications(
                session, engine=desk.engine, clock=desk.clock, actor=Actor("nobody")
            )
        )
    )
    assert isinstance(unknown, NotPermitted)


@pytest.mark.parametrize("text, numbers", [("名单", ["3号", "1号"]), ("名单 如下", ["3号", "1号"]),
                                           ("没有的词", [])])  # fmt: skip
def test_the_public_finds_what_stands_newest_first(
    desk: Desk, text: str, numbers: list[str]
) -> None:
    for number in range(1, 4):
        publish(desk, f"某示〔2026〕{number}号")
        desk.advance(minutes=1)
    close(desk, "某示〔2026〕2号")
    hits = desk.read(lambda session: find_publications(session, clock=desk.clock, text=text))
    assert [hit.publication.number[-2:] for hit in hits.rows] == numbers
    assert hits.total.number == len(numbers)
