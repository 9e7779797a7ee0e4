"""Separation of duties looks into items from outside; inside, each item is on its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine import commands
from engine.commands.work_reading import list_work
from engine.model.case import Actor
from engine.spiff.codec import may_mention
from engine.store.case_reads import items_of_case
from tests.cases.desk import Desk, refusal
from tests.cases.drawing import (
    boundary,
    diagram,
    end,
    extended,
    gateway,
    items,
    path,
    props,
    subprocess,
    timer,
    user,
)
from tests.cases.drawing import start as start_event
from tests.duties.office import give_for, substitute
from tests.support import diagrams as draw


def start(node: str) -> str:
    return start_event().replace('id="start"', f'id="{node}"')


def consultation(
    *, sequential: bool = False, inside: str = "", apart: str = "reply", **properties: str
) -> str:
    """Two members reply, and somebody else checks each reply."""
    return subprocess(
        "consult",
        extended(props(**properties)),
        start("asked"),
        inside or user("reply", groups="inspector"),
        user("check", groups="inspector", separate_from=apart),
        end("answered"),
        path("asked", "reply", "check", "answered"),
        loop=items('${["甲", "乙"]}', "member", sequential=sequential),
    )


BESIDE = diagram(
    "beside",
    start("start"),
    gateway("fork", "parallel"),
    consultation(),
    user("watch", groups="inspector, leader", separate_from="reply, check"),
    gateway("join", "parallel"),
    user("decide", groups="inspector, leader", separate_from="reply"),
    end(),
    path("start", "fork", "consult", "join", "decide", "end"),
    path("fork", "watch", "join"),
)


def refused(act: Callable[[], object]) -> bool:
    """Say that something is refused because of the separation of duties."""
    return "职责分离" in refusal(act).message


def may_not(desk: Desk, person: str, case_id: str, node: str, item: int | None = None) -> bool:
    work = desk.one(case_id, node, item)
    is_refused = refused(lambda: desk.claim(person, work.id)) and refused(
        lambda: desk.complete(person, work.id)
    )
    assert is_closed(desk, person, work.id) == is_refused, "a list says otherwise"
    return is_refused


def is_closed(desk: Desk, person: str, work_id: str) -> bool:
    """Say whether the list of what somebody may take says that this is not theirs to do."""
    with desk.store.read() as session:
        found = list_work(session, engine=desk.engine, clock=desk.clock, actor=Actor(person))
    (row,) = (each for each in found.rows if each.id == work_id)
    assert bool(row.why_not) != row.may_complete
    return bool(row.why_not)


def test_lists_read_no_state_in_which_nobody_of_them_is_mentioned(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.deploy(BESIDE)
    case_id = desk.open("beside").case_id
    desk.complete("qian", desk.one(case_id, "reply", 1).id)
    state, watch = desk.case(case_id).state, desk.one(case_id, "watch").id
    assert may_mention(state, "qian")
    assert not may_mention(state, "sun")
    assert may_mention(b"0" + state[1:], "sun"), "of another layout nothing is known"
    assert may_mention(b'1["a\\"b"]', 'a"b')
    assert is_closed(desk, "qian", watch)
    monkeypatch.delattr("engine.commands.step.Instance.load")
    assert not is_closed(desk, "sun", watch)


def test_who_performed_inside_an_item_may_not_act_outside_while_it_runs(desk: Desk) -> None:
    desk.deploy(BESIDE)
    case_id = desk.open("beside").case_id
    desk.complete("qian", desk.one(case_id, "reply", 1).id)
    assert desk.nodes(case_id) == ["check", "reply", "watch"]
    assert may_not(desk, "qian", case_id, "watch")
    desk.complete("sun", desk.one(case_id, "watch").id)


def test_it_holds_after_the_items_have_ended_and_their_state_is_forgotten(desk: Desk) -> None:
    desk.deploy(BESIDE)
    case_id = desk.open("beside").case_id
    desk.complete("qian", desk.one(case_id, "reply", 1).id)
    desk.complete("qian", desk.one(case_id, "reply", 2).id)
    for item in (1, 2):
        desk.complete("sun", desk.one(case_id, "check", item).id)
    assert desk.nodes(case_id) == ["watch"]
    assert may_not(desk, "qian", case_id, "watch")
    assert may_not(desk, "sun", case_id, "watch")
    desk.complete("wang", desk.one(case_id, "watch").id)
    assert may_not(desk, "qian", case_id, "decide")
    desk.complete("sun", desk.one(case_id, "decide").id)  # checked, which decide does not name


def test_inside_each_item_is_on_its_own(desk: Desk) -> None:
    desk.deploy(BESIDE)
    case_id = desk.open("beside").case_id
    desk.complete("qian", desk.one(case_id, "reply", 1).id)
    desk.complete("sun", desk.one(case_id, "reply", 2).id)
    assert may_not(desk, "qian", case_id, "check", 1)
    assert may_not(desk, "sun", case_id, "check", 2)
    desk.complete("sun", desk.one(case_id, "check", 1).id)
    desk.complete("qian", desk.one(case_id, "check", 2).id)


def test_the_next_item_does_not_see_the_one_before(desk: Desk) -> None:
    desk.deploy(
        diagram(
            "in_turn",
            start("start"),
            consultation(sequential=True),
            user("decide", groups="inspector, leader", separate_from="reply"),
            end(),
            path("start", "consult", "decide", "end"),
        )
    )
    case_id = desk.open("in_turn").case_id
    for replies, checks in (("qian", "sun"), ("sun", "qian")):
        desk.complete(replies, desk.one(case_id, "reply").id)
        desk.complete(checks, desk.one(case_id, "check").id)
    assert may_not(desk, "qian", case_id, "decide")
    assert may_not(desk, "sun", case_id, "decide")


def test_a_delegate_and_who_delegated_count_outside(desk: Desk) -> None:
    desk.deploy(BESIDE)
    case_id = desk.open("beside").case_id
    work = desk.one(case_id, "reply", 1)
    desk.claim("qian", work.id)
    desk.give(commands.delegate, "qian", work_id=work.id, person="sun")
    desk.complete("sun", work.id)
    assert may_not(desk, "qian", case_id, "watch")
    assert may_not(desk, "sun", case_id, "watch")


def test_no_delegation_gets_round_what_was_done_inside(desk: Desk) -> None:
    desk.deploy(BESIDE)
    case_id = desk.open("beside").case_id
    desk.complete("qian", desk.one(case_id, "reply", 1).id)
    work = desk.one(case_id, "watch")
    desk.claim("wang", work.id)
    assert refused(lambda: desk.give(commands.delegate, "wang", work_id=work.id, person="qian"))


def test_a_substitute_and_the_absent_person_count_outside(desk: Desk) -> None:
    desk.deploy(BESIDE)
    case_id = desk.open("beside").case_id
    substitute(desk, "qian", "sun")
    work = desk.one(case_id, "reply", 1)
    give_for(desk, commands.complete, "sun", "qian", work_id=work.id, form={})
    watch = desk.one(case_id, "watch")
    assert may_not(desk, "qian", case_id, "watch")
    assert may_not(desk, "sun", case_id, "watch")
    substitute(desk, "wang", "sun")
    assert refused(
        lambda: give_for(desk, commands.complete, "sun", "wang", work_id=watch.id, form={})
    )


def test_what_was_taken_back_does_not_count(desk: Desk) -> None:
    desk.deploy(BESIDE)
    case_id = desk.open("beside").case_id
    work = desk.one(case_id, "reply", 1)
    desk.complete("qian", work.id)
    desk.withdraw("qian", work.id)
    desk.complete("qian", desk.one(case_id, "watch").id)


@pytest.mark.parametrize("is_done", [True, False])
def test_what_was_performed_in_an_item_that_was_cut_short_counts(desk: Desk, is_done: bool) -> None:
    desk.deploy(
        diagram(
            "cut_short",
            start("start"),
            consultation(),
            boundary("lapsed", "consult", timer("P3D")),
            gateway("over"),
            user("decide", groups="inspector", separate_from="reply"),
            end(),
            path("start", "consult", "over", "decide", "end"),
            path("lapsed", "over"),
        )
    )
    case_id = desk.open("cut_short").case_id
    if is_done:
        desk.complete("qian", desk.one(case_id, "reply", 2).id)
    desk.advance(days=4)
    if is_done:
        assert may_not(desk, "qian", case_id, "decide")
    else:
        desk.complete("qian", desk.one(case_id, "decide").id)


def test_items_in_items_count_in_every_item_around_and_in_the_case(desk: Desk) -> None:
    inner = subprocess(
        "reply",
        start("begun"),
        user("write", groups="inspector"),
        end("written"),
        path("begun", "write", "written"),
        loop=items("${[1, 2]}", "letter"),
    )
    desk.deploy(
        diagram(
            "nested",
            start("start"),
            consultation(inside=inner, apart="write"),
            user("decide", groups="inspector, leader", separate_from="write"),
            end(),
            path("start", "consult", "decide", "end"),
        )
    )
    case_id = desk.open("nested").case_id
    first, second, third, fourth = sorted(
        (each for each in desk.work(case_id) if each.node == "write"), key=lambda each: each.aid
    )
    desk.complete("qian", first.id)
    desk.complete("qian", second.id)
    desk.complete("sun", third.id)
    desk.complete("sun", fourth.id)
    assert may_not(desk, "qian", case_id, "check", 1)
    assert may_not(desk, "sun", case_id, "check", 2)
    desk.complete("sun", desk.one(case_id, "check", 1).id)
    desk.complete("qian", desk.one(case_id, "check", 2).id)
    assert may_not(desk, "qian", case_id, "decide")
    assert may_not(desk, "sun", case_id, "decide")


def test_expressions_outside_count_all_items_and_those_of_an_item_only_its_own(desk: Desk) -> None:
    asking = consultation(
        output_collection="replies",
        output_element='${{by: performer("reply"), times: times("reply")}}',
    )
    desk.deploy(
        diagram(
            "asking",
            start("start"),
            asking,
            user(
                "thank",
                assignee='${performer("reply")}',
                groups='${if times("reply") = 2 then "leader" else "director"}',
                users='${performers("reply")}',
            ),
            end(),
            path("start", "consult", "thank", "end"),
        )
    )
    case_id = desk.open("asking").case_id
    desk.complete("qian", desk.one(case_id, "reply", 2).id)
    desk.complete("sun", desk.one(case_id, "reply", 1).id)
    desk.complete("sun", desk.one(case_id, "check", 2).id)
    desk.complete("qian", desk.one(case_id, "check", 1).id)
    thank = desk.one(case_id, "thank")
    assert (thank.assignee, thank.groups) == ("sun", ("leader",))
    assert thank.users == ("qian", "sun")
    assert desk.variables(case_id)["replies"] == [
        {"by": "sun", "times": 1},
        {"by": "qian", "times": 1},
    ]


def test_the_row_of_an_item_that_ends_counts_what_was_done_in_it(desk: Desk) -> None:
    asking = consultation(item_title="${member}", item_round='${times("reply")}')
    parts = (start("start"), asking, end(), path("start", "consult", "end"))
    desk.deploy(diagram("rows", *parts))
    case_id = desk.open("rows").case_id
    for item in (1, 2):
        desk.complete("qian", desk.one(case_id, "reply", item).id)
    for item in (1, 2):
        desk.complete("sun", desk.one(case_id, "check", item).id)
    rows = desk.read(lambda session: items_of_case(session, case_id))
    assert [(row.status, row.round) for row in rows] == [("closed", 1), ("closed", 1)]


def test_a_called_process_hands_out_who_performed_in_it(desk: Desk) -> None:
    called = draw.process(
        "called", draw.start("s"), draw.user("check", groups="inspector"), draw.end("e"),
        draw.path("s", "check", "e"),
    )  # fmt: skip
    by = draw.mapping("out", sourceExpression='${performer("check")}', target="checked_by")
    calling = draw.process(
        "calling", draw.start(), draw.call("call", "called", by), draw.end(),
        draw.user("thank", assignee="${checked_by}"), draw.path("start", "call", "thank", "end"),
    )  # fmt: skip
    desk.deploy(draw.definitions(calling, called))
    case_id = desk.open("calling").case_id
    desk.complete("qian", desk.one(case_id, "check").id)
    assert desk.one(case_id, "thank").assignee == "qian"
