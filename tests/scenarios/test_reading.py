"""A scenario file is read strictly, and whatever is wrong is said with its line."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dudao.failures import WrongUse
from dudao.scenarios.model import Act, Advance, Expect, Open, Player, Send
from dudao.scenarios.reader import read_scenario
from engine.model.values import Value
from tests.scenarios.samples import EXAMPLE


def read_steps(steps: str) -> tuple[object, ...]:
    text = EXAMPLE[: EXAMPLE.index("steps:")] + "steps:\n" + steps
    return tuple(step.action for step in read_scenario("a.yml", text.encode()).steps)


def complaints(text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(WrongUse) as caught:
        read_scenario("a.yml", data)
    assert caught.value.status == 2
    assert caught.value.code == "not_a_scenario"
    return [f"{each.path} {each.zh}" for each in caught.value.errors] or [caught.value.zh]


def test_the_example_of_the_format_is_read() -> None:
    scenario = read_scenario("a.yml", EXAMPLE.encode())
    assert scenario.title == "整改逾期，升级约谈"
    assert scenario.process == "rectification"
    assert scenario.clock == datetime(2026, 9, 1, 1, tzinfo=UTC)
    assert scenario.people["xiao"] == Player("xiao", "xiao", "430621", ("respondent",))
    opening, approval, refusal, passage, expectation, message = (
        step.action for step in scenario.steps
    )
    form: dict[str, Value] = {"severity": "较大", "items": [{"title": "留样不全"}]}
    assert opening == Open("li", "430621", "食堂安全整改", form)
    given: dict[str, Value] = {"task": "approve_notice", "form": {"approved": True}}
    assert approval == Act("complete", "wang", given)
    assert refusal == Act("complete", "li", given, code="not_permitted")
    assert passage == Advance("P10D")
    assert expectation == Expect(
        status="open",
        light="red",
        open_tasks=("approve_escalation",),
        due={"submit_report": (date(2026, 9, 16),)},
        history=("case_opened", "task_completed", "timer_fired"),
        notified=("xiao", "wang"),
        linked={"interview": "open"},
        outcomes=(),
    )
    assert message == Send("case_closed", {"result": "done"})


def test_every_step_knows_its_number_and_line() -> None:
    scenario = read_scenario("a.yml", EXAMPLE.encode())
    assert [(step.number, step.line) for step in scenario.steps] == [
        (1, 9), (2, 10), (3, 11), (4, 12), (5, 13), (6, 22),
    ]  # fmt: skip
    assert scenario.steps[4].lines["light"] == 15


@pytest.mark.parametrize(
    "old, new, line",
    [
        ("scenario:", "scenari:", 1),
        ("clock: 2026-09-01T09:00:00+08:00", "clock: soon", 3),
        ("groups: [leader]", "grups: [leader]", 6),
        ("unit: 430621}\nsteps", "}\nsteps", 7),
        ("- open: {as: li", "- open: {by: li", 9),
        ("task: approve_notice", "tsk: approve_notice", 10),
        (", code: not_permitted", "", 11),
        ("advance: P10D", "advance: 10 suns", 12),
        ("- advance", "- advanced", 12),
        ("status: open", "stat: open", 14),
        ("open_tasks: [approve_escalation]", "open_tasks: approve_escalation", 16),
        ("2026-09-16", "16.9.2026", 17),
        ("payload: {result: done}", "payload: done", 22),
    ],
)
def test_whatever_is_wrong_is_said_with_its_line(old: str, new: str, line: int) -> None:
    assert old in EXAMPLE
    found = complaints(EXAMPLE.replace(old, new, 1))
    assert any(each.startswith(f"a.yml:{line} ") for each in found), found


def test_all_that_is_wrong_is_said_at_once() -> None:
    text = EXAMPLE.replace("status:", "stat:").replace("P10D", "PX").replace("as: wang", "by: wang")
    lines = {each.split()[0] for each in complaints(text)}
    assert lines == {"a.yml:10", "a.yml:12", "a.yml:14"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"just a sentence",
        b"- a\n- list",
        b"\x89PNG\r\n\x1a\n\0\0",
        "scenario: 整改".encode("gb18030"),
        b"a: [",
        b"a: &x 1\nb: *x",
        b"scenario: a\nscenario: b",
        b"? [a]\n: b",
        b"a: !!python/object/apply:os.system [ls]",
        b"[" * 100_000,
        b"a: " + b"x" * 1_000_001,
    ],
    ids=["empty", "text", "list", "picture", "gb18030", "cut off", "alias", "twice", "odd key",
         "tag", "deep", "long"],
)  # fmt: skip
def test_what_is_no_scenario_is_refused_with_one_sentence(data: bytes) -> None:
    assert complaints(data)


def test_codes_and_times_stay_what_was_written() -> None:
    (step,) = read_steps(
        "  - complete: {as: li, task: a, form:"
        " {code: 0430621, at: 12:30:00, on: 2026-09-01, cost: 1.10,  word: 是, no: no, yes: true, no_text: ~}}\n"
    )
    assert isinstance(step, Act)
    assert step.given["form"] == {
        "code": "0430621",
        "at": "12:30:00",
        "on": "2026-09-01",
        "cost": Decimal("1.10"),
        "word": "是",
        "no": "no",
        "yes": True,
        "no_text": None,
    }


def test_a_refusal_may_be_of_any_command() -> None:
    (step,) = read_steps("  - refuse: {as: li, do: suspend, reason: 无, code: not_permitted}\n")
    assert step == Act("suspend", "li", {"reason": "无"}, code="not_permitted")


def test_a_refusal_of_an_unknown_command_is_refused() -> None:
    text = EXAMPLE.replace("refuse: {as: li", "refuse: {do: fly, as: li")
    assert any("fly" in each for each in complaints(text))


def test_several_due_dates_may_be_expected_of_one_task() -> None:
    (step,) = read_steps("  - expect: {due: {report: [2026-09-16, 2026-10-08], plan: ~}}\n")
    assert isinstance(step, Expect)
    assert step.due == {"report": (date(2026, 9, 16), date(2026, 10, 8)), "plan": (None,)}
