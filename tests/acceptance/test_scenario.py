"""`dudao scenario` runs what is not in the repository, and says where something does not hold."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from tests.acceptance.program import dudao
from tests.acceptance.samples import CALENDAR, SCENARIO


def changed(folder: Path, old: str, new: str) -> Path:
    assert old in SCENARIO
    path = folder / "scenarios" / "改.yml"
    path.write_text(SCENARIO.replace(old, new, 1), "utf-8")
    return path


def test_a_scenario_beside_its_diagram_holds(outside: Path, home: Path) -> None:
    ended = dudao("scenario", outside / "scenarios", home=home)
    assert ended.status == 0, ended.said
    assert "通过（10步）" in ended.out
    assert "answer 覆盖顺序流 8/8 (100%)" in ended.out


def test_flows_that_no_scenario_takes_are_named(outside: Path, home: Path) -> None:
    start = SCENARIO.index("  - complete: {as: chen, task: reply, form: {text: 已整改}}")
    (outside / "scenarios" / "逾期.yml").write_text(SCENARIO[:start], "utf-8")
    ended = dudao("scenario", outside / "scenarios", home=home)
    assert ended.status == 0, ended.said
    assert "answer 覆盖顺序流 4/8 (50%)" in ended.out
    assert "to_accept、to_decided、back、done" in ended.out
    quiet = dudao("scenario", "--no-coverage", outside / "scenarios", home=home)
    assert "覆盖" not in quiet.out


@pytest.mark.parametrize(
    "old, new, line, expected, found",
    [
        ("status: closed", "status: open", 20, "open", "closed"),
        ("light: red", "light: green", 13, "green", "red"),
        ("[reply]", "[accept]", 9, "[accept]", "[reply]"),
        ("2026-10-09", "2026-10-10", 9, "2026-10-10", "2026-10-09"),
        ("notified: [chen]", "notified: [zhang]", 9, "含有 [zhang]", "[chen]"),
        ("timer_fired]", "timer_moved]", 15, "timer_moved", "没有 timer_moved"),
        ("outcomes: []", "outcomes: [x]", 20, "[x]", "[]"),
        ("end: answered", "end: gone", 20, "gone", "answered"),
        ("code: not_permitted", "code: conflict", 10, "conflict", "not_permitted"),
        ("accepted: true", "accepted: maybe", 19, "", "是否认可"),
        ("as: chen, task: reply", "as: chen, task: rely", 16, "", "rely"),
        ("as: chen, task", "as: chan, task", 16, "", "chan"),
        ("450102, title", "450102, titel", 8, "", "titel"),
    ],
)
def test_one_changed_word_fails_and_says_where(
    outside: Path, home: Path, old: str, new: str, line: int, expected: str, found: str
) -> None:
    path = changed(outside, old, new)
    ended = dudao("scenario", path, home=home)
    assert ended.status == (2 if "titel" in new else 1), ended.said
    places = [each for each in ended.said.splitlines() if f"{path}:{line}" in each]
    assert places, ended.said
    assert any(expected in each and found in each for each in places), ended.said


def test_the_run_goes_on_after_an_expectation_that_fails(outside: Path, home: Path) -> None:
    path = changed(outside, "light: red", "light: green")
    ended = dudao("--json", "scenario", path, home=home)
    (run,) = cast("list[dict[str, list[dict[str, object]]]]", ended.answer["scenarios"])
    assert [step["ok"] for step in run["steps"]] == [True] * 4 + [False] + [True] * 5


def test_the_diagram_may_be_named(outside: Path, home: Path) -> None:
    elsewhere = home / "别处"
    elsewhere.mkdir()
    alone = elsewhere / "a.yml"
    alone.write_text(SCENARIO, "utf-8")
    missing = dudao("scenario", alone, home=home)
    assert missing.status == 2
    assert "找不到流程 answer 的流程图" in missing.err
    named = dudao("scenario", "--diagram", outside / "限期 答复.bpmn", alone, home=home)
    assert named.status == 0, named.said


def test_a_calendar_moves_due_dates(outside: Path, home: Path) -> None:
    calendar = home / "日历.csv"
    calendar.write_bytes(CALENDAR.encode("gb18030"))
    scenario = outside / "scenarios" / "逾期.yml"
    ended = dudao("scenario", "-q", "--calendar", calendar, scenario, home=home)
    assert ended.status == 1
    assert "due.reply 应为 2026-10-09，实为 2026-10-10" in ended.out
    (outside / "calendar.csv").write_bytes(calendar.read_bytes())
    beside = dudao("scenario", "-q", scenario, home=home)
    assert "due.reply 应为 2026-10-09，实为 2026-10-10" in beside.out


def test_shipped_processes_are_found(home: Path) -> None:
    path = home / "a.yml"
    path.write_text(
        "scenario: 立案\nprocess: rectification\nclock: 2026-09-01T09:00:00+08:00\n"
        "people: {li: {groups: [case_officer], unit: 430600}}\n"
        "steps:\n"
        "  - open: {as: li, unit: 430621, title: 整改,"
        " form: {severity: 较大, items: [{title: 留样不全}]}}\n"
        "  - expect: {open_tasks: [draft_notice]}\n",
        "utf-8",
    )
    ended = dudao("scenario", path, home=home)
    assert ended.status == 0, ended.said


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"\x89PNG\r\n\x1a\n\0", b"a: [", b"- 1", "日期,是否上班,名称\n".encode()],
    ids=["empty", "text", "picture", "cut off", "list", "calendar"],
)
def test_what_is_no_scenario_is_wrong_use(home: Path, data: bytes) -> None:
    (home / "x.yml").write_bytes(data)
    ended = dudao("scenario", "x.yml", home=home)
    assert ended.status == 2, ended.said
    assert "x.yml" in ended.err


def test_a_broken_diagram_cannot_be_run(outside: Path, home: Path) -> None:
    diagram = outside / "限期 答复.bpmn"
    text = diagram.read_text("utf-8").replace('topic="notify"', 'topic="fly"')
    diagram.write_text(text, "utf-8")
    ended = dudao("scenario", outside / "scenarios", home=home)
    assert ended.status == 1
    assert "fly" in ended.err
