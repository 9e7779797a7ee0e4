"""Changing the rules: a new version with a reason, and what can never be silenced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar, cast

import pytest

from dudao.groups import GROUPS
from engine.commands.office import Office
from engine.model.case import Actor
from engine.model.errors import Conflict, FieldError, InvalidArgument, NotPermitted
from engine.model.values import Value
from engine.store import Session
from notifications.rules.changing import RulesChanged, change_rules, with_rule, without_rule
from notifications.rules.checking import MOST, errors_of
from notifications.rules.known import CHANNELS, known_here
from notifications.rules.model import DUE, NEAR_DUE, OPENER, OVERDUE, TOLD, Rule
from notifications.rules.reading import compare_rule_versions, list_rule_versions, read_rules
from notifications.rules.records import record_of, rule_from
from notifications.rules.stored import rules_in_force
from tests.cases.desk import Desk
from tests.cases.drawing import diagram, end, path, service, start, user

R = TypeVar("R")
PLAIN = diagram(
    "plain",
    start(),
    user("report", groups="respondent", due="10工作日"),
    service("tell", "notify", to="respondent", kind="praise", text="办得好。"),
    end(),
    path("start", "report", "tell", "end"),
)
MINE = Rule("mine", NEAR_DUE, (TOLD, OPENER), ("mail",), process="plain", node="report", days=5)


@pytest.fixture(autouse=True)
def _furnished(desk: Desk) -> None:
    desk.engine = replace(desk.engine, groups=GROUPS, own_reminders=())
    desk.deploy(PLAIN)


def now(desk: Desk) -> tuple[Rule, ...]:
    return desk.read(lambda session: rules_in_force(session, desk.engine.own_reminders)).rules


def put(desk: Desk, person: str, rules: Sequence[Rule], **more: object) -> RulesChanged:
    said: list[dict[str, Value]] = [record_of(each) for each in rules]
    return desk.give(change_rules, person, rules=said, reason="提前提醒", **more)


def wrong(desk: Desk, *rules: Rule) -> list[str]:
    with pytest.raises(InvalidArgument) as refused:
        put(desk, "guan", rules)
    return sorted({each.path for each in refused.value.errors})


def look(desk: Desk, read: Callable[..., R], person: str = "guan", /, **more: object) -> R:
    return desk.read(
        lambda session: read(
            session, engine=desk.engine, clock=desk.clock, actor=Actor(person), **more
        )
    )


@pytest.mark.parametrize("person", ["guan", "wang"])
def test_an_administrator_or_a_leader_puts_a_new_version_in_force(desk: Desk, person: str) -> None:
    before = now(desk)
    done = put(desk, person, with_rule(before, MINE), expected="0")
    assert done.rules_version == 1
    assert desk.read(rules_in_force).version == 1
    assert now(desk) == (*before, MINE)
    (event,) = [each for each in desk.history() if each.type == "notification_rules_changed"]
    said = event.members()
    assert said["data"] == {"reason": "提前提醒"}
    assert cast("dict[str, object]", said["before"]) == {"version": 0, "rules": []}
    after = cast("dict[str, list[dict[str, Value]]]", said["after"])
    assert [rule_from(each) for each in after["rules"]] == [MINE]


@pytest.mark.parametrize("person", ["li", "xiao", "qian"])
def test_nobody_else_may(desk: Desk, person: str) -> None:
    with pytest.raises(NotPermitted):
        put(desk, person, with_rule(now(desk), MINE))


def test_of_two_who_changed_the_same_version_the_second_is_told(desk: Desk) -> None:
    put(desk, "guan", with_rule(now(desk), MINE), expected="0")
    with pytest.raises(Conflict) as refused:
        put(desk, "wang", without_rule(now(desk), "mine"), expected="0")
    assert refused.value.code == "precondition_failed"


def test_what_changes_nothing_is_no_version(desk: Desk) -> None:
    with pytest.raises(InvalidArgument) as refused:
        put(desk, "guan", now(desk))
    assert refused.value.code == "nothing_changed"


def test_every_field_that_is_wrong_is_named(desk: Desk) -> None:
    rules = now(desk)
    assert wrong(desk, *rules, replace(MINE, event="never_said")) == ["mine.days", "mine.event"]
    assert wrong(desk, *rules, replace(MINE, process="gone")) == ["mine.process"]
    assert wrong(desk, *rules, replace(MINE, process=None)) == ["mine.process"]
    assert wrong(desk, *rules, replace(MINE, node="tell")) == ["mine.node"]
    assert wrong(desk, *rules, replace(MINE, days=0)) == ["mine.days"]
    assert wrong(desk, *rules, replace(MINE, days=61)) == ["mine.days"]
    assert wrong(desk, *rules, replace(MINE, every=1)) == ["mine.every"]
    assert wrong(desk, *rules, replace(MINE, event=DUE)) == ["mine.days"]
    assert wrong(desk, *rules, replace(MINE, to=("group:kings",))) == ["mine.to"]
    assert wrong(desk, *rules, replace(MINE, to=("person:nobody",))) == ["mine.to"]
    assert wrong(desk, *rules, MINE, MINE) == ["mine.id"]
    assert wrong(desk, *rules, replace(MINE, note="长" * 201)) == ["mine.note"]
    many = [replace(MINE, id=f"m{number}") for number in range(MOST)]
    assert wrong(desk, *rules, *many) == ["rules"]


def test_a_kind_that_only_a_published_diagram_says_may_have_a_rule(desk: Desk) -> None:
    rule = Rule("praise", "praise", (TOLD,), ("mail",), process="plain")
    assert put(desk, "guan", with_rule(now(desk), rule)).rules_version == 1


def test_what_the_law_wants_told_may_get_other_channels_but_is_never_silenced(desk: Desk) -> None:
    rules = now(desk)
    assigned = next(each for each in rules if each.id == "all.task_assigned")
    assert wrong(desk, *with_rule(rules, replace(assigned, to=()))) == ["all.task_assigned.to"]
    assert wrong(desk, *with_rule(rules, replace(assigned, to=(OPENER,)))) == [
        "all.task_assigned.to"
    ]
    assert wrong(desk, *with_rule(rules, replace(assigned, channels=()))) == [
        "all.task_assigned.to"
    ]
    silent = replace(assigned, id="here", process="plain", node="report", to=())
    assert wrong(desk, *rules, silent) == ["here.to"]
    assert wrong(desk, Rule("all", "*", (TOLD,), ("mail",))) == ["rules"]  # no overdue marks
    put(desk, "guan", with_rule(rules, replace(assigned, channels=("feishu",))))


def test_what_no_law_demands_may_be_silenced(desk: Desk) -> None:
    rules = now(desk)
    put(desk, "guan", [replace(r, to=()) if r.event == NEAR_DUE else r for r in rules])
    assert [r.to for r in now(desk) if r.event == NEAR_DUE] == [()]


def test_a_channel_that_is_not_configured_is_a_remark_and_no_error(desk: Desk) -> None:
    done = put(desk, "guan", with_rule(now(desk), replace(MINE, channels=("pigeon",))))
    assert len(done.remarks) == 1
    assert "pigeon" in done.remarks[0]


def test_versions_are_listed_and_compared_in_sentences(desk: Desk) -> None:
    put(desk, "guan", with_rule(now(desk), MINE))
    late = next(each for each in now(desk) if each.id == "all.overdue_mark.leader")
    put(desk, "wang", with_rule(without_rule(now(desk), "mine"), replace(late, days=4)))
    listed = look(desk, list_rule_versions)
    assert [(each.version, each.is_in_force) for each in listed.rows] == [
        (2, True), (1, False), (0, False),
    ]  # fmt: skip
    found = look(desk, compare_rule_versions, before=1, after=2)
    assert [each.zh for each in found.removed] == [
        "到期前5个工作日，告知承担人、承办人（立案人）；邮件"
    ]
    (changed,) = found.changed
    assert changed.before.zh == "逾期5个工作日起，每5个工作日，告知分管领导；邮件、短信"
    assert changed.after.en == (
        "from 4 working days overdue on, every 5 working days: tell 分管领导; mail, SMS"
    )
    shown = look(desk, read_rules, version=1)
    assert shown.made_by is not None
    assert shown.made_by.id == "guan"
    assert not shown.is_in_force


def test_overdue_marks_always_tell_whoever_holds_the_work(desk: Desk) -> None:
    rules = [each for each in now(desk) if each.event != OVERDUE]
    ladder = [each for each in now(desk) if each.event == OVERDUE and each.to != (TOLD,)]
    assert wrong(desk, *rules, *ladder) == ["all.overdue_mark.leader.to"]


def test_the_rules_of_the_product_can_be_kept(desk: Desk) -> None:
    def errors(session: Session) -> list[FieldError]:
        office = Office(session, desk.engine, now=desk.clock())
        known = known_here(session, desk.engine, office, CHANNELS)
        return list(errors_of(now(desk), known, ()))

    assert desk.read(errors) == []
