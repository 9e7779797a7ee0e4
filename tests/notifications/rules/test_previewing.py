"""What other rules would change, counted before they are in force, and true once they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dudao.groups import GROUPS
from engine.model.case import Actor
from engine.model.errors import InvalidArgument, NotPermitted
from engine.model.portions import Portion
from engine.model.values import Value
from engine.model.written import read_back, written
from notifications.marks.counting import Counted
from notifications.marks.marking import mark_due
from notifications.marks.previewing import DAYS, RulesPreview, count_rules, preview_rules
from notifications.rules.changing import change_rules, with_rule
from notifications.rules.model import NEAR_DUE, OPENER, OVERDUE, TOLD, Rule
from notifications.rules.records import record_of
from notifications.rules.stored import rules_in_force
from tests.cases.desk import Desk
from tests.cases.drawing import diagram, end, path, start, user

PLAIN = diagram(
    "plain",
    start(),
    user("report", groups="respondent", due="10工作日"),
    end(),
    path("start", "report", "end"),
)


@pytest.fixture(autouse=True)
def _furnished(desk: Desk) -> None:
    desk.engine = replace(desk.engine, groups=GROUPS, own_reminders=())
    desk.deploy(PLAIN)


def preview(
    desk: Desk, rules: Sequence[Rule], person: str = "guan", days: int = DAYS
) -> RulesPreview:
    said: list[dict[str, Value]] = [record_of(each) for each in rules]
    return desk.read(
        lambda session: preview_rules(
            session,
            engine=desk.engine,
            clock=desk.clock,
            actor=Actor(person),
            rules=said,
            days=days,
        )
    )


def now(desk: Desk) -> tuple[Rule, ...]:
    return desk.read(rules_in_force).rules


def earlier(desk: Desk, days: int) -> tuple[Rule, ...]:
    return tuple(replace(r, days=days) if r.event == NEAR_DUE else r for r in now(desk))


def test_figures_and_samples_say_what_would_be_told_before_and_after(desk: Desk) -> None:
    for number in range(3):
        desk.open("plain", title=f"第{number}件")
    found = preview(desk, with_rule(earlier(desk, 5), Rule("o", NEAR_DUE, (OPENER,), (), days=2)))
    near = [line for line in found.lines if line.event == NEAR_DUE]
    assert [(each.who_zh, each.channels_zh, each.before, each.after) for each in near] == [
        ("承办人（立案人）", "只在站内", 0, 3),
        ("承担人", "邮件", 3, 3),
    ]
    assert found.looked_at == 3
    assert not found.is_partial
    assert found.at_once == 0
    assert {(each.on.isoformat(), each.is_added, each.who_zh) for each in found.samples} == {
        ("2026-03-09", True, "承担人"),
        ("2026-03-11", False, "承担人"),
        ("2026-03-12", True, "承办人（立案人）"),
    }
    assert [each.id for each in found.rules.added] == ["o"]


def test_what_falls_into_this_morning_is_said_at_once(desk: Desk) -> None:
    desk.open("plain")  # due on 03-16, that is 03-09 is five working days before
    desk.clock.move_to(datetime(2026, 3, 9, 2, 0, tzinfo=UTC))
    assert preview(desk, earlier(desk, 5)).at_once == 1
    assert preview(desk, earlier(desk, 6)).at_once == 0


def test_it_comes_true(desk: Desk) -> None:
    for _ in range(2):
        desk.open("plain")
    rules = [
        replace(r, days=2, every=3) if r.event == OVERDUE and r.to == (TOLD,) else r
        for r in earlier(desk, 4)
    ]
    found = preview(desk, rules, days=40)
    foretold = sum(line.after for line in found.lines)
    desk.give(change_rules, "guan", rules=[record_of(r) for r in rules], reason="试行")
    said = 0
    for _ in range(41):
        said += mark_due(desk.store, engine=desk.engine, clock=desk.clock, worker="w", limit=10_000)
        desk.clock.advance(timedelta(days=1))
    assert said == foretold > 0


def test_rules_that_concern_no_due_date_change_no_figures_but_are_compared(desk: Desk) -> None:
    desk.open("plain")
    found = preview(desk, with_rule(now(desk), Rule("x", "reminder", (TOLD,), ("sms",))))
    assert found.lines == ()
    assert found.looked_at == 0
    assert [each.zh for each in found.rules.added] == ["有“到期提醒”消息时，告知当事人；短信"]


def test_only_who_may_change_the_rules_may_try_them(desk: Desk) -> None:
    with pytest.raises(NotPermitted):
        preview(desk, earlier(desk, 5), "li")
    with pytest.raises(InvalidArgument):
        preview(desk, earlier(desk, 99))
    with pytest.raises(InvalidArgument):
        preview(desk, earlier(desk, 5), days=91)


@pytest.mark.parametrize("most", [1, 2, 3, 5])
def test_in_portions_the_figures_are_the_same(desk: Desk, most: int) -> None:
    for number in range(4):
        desk.open("plain", title=f"第{number}件")
        desk.clock.advance(timedelta(hours=31))
    rules = with_rule(earlier(desk, 5), Rule("o", NEAR_DUE, (OPENER,), (), days=2))
    whole = preview(desk, rules)
    assert whole.done == whole.total == 4
    said: list[dict[str, Value]] = [record_of(r) for r in rules]
    shown: list[RulesPreview] = []
    so_far: Counted | None = None
    while not shown or so_far is not None:
        with desk.store.read() as session:
            counted = count_rules(
                session,
                engine=desk.engine,
                clock=desk.clock,
                actor=Actor("guan"),
                rules=said,
                so_far=so_far,
                portion=Portion(timedelta(seconds=1), most),
            )
        shown.append(counted.preview)
        so_far = None if counted.so_far is None else read_back(Counted, written(counted.so_far))
    assert [each.done for each in shown] == [min(4, most * n) for n in range(1, 4 // most + 2)]
    assert shown[-1] == whole


def test_other_rules_are_counted_from_the_beginning(desk: Desk) -> None:
    for _ in range(3):
        desk.open("plain")

    def count(days: int, so_far: Counted | None) -> Counted | None:
        return desk.read(
            lambda session: count_rules(
                session,
                engine=desk.engine,
                clock=desk.clock,
                actor=Actor("guan"),
                rules=[record_of(r) for r in earlier(desk, days)],
                so_far=so_far,
                portion=Portion(timedelta(seconds=1), 1),
            )
        ).so_far

    second = count(5, count(5, None))
    assert second is not None
    assert (second.done, second.total) == (2, 3)
    anew = count(6, second)
    assert anew is not None
    assert anew.done == 1
