"""What happens otherwise: as the diagram says it, or as its timers do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bpmn.catalogue import catalogue
from engine.diagram.model import Node, Scope
from engine.diagram.reader import read_diagram
from notifications.words.consequences import Consequence, consequence_of
from tests.notifications.words.conftest import Scribe


def nodes_of(scope: Scope) -> Iterator[Node]:
    for each in scope.nodes.values():
        yield each
        if each.scope is not None:
            yield from nodes_of(each.scope)


def shipped(key: str) -> dict[str, Node]:
    diagrams = (read_diagram(source) for source in catalogue()[key].diagrams.values())
    return {
        node.id: node
        for diagram in diagrams
        for process in diagram.processes
        for node in nodes_of(process.scope)
    }


def otherwise(key: str, node: str) -> Consequence:
    nodes = shipped(key)
    return consequence_of(nodes[node], nodes.values(), language="zh")


def test_a_timer_at_the_due_date_says_what_ends_or_begins() -> None:
    assert otherwise("rectification", "verify_item") == Consequence(starts="核查逾期")
    assert otherwise("accountability", "reply_letter") == Consequence(lapses="回复期满")


def test_a_timer_before_the_due_date_says_nothing() -> None:
    assert otherwise("rectification", "submit_plan") == Consequence()


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_what_a_diagram_says_it_says_in_both_languages(key: str) -> None:
    for node in shipped(key).values():
        zh, en = (node.properties.get(name, "") for name in ("otherwise", "otherwise_en"))
        assert bool(zh) == bool(en), node.id
        if zh:
            assert zh.endswith("。"), node.id
            assert en.endswith("."), node.id
            assert en.isascii(), node.id


def test_a_message_says_what_the_diagram_says(scribe: Scribe) -> None:
    case_id = scribe.rectify()
    scribe.complete("li", scribe.one(case_id, "draft_notice").id, {"notice_text": "请整改"})
    scribe.complete("wang", scribe.one(case_id, "approve_notice").id, {"approved": True})
    scribe.complete("li", scribe.one(case_id, "deliver_notice").id, {"delivery_mode": "直接"})
    message = scribe.about(case_id, "签收通知书")
    assert "逾期不办：期满仍未签收的，由承办人登记留置送达" in scribe.write(message).text
    assert "Otherwise: If it is not signed for by then" in scribe.write(message, language="en").text
