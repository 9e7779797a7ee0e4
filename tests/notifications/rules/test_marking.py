"""Marks of due dates as a worker says them: on the right day, once, to whom the rules say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from sqlalchemy import select

from engine.commands import import_calendar, resume_case, suspend_case
from engine.definitions import Handlers
from engine.model.calendar import SHANGHAI, Override
from engine.model.own_reminders import OwnReminder
from engine.store import Session, Store
from engine.store.rows import OutboxRow
from engine.store.tables import open_work
from notifications.marks.marking import mark_due
from notifications.rules.model import NEAR_DUE, OPENER, OVERDUE, TOLD, Rule
from notifications.rules.stored import store_rules
from tests.cases.desk import Desk
from tests.cases.drawing import (
    boundary,
    diagram,
    end,
    items,
    path,
    service,
    start,
    subprocess,
    timer,
    user,
)

KINDS = ("near_due", "due", "overdue_mark")
PLAIN = diagram(
    "plain",
    start(),
    user("report", groups="respondent", due="10工作日"),
    end(),
    path("start", "report", "end"),
)


def at(day: str, hour: str = "08:30") -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}:00+08:00").astimezone(UTC)


def look(desk: Desk, when: datetime, *, limit: int = 1000) -> int:
    desk.clock.move_to(when)
    desk.sweep()
    return mark_due(desk.store, engine=desk.engine, clock=desk.clock, worker="w1", limit=limit)


def said(desk: Desk, case_id: str) -> list[str]:
    """What marks said, as `day kind to`."""
    return sorted(
        " ".join((each.created_at.astimezone(SHANGHAI).strftime("%m-%d"), each.kind, to_of(each)))
        for each in desk.outbox(case_id)
        if each.kind in KINDS
    )


def to_of(message: OutboxRow) -> str:
    audience = cast("dict[str, list[str]]", message.audience)
    return ",".join([*audience.get("people", []), *audience.get("groups", [])])


def every_day(desk: Desk, first: str, days: int, hour: str = "08:30") -> None:
    for number in range(days):
        look(desk, at(first, hour) + timedelta(days=number))


def test_the_ladder_speaks_on_its_working_days_and_no_others(desk: Desk) -> None:
    desk.deploy(PLAIN)
    case_id = desk.open("plain").case_id  # Monday 03-02; due on Monday 03-16
    every_day(desk, "2026-03-02", 30)
    assert said(desk, case_id) == [
        "03-11 near_due respondent",
        "03-16 due respondent",
        "03-17 overdue_mark respondent",
        "03-19 overdue_mark li",
        "03-19 overdue_mark respondent",
        "03-23 overdue_mark leader",
        "03-23 overdue_mark respondent",
        "03-25 overdue_mark respondent",
        "03-27 overdue_mark respondent",
        "03-30 overdue_mark leader",
        "03-31 overdue_mark respondent",
    ]


def test_nothing_is_said_before_its_hour_and_once_after_it(desk: Desk) -> None:
    desk.deploy(PLAIN)
    case_id = desk.open("plain").case_id
    assert look(desk, at("2026-03-11", "08:29")) == 0
    assert look(desk, at("2026-03-11", "08:30")) == 1
    assert look(desk, at("2026-03-11", "08:30")) == 0
    assert look(desk, at("2026-03-11", "23:00")) == 0
    assert said(desk, case_id) == ["03-11 near_due respondent"]


def test_a_message_carries_what_it_is_about_and_the_rule_it_follows(desk: Desk) -> None:
    desk.deploy(PLAIN)
    case_id = desk.open("plain").case_id
    look(desk, at("2026-03-11"))
    (message,) = [each for each in desk.outbox(case_id) if each.kind == "near_due"]
    work = desk.one(case_id, "report")
    assert message.body == {
        "work": work.id,
        "name": "report",
        "due_at": work.due_at,
        "days": 3,
        "rule": "all.near_due",
        "rules": 0,
        "mark": 3,
    }
    assert message.audience == {"groups": ["respondent"], "unit": "430621"}


def test_who_holds_the_work_is_told_and_the_opener_who_holds_it_is_told_once(desk: Desk) -> None:
    desk.deploy(
        diagram(
            "own",
            start(),
            user("draft", groups="case_officer", due="1工作日"),
            end(),
            path("start", "draft", "end"),
        )
    )
    case_id = desk.open("own").case_id  # due on 03-03
    desk.claim("li", desk.one(case_id, "draft").id)
    every_day(desk, "2026-03-02", 10)
    assert said(desk, case_id) == [
        "03-03 due li",
        "03-04 overdue_mark li",
        "03-06 overdue_mark li",
        "03-10 overdue_mark leader",
        "03-10 overdue_mark li",
    ]


def test_leaders_who_hold_the_work_hear_once_on_the_day_of_their_rung(desk: Desk) -> None:
    desk.deploy(
        diagram(
            "above",
            start(),
            user("approve", groups="leader", due="1工作日"),
            end(),
            path("start", "approve", "end"),
        )
    )
    case_id = desk.open("above").case_id  # due on 03-03; the fifth day after it is 03-10
    every_day(desk, "2026-03-02", 9)
    assert said(desk, case_id) == [
        "03-03 due leader",
        "03-04 overdue_mark leader",
        "03-06 overdue_mark leader",
        "03-06 overdue_mark li",
        "03-10 overdue_mark leader",
    ]


def test_after_weeks_without_a_worker_only_the_latest_is_said(desk: Desk) -> None:
    desk.deploy(PLAIN)
    case_id = desk.open("plain").case_id
    look(desk, at("2026-04-30", "15:00"))
    assert said(desk, case_id) == [
        "04-30 overdue_mark leader",
        "04-30 overdue_mark li",
        "04-30 overdue_mark respondent",
    ]


def test_a_suspended_case_says_nothing_and_its_marks_move_with_its_due_dates(desk: Desk) -> None:
    desk.deploy(PLAIN)
    case_id = desk.open("plain").case_id
    look(desk, at("2026-03-03"))
    desk.give(suspend_case, "li", case_id=case_id, reason="等待鉴定")
    every_day(desk, "2026-03-04", 20)
    assert said(desk, case_id) == []
    desk.clock.move_to(at("2026-03-24", "10:00"))
    desk.give(resume_case, "li", case_id=case_id)
    due = desk.one(case_id, "report").due_at
    assert due is not None
    every_day(desk, "2026-03-24", 20)
    assert said(desk, case_id)[0].startswith("04-0")
    assert due > at("2026-03-31")


def test_work_that_is_done_says_nothing_more(desk: Desk) -> None:
    desk.deploy(PLAIN)
    case_id = desk.open("plain").case_id
    look(desk, at("2026-03-11"))
    desk.complete("xiao", desk.one(case_id, "report").id)
    every_day(desk, "2026-03-12", 20)
    assert said(desk, case_id) == ["03-11 near_due respondent"]


def test_where_the_diagram_wants_silence_about_work_marks_keep_it(desk: Desk) -> None:
    desk.deploy(
        diagram(
            "silent",
            start(),
            user("apply", groups="respondent", due="1工作日", notify="none"),
            end(),
            path("start", "apply", "end"),
        )
    )
    case_id = desk.open("silent").case_id
    every_day(desk, "2026-03-02", 10)
    assert said(desk, case_id) == []


def test_on_a_day_on_which_the_diagram_reminded_of_the_same_item_marks_are_silent(
    desk: Desk,
) -> None:
    reminding = boundary(
        "near", "fix", timer('${before(term, "3工作日")}', "timeDate"), interrupting=False
    )
    parts = (
        start().replace('id="start"', 'id="s"'),
        user("fix", groups="respondent", due="${term}"),
        reminding,
        service("remind", "notify", to="respondent", kind="reminder", text="请按期办理。"),
        end("e"),
        end("r"),
        path("s", "fix", "e"),
        path("near", "remind", "r"),
    )
    object.__setattr__(desk.engine, "handlers", Handlers({"extend_nothing": lambda _: {}}))
    desk.deploy(
        diagram(
            "mixed",
            start(),
            service("clock", "extend_nothing", {"term": '${deadline("10工作日")}'}),
            '<parallelGateway id="split"/>',
            '<parallelGateway id="join"/>',
            subprocess("each", *parts, loop=items("${[1, 2]}", "number")),
            user("other", groups="case_officer", due="10工作日"),
            end(),
            path("start", "clock", "split", "each", "join", "end"),
            path("split", "other", "join"),
        )
    )
    case_id = desk.open("mixed").case_id
    rows = [row for row in desk.work(case_id) if row.node == "fix"]
    desk.complete("xiao", rows[1].id)  # item 2 is done, so only item 1 is reminded of
    look(desk, at("2026-03-11", "18:00"))
    reminders = [each for each in desk.outbox(case_id) if each.kind == "reminder"]
    assert [cast("dict[str, int]", each.body)["part"] for each in reminders] == [rows[0].part]
    assert said(desk, case_id) == ["03-11 near_due case_officer"]


def test_an_exception_keeps_silent_and_its_activity_alone(desk: Desk) -> None:
    object.__setattr__(
        desk.engine, "own_reminders", (OwnReminder("plain", "report", NEAR_DUE, "timer"),)
    )
    desk.deploy(PLAIN)
    case_id = desk.open("plain").case_id
    every_day(desk, "2026-03-02", 16)
    assert said(desk, case_id) == ["03-16 due respondent", "03-17 overdue_mark respondent"]


def change(desk: Desk, *rules: Rule, version: int = 1) -> None:
    with desk.store.begin() as session:
        store_rules(
            session, rules, version=version, made_at=desk.clock(), made_by="guan", reason="试行"
        )


def test_changed_rules_hold_for_work_that_is_open_already(desk: Desk) -> None:
    desk.deploy(PLAIN)
    first, second = desk.open("plain").case_id, desk.open("plain").case_id
    look(desk, at("2026-03-03"))
    desk.clock.move_to(at("2026-03-05", "07:00"))
    change(desk, Rule("five", NEAR_DUE, (TOLD, OPENER), (), days=7))
    assert look(desk, at("2026-03-05", "10:00"), limit=1) >= 1  # in portions, each look goes on
    look(desk, at("2026-03-05", "10:01"))
    for case_id in (first, second):
        assert said(desk, case_id) == ["03-05 near_due li", "03-05 near_due respondent"]
    every_day(desk, "2026-03-06", 20)
    assert len(said(desk, first)) == 2


def test_the_same_rule_under_a_new_version_does_not_say_the_same_again(desk: Desk) -> None:
    desk.deploy(PLAIN)
    case_id = desk.open("plain").case_id
    rule = Rule("mine", NEAR_DUE, (TOLD,), (), days=3)
    change(desk, rule)
    look(desk, at("2026-03-11"))
    change(desk, rule, Rule("late", OVERDUE, (TOLD,), (), days=1), version=2)
    look(desk, at("2026-03-11", "09:00"))
    assert said(desk, case_id) == ["03-11 near_due respondent"]


def test_an_uploaded_calendar_moves_marks_that_were_set_before(desk: Desk) -> None:
    desk.deploy(PLAIN)
    case_id = desk.open("plain").case_id
    look(desk, at("2026-03-03"))
    day = at("2026-03-11").date()
    desk.give(import_calendar, "guan", rows=[Override(day, working=False, name="停电")])
    every_day(desk, "2026-03-04", 9)
    assert said(desk, case_id) == ["03-10 near_due respondent"]


class _Died(BaseException):
    """The process was killed."""


@dataclass(slots=True)
class Dying:
    """A store whose process dies at some commits: just before them, or just after."""

    store: Store
    at_commits: dict[int, str]
    commits: int = field(default=0)

    def begin(self) -> AbstractContextManager[Session]:
        return self._begin()

    @contextmanager
    def _begin(self) -> Iterator[Session]:
        self.commits += 1
        how = self.at_commits.get(self.commits)
        with self.store.begin() as session:
            yield session
            if how == "before":
                raise _Died
        if how == "after":
            raise _Died


@pytest.mark.parametrize("seed", range(4))
def test_whoever_dies_between_claims_says_nothing_twice_and_loses_nothing(
    desk: Desk, seed: int
) -> None:
    desk.deploy(PLAIN)
    cases = [desk.open("plain").case_id for _ in range(6)]
    dying = Dying(
        desk.store, {seed + 1: "before", seed + 3: "after", seed + 4: "before", seed + 6: "after"}
    )
    for _ in range(40):
        for when in ("2026-03-11", "2026-03-16", "2026-03-17"):
            if desk.clock() <= at(when):
                desk.clock.move_to(at(when))
            for _ in range(20):
                try:
                    mark_due(
                        cast("Store", dying),
                        engine=desk.engine, clock=desk.clock, worker="w1", limit=2,
                    )  # fmt: skip
                except _Died:
                    continue
    for case_id in cases:
        assert said(desk, case_id) == [
            "03-11 near_due respondent", "03-16 due respondent", "03-17 overdue_mark respondent",
        ]  # fmt: skip


def test_a_clock_that_goes_back_says_nothing_again(desk: Desk) -> None:
    desk.deploy(PLAIN)
    case_id = desk.open("plain").case_id
    look(desk, at("2026-03-11"))
    assert look(desk, at("2026-03-11", "07:40")) == 0
    assert look(desk, at("2026-03-11", "08:40")) == 0
    assert len(said(desk, case_id)) == 1


def test_what_is_due_is_found_by_the_index_of_marks(desk: Desk) -> None:
    from notifications.marks import rows  # noqa: PLC0415 - what it asks is looked at here alone

    desk.deploy(PLAIN)
    desk.open("plain")
    explain = "EXPLAIN QUERY PLAN " if desk.store.kind == "sqlite" else "EXPLAIN "
    compiled = rows.due_statement(500).on(desk.store.kind)
    with desk.store.begin() as session:
        if desk.store.kind == "postgresql":
            session.driver.execute("SET LOCAL enable_seqscan = off", ())
        cursor = session.driver.execute(explain + compiled.sql, compiled.values((desk.clock(),)))
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "ix_open_work_mark_at" in plan


def test_every_open_work_with_a_due_date_waits_for_its_next_mark(desk: Desk) -> None:
    desk.deploy(PLAIN)
    desk.open("plain")
    look(desk, at("2026-03-11"))
    marks = desk.read(
        lambda session: [row[0] for row in session.execute(select(open_work.c.mark_at))]
    )
    assert marks == [at("2026-03-16")]
