"""Scenarios go through called processes, linked cases, incidents, outages, uploaded calendars."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from tests.acceptance.program import dudao
from tests.support.diagrams import (
    boundary,
    bpmn,
    call,
    catch,
    definitions,
    end,
    exclusive,
    flow,
    mapping,
    message,
    of_message,
    parameters,
    path,
    process,
    service,
    start,
    timer,
    user,
)

PARENT = bpmn(
    start(),
    call("ask", "sub", mapping("in", variables="all"), mapping("out", variables="all")),
    service("link", "open_linked_case", parameters({"process": "child", "title": "约谈"})),
    catch("wait", of_message("m")),
    exclusive("enough", default="f_enough_no"),
    end("yes"),
    end("no"),
    path("start", "ask", "link", "wait", "enough", "no"),
    flow("enough", "yes", "${n > 3}"),
    key="parent",
    root=message("m", "case_closed"),
)
OTHERS = definitions(
    process(
        "sub",
        start("sub_start"),
        user("task", groups="teacher"),
        boundary("tick", "task", timer(cycle="R3/P1D"), interrupts=False),
        end("ticked"),
        end("sub_end"),
        path("sub_start", "task", "sub_end"),
        path("tick", "ticked"),
    ),
    process(
        "child",
        start("child_start"),
        user("talk", groups="teacher"),
        end("child_end"),
        path("child_start", "talk", "child_end"),
    ),
)
SCENARIO = """\
scenario: 调用、另案、异常、日历
process: parent
clock: 2026-09-01T09:00:00+08:00
people:
  a: {groups: [teacher, administrator, case_officer], unit: 430600}
steps:
  - open: {as: a, unit: 430600, title: 例}
  - import_calendar: {as: a, file: ../校历.csv}
  - advance: 2工作日
  - expect: {open_tasks: [task], history: [timer_fired, timer_fired, timer_fired]}
  - complete: {as: a, task: task, form: {m: 1.5}}
  - expect: {linked: {child: open}, open_tasks: [], variables: {m: 1.5}}
  - complete: {as: a, case: child, task: talk}
  - expect: {linked: {child: closed}, history: [incident_raised], status: open}
  - expect: {case: child, status: closed}
  - retry: {as: a, task: enough}
  - expect: {history: [incident_raised, incident_raised], status: open}
  - resolve: {as: a, task: enough, form: {n: 4}, reason: 补录}
  - expect: {status: closed, end: yes}
  - refuse: {as: a, task: task, code: conflict}
"""


@pytest.fixture
def folder(home: Path) -> Path:
    """Return a folder with a diagram and those it calls or opens cases of."""
    (home / "scenarios").mkdir()
    (home / "主.bpmn").write_bytes(PARENT)
    (home / "others.bpmn").write_bytes(OTHERS)
    (home / "校历.csv").write_text("日期,是否上班,名称\n2026-09-02,否,校庆\n", "utf-8")
    (home / "scenarios" / "a.yml").write_text(SCENARIO, "utf-8")
    return home


def test_called_processes_and_linked_cases_are_found_and_covered(folder: Path) -> None:
    ended = dudao("scenario", "--json", "scenarios", home=folder)
    assert ended.status == 0, ended.said
    measured = cast("list[dict[str, object]]", ended.answer["coverage"])
    assert {each["process"]: each["missing"] for each in measured} == {
        "parent": ["f_enough_no"],
        "sub": [],
        "child": [],
    }


def test_during_an_outage_nothing_fires_and_afterwards_all_of_it(folder: Path) -> None:
    head = SCENARIO[: SCENARIO.index("  - import_calendar")]
    scenario = folder / "scenarios" / "a.yml"
    steps = (
        "  - outage: P30D\n"
        "  - expect: {history: [timer_fired]}\n"
        "  - advance: PT1H\n"
        "  - expect: {history: [timer_fired, timer_fired, timer_fired]}\n"
    )
    scenario.write_text(head + steps, "utf-8")
    ended = dudao("scenario", "-q", scenario, home=folder)
    assert ended.status == 1
    assert f"{scenario}:9（第3步）" in ended.out
    assert "第5步" not in ended.out


def test_time_does_not_run_backwards(folder: Path) -> None:
    scenario = folder / "scenarios" / "a.yml"
    scenario.write_text(SCENARIO + "  - advance: 2026-01-01\n", "utf-8")
    ended = dudao("scenario", "-q", scenario, home=folder)
    assert ended.status == 1
    assert "时间不能倒流" in ended.out


def test_a_cycle_far_too_short_ends_the_run(folder: Path) -> None:
    text = OTHERS.decode().replace("R3/P1D", "R/PT1M")
    (folder / "others.bpmn").write_text(text, "utf-8")
    scenario = folder / "scenarios" / "a.yml"
    head = SCENARIO[: SCENARIO.index("  - import_calendar")]
    scenario.write_text(head + "  - advance: P2Y\n", "utf-8")
    ended = dudao("scenario", "-q", scenario, home=folder)
    assert ended.status == 1
    assert "以上定时器" in ended.out


def test_all_files_are_deployed_together(folder: Path) -> None:
    files = ["主.bpmn", "others.bpmn"]
    ended = dudao("deploy", "--data", "d", *files, home=folder)
    assert ended.status == 0, ended.said
    for key in ("parent", "sub", "child"):
        assert f"已发布 {key} 第1版" in ended.out
    alone = dudao("deploy", "--data", "e", "主.bpmn", home=folder)
    assert alone.status == 1
    assert "sub" in alone.out
