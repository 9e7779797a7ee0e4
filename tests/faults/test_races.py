"""Two people at once, a process killed half-way, the same request twice at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from engine.commands import claim, complete, import_calendar, publish_template
from engine.model.calendar import Override
from engine.model.case import Actor
from engine.model.errors import Conflict, EngineError, NotPermitted
from engine.store import Store
from engine.store.batch import StepBatch
from engine.store.calendar_uploads import current_calendar, uploads
from tests.cases.desk import Desk
from tests.cases.drawing import diagram, end, gateway, path, start, user
from tests.user_tasks.diagrams import APPROVAL

FORK = diagram(
    "fork",
    start(),
    gateway("split", "parallel"),
    user("a", groups="leader"),
    user("b", groups="director"),
    gateway("join", "parallel"),
    end(),
    path("start", "split", "a", "join", "end"),
    path("split", "b", "join"),
)


@pytest.fixture
def approval(desk: Desk) -> str:
    desk.deploy(APPROVAL)
    case_id = desk.open("approval").case_id
    desk.complete("li", desk.one(case_id, "draft").id, {"text": "限期整改"})
    return case_id


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Carry all out in threads of their own at the same moment; return results or errors."""
    together = threading.Barrier(len(acts))
    answers: list[object] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        together.wait()
        try:
            answers[number] = act()
        except EngineError as refused:
            answers[number] = refused

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def act(desk: Desk, command: Callable[..., object], person: str, **arguments: object) -> object:
    with desk.store.begin() as session:
        return command(
            session,
            engine=desk.engine,
            clock=desk.clock,
            actor=Actor(person),
            **arguments,
        )


def test_of_two_people_completing_the_same_task_one_wins(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    answers = at_once(
        *(
            lambda person=person: act(
                desk, complete, person, work_id=work.id, form={"approved": True}
            )
            for person in ("wang", "zhao")
        )
    )
    lost = [answer for answer in answers if isinstance(answer, EngineError)]
    assert len(lost) == 1
    assert isinstance(lost[0], Conflict)
    assert lost[0].code == "task_over"
    winner = "wang" if isinstance(answers[1], EngineError) else "zhao"
    assert f"由{winner}某于" in lost[0].message
    desk.check(approval)
    assert len([e for e in desk.events(approval, "task_completed") if e["node"] == "approve"]) == 1


def test_of_two_people_claiming_the_same_task_one_wins(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    answers = at_once(
        *(
            lambda person=person: act(desk, claim, person, work_id=work.id)
            for person in ("wang", "zhao")
        )
    )
    lost = [answer for answer in answers if isinstance(answer, EngineError)]
    assert len(lost) == 1
    assert isinstance(lost[0], NotPermitted)
    holder = desk.one(approval, "approve").assignee
    assert f"由{holder}某承办" in lost[0].message
    desk.check(approval)


def test_two_tasks_of_one_case_completed_at_once_both_count(desk: Desk) -> None:
    desk.deploy(FORK)
    for _ in range(5):
        case_id = desk.open("fork").case_id
        first, second = desk.one(case_id, "a"), desk.one(case_id, "b")
        answers = at_once(
            lambda first=first: act(desk, complete, "wang", work_id=first.id),  # type: ignore[misc]
            lambda second=second: act(desk, complete, "zhao", work_id=second.id),  # type: ignore[misc]
        )
        assert [answer for answer in answers if isinstance(answer, EngineError)] == []
        desk.check(case_id)
        assert desk.case(case_id).status == "closed"


def test_the_same_request_at_the_same_moment_does_the_work_once(desk: Desk, approval: str) -> None:
    work = desk.one(approval, "approve")
    answers = at_once(
        *(
            lambda: act(
                desk,
                complete,
                "wang",
                work_id=work.id,
                form={"approved": True},
                idempotency_key="k",
            )
            for _ in range(4)
        )
    )
    assert [answer for answer in answers if answer != answers[0]] == []
    assert not isinstance(answers[0], EngineError)
    desk.check(approval)


class Killed(BaseException):
    """What a kill looks like from inside."""


@pytest.mark.parametrize("when", ["before", "after"])
def test_nothing_is_left_of_a_step_that_was_killed(
    desk: Desk, approval: str, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    work = desk.one(approval, "approve")
    before = (desk.case(approval), desk.history(approval), desk.work(approval))
    flush = StepBatch.flush

    def dying(self: StepBatch, session: object) -> None:
        if when == "after":
            flush(self, session)  # type: ignore[arg-type]
        raise Killed

    monkeypatch.setattr(StepBatch, "flush", dying)
    with pytest.raises(Killed):
        act(desk, complete, "wang", work_id=work.id, form={"approved": True})
    monkeypatch.undo()
    assert (desk.case(approval), desk.history(approval), desk.work(approval)) == before
    desk.complete("wang", work.id, {"approved": True})


def test_a_timer_killed_while_firing_fires_later_once(
    desk: Desk, approval: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = StepBatch.flush

    def dying(self: StepBatch, session: object) -> None:
        flush(self, session)  # type: ignore[arg-type]
        raise Killed

    monkeypatch.setattr(StepBatch, "flush", dying)
    with pytest.raises(Killed):
        desk.advance(days=4)
    monkeypatch.undo()
    assert desk.advance(minutes=3).fired == 1
    assert desk.types(approval).count("timer_fired") == 1


def test_a_broken_case_does_not_stop_the_timers_of_others(
    desk: Desk, store: Store, approval: str
) -> None:
    from sqlalchemy import update  # noqa: PLC0415 - only here

    from engine.commands import sweep  # noqa: PLC0415
    from engine.store.tables import case_file  # noqa: PLC0415

    other = desk.open("approval").case_id
    desk.complete("li", desk.one(other, "draft").id, {"text": "限期整改"})
    with store.begin() as session:
        session.execute(update(case_file).where(case_file.c.id == approval).values(state=b"broken"))
    desk.clock.advance(timedelta(days=4))
    swept = sweep(desk.store, engine=desk.engine, clock=desk.clock)
    assert (swept.fired, swept.failed) == (1, (approval,))
    assert "timer_fired" in desk.types(other)


def test_of_two_templates_over_the_same_version_one_is_published(desk: Desk) -> None:
    desk.engine = replace(desk.engine, check_template=lambda _: ())
    for seen in ({"is_new": True}, {"expected": "1"}, {"is_new": False, "expected": "2"}):
        publish = partial(act, desk, publish_template, "guan", key="notice", **seen)
        answers = at_once(*(partial(publish, source=f"{name}{seen}") for name in "甲乙"))
        (lost,) = [each for each in answers if isinstance(each, EngineError)]
        assert lost.code == "precondition_failed", lost.en


def test_whoever_may_not_publish_is_not_told_which_version_there_is(desk: Desk) -> None:
    with pytest.raises(NotPermitted):
        act(desk, publish_template, "li", key="notice", source="甲", expected="1")


def test_two_calendars_uploaded_at_once_are_laid_over_each_other(desk: Desk) -> None:
    days = [Override(date(2026, 3, day), working=False, name="假") for day in (10, 11, 12)]
    given = [partial(act, desk, import_calendar, "wang", rows=[day]) for day in days]
    assert not [each for each in at_once(*given) if isinstance(each, BaseException)]
    with desk.store.read() as session:
        found = uploads(session)
        assert [each.number for each in found] == [1, 2, 3]
        assert found[-1].version == current_calendar(session).version
