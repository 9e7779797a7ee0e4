"""What each kind of message is called, and which cannot be muted."""

from __future__ import annotations

import re

import pytest

from bpmn.catalogue import catalogue
from dudao.composition import case_types
from engine import commands
from engine.model.case import Actor
from engine.model.deadlines import local_day
from engine.model.errors import InvalidArgument, NotFound, NotPermitted
from engine.model.message_kinds import OTHER, MessageKind, MessageKinds
from engine.model.message_words import words_of
from engine.model.values import Value
from tests.inbox.test_reading import say, told, unread
from tests.reading.house import House

KINDS = case_types().message_kinds
_NOTIFY = re.compile(r'topic="notify">(.*?)</bpmn:serviceTask>', re.DOTALL)
_KIND = re.compile(r'inputParameter name="kind">(.*?)<')
_WORD = re.compile(r'"(\w+)"')


def kinds_drawn() -> set[str]:
    """Every kind that a shipped diagram may say."""
    found: set[str] = set()
    for case_type in catalogue().values():
        for source in case_type.diagrams.values():
            for task in _NOTIFY.findall(source.decode()):
                for kind in _KIND.findall(task):
                    found |= set(_WORD.findall(kind)) if kind.startswith("${") else {kind}
    return found


def test_every_kind_that_a_shipped_diagram_says_is_declared() -> None:
    drawn = kinds_drawn()
    assert {"clock_started", "reminder", "overdue", "upheld"} <= drawn
    assert drawn - set(KINDS.known) == set()


def test_every_kind_has_its_words_and_every_duty_a_source() -> None:
    for key, kind in KINDS.known.items():
        assert re.search("[一-鿿]", kind.zh), key
        assert kind.en.isascii(), key
        assert kind.says.endswith("."), key
        if kind.duty is not None:
            assert "《" in kind.duty.zh, key
            assert kind.duty.en.endswith("."), key


def test_a_kind_declared_twice_and_differently_is_refused() -> None:
    once, other = (MessageKind("k", "甲", "A", f"{each}.") for each in "AB")
    assert MessageKinds.of((once,), (once,)).kind("k") is once
    assert MessageKinds.of((once,)).kind("unknown") is OTHER
    with pytest.raises(InvalidArgument):
        MessageKinds.of((once,), (other,))


def test_what_is_muted_is_listed_but_neither_counted_nor_highlighted(house: House) -> None:
    case_id = house.rectify()
    say(house, 3, case_id)
    say(house, 2, case_id, kind="period_reported", name="p")
    house.give(commands.set_notification, "xiao", kind="reminder", is_counted=False)
    again = house.give(commands.set_notification, "xiao", kind="reminder", is_counted=False)
    assert not again.changed
    assert unread(house, "xiao") == "2"
    assert unread(house, "in_respondent") == "5"
    assert [each.is_highlighted for each in told(house, "xiao")] == [
        each.kind != "reminder" for each in told(house, "xiao")
    ]
    assert len(told(house, "xiao")) == 5
    shown = house.ask(commands.list_message_kinds, "xiao").rows
    assert [each.kind for each in shown if not each.is_counted] == ["reminder"]
    house.give(commands.set_notification, "xiao", kind="reminder", is_counted=True)
    assert unread(house, "xiao") == "5"


def test_what_the_law_wants_told_cannot_be_muted_and_the_answer_says_why(house: House) -> None:
    for kind in house.ask(commands.list_message_kinds, "xiao").rows:
        if kind.can_be_muted:
            assert (kind.why_zh, kind.why_en) == ("", "")
            continue
        with pytest.raises(InvalidArgument) as refused:
            house.give(commands.set_notification, "xiao", kind=kind.kind, is_counted=False)
        assert refused.value.code == "kind_must_be_counted"
        assert kind.why_zh in refused.value.message
    assert not any(
        each.can_be_muted
        for each in house.ask(commands.list_message_kinds, "xiao").rows
        if each.kind in ("clock_started", "task_assigned", "objection_answered", "upheld")
    )


def test_nobody_sets_what_is_not_theirs_or_does_not_exist(house: House) -> None:
    today = local_day(house.clock())
    house.give(
        commands.substitute, "wang",
        absent="wang", substitute="zhao", from_on=today, until_on=today, reason="出差",
    )  # fmt: skip
    with pytest.raises(NotPermitted), house.store.begin() as session:
        commands.set_notification(
            session,
            engine=house.engine,
            clock=house.clock,
            actor=Actor("zhao", on_behalf_of="wang"),
            kind="reminder",
            is_counted=False,
        )
    with pytest.raises(NotFound):
        house.give(commands.set_notification, "xiao", kind="nothing", is_counted=False)


def test_every_message_of_a_case_says_something_in_both_languages(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    for each in house.ask(commands.list_case_messages, "li", case_id=case_id).rows:
        words = each.words
        assert words.zh.endswith("。"), words
        assert words.title_zh.startswith(each.kind_zh)
        assert words.title_en.startswith(each.kind_en)
        for text in (words.zh, words.en, words.title_zh, words.title_en):
            assert not re.search(r"[{}]|null|None|[0-9a-f]{8}-", text), text


@pytest.mark.parametrize(
    "body", [None, {}, {"text": None}, {"text": 3}, {"name": {"a": 1}, "due_at": "soon"}, [1]]
)
def test_a_body_without_words_still_makes_a_sentence(body: Value) -> None:
    for key in (*KINDS.known, "unknown"):
        words = words_of(KINDS.kind(key), key, body, case=None, reference=None)
        assert words.zh.endswith("。"), key
        assert words.en.endswith((".", "”")), key
