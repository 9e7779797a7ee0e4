"""What nobody sends by accident: a refusal of ours, never a fault of the driver underneath."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from engine import commands
from engine.model.errors import InvalidArgument
from tests.cases.desk import Desk, refusal
from tests.cases.drawing import boundary, diagram, end, path, start, timer, user

FREE = diagram(
    "free",
    start(),
    user("a", groups="case_officer"),
    boundary("never", "a", timer("9999-12-31T12:00:00Z", "timeDate"), interrupting=False),
    end("never_came"),
    path("never", "never_came"),
    end(),
    path("start", "a", "end"),
)


@pytest.fixture
def free(desk: Desk) -> str:
    desk.deploy(FREE)
    return desk.open("free").case_id


def nested(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("text", ["a\0b", "\ud800"], ids=["nul", "lone surrogate"])
@pytest.mark.parametrize(
    "send",
    [
        lambda desk, _, text: desk.open("free", person=text),
        lambda desk, _, text: desk.open(text),
        lambda desk, _, text: desk.open("free", unit=text),
        lambda desk, _, text: desk.claim("li", text),
        lambda desk, _, text: desk.withdraw("li", f"{text}.3"),
        lambda desk, _, text: desk.send("li", text, "message"),
        lambda desk, case_id, text: desk.send("li", case_id, text),
        lambda desk, _, text: desk.give(commands.retry_incident, "guan", incident_id=text),
        lambda desk, case_id, text: desk.give(
            commands.assign, "guan", work_id=desk.one(case_id, "a").id, person=text
        ),
        lambda desk, case_id, text: desk.complete("li", desk.one(case_id, "a").id, {"v": text}),
    ],
)
def test_text_that_no_store_takes_is_refused(
    desk: Desk, free: str, send: Callable[[Desk, str, str], object], text: str
) -> None:
    refused = refusal(lambda: send(desk, free, text))
    assert refused.message
    assert desk.nodes(free) == ["a"]


def test_a_setting_that_no_store_takes_is_refused(desk: Desk) -> None:
    change = commands.change_setting
    refused = refusal(lambda: desk.give(change, "guan", key="incident.notify", value="\ud800"))
    assert isinstance(refused, InvalidArgument)


@pytest.mark.parametrize("key", [None, "k1"])
@pytest.mark.parametrize("value", [nested(20), nested(100_000), {"a": object(), "b": 1.5}])
def test_values_that_are_none_are_refused_with_a_key_and_without(
    desk: Desk, free: str, value: object, key: str | None
) -> None:
    work = desk.one(free, "a")
    refused = refusal(lambda: desk.complete("li", work.id, {"v": value}, idempotency_key=key))
    assert refused.code == "invalid_form"


def test_the_same_request_is_known_whatever_the_order_of_its_names(desk: Desk, free: str) -> None:
    work = desk.one(free, "a")
    big = 2**70
    first = desk.complete("li", work.id, {"v": {"a": 1.5, "b": big}}, idempotency_key="k1")
    again = desk.complete("li", work.id, {"v": {"b": big, "a": 1.5}}, idempotency_key="k1")
    assert first == again


@pytest.mark.parametrize(
    "due_at",
    [
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-8))),
        datetime.max.replace(tzinfo=UTC),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=8))),
    ],
)
def test_no_timer_is_moved_to_the_ends_of_time(desk: Desk, free: str, due_at: datetime) -> None:
    (row,) = desk.timers(free)
    refused = refusal(
        lambda: desk.give(
            commands.move_timer, "guan", case_id=free, aid=row.aid, due_at=due_at, reason="更正"
        )
    )
    assert refused.code == "instant_out_of_range"


def test_a_case_with_a_timer_that_never_fires_can_be_resumed(desk: Desk, free: str) -> None:
    desk.give(commands.suspend_case, "wang", case_id=free, reason="案外事由")
    desk.clock.advance(timedelta(days=30))
    desk.give(commands.resume_case, "wang", case_id=free, reason="事由消失")
    assert desk.case(free).status == "open"
