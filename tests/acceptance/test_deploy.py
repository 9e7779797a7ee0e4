"""`dudao deploy` publishes all or nothing, and nothing that its scenarios contradict."""

from __future__ import annotations

from pathlib import Path

from tests.acceptance.program import dudao
from tests.acceptance.samples import SCENARIO


def test_files_are_published_once(outside: Path, home: Path) -> None:
    files = [outside / "限期 答复.bpmn", outside / "期限.dmn"]
    first = dudao("deploy", "--data", home / "数 据", *files, home=home)
    assert first.status == 0, first.said
    assert "已发布 answer 第1版（限期答复）" in first.out
    assert "已发布 answer_term 第1版" in first.out
    again = dudao("deploy", "--data", home / "数 据", *files, home=home)
    assert again.status == 0, again.said
    assert "answer 没有变化" in again.out
    assert "已发布" not in again.out


def test_a_changed_diagram_is_a_new_version(outside: Path, home: Path) -> None:
    files = [outside / "限期 答复.bpmn", outside / "期限.dmn"]
    dudao("deploy", "--data", "d", *files, home=home)
    text = files[0].read_text("utf-8").replace('name="审核"', 'name="审核答复"')
    files[0].write_text(text, "utf-8")
    ended = dudao("deploy", "--json", "--data", "d", *files, home=home)
    assert ended.status == 0, ended.said
    assert ended.answer["definitions"] == [{"key": "answer", "version": 2}]
    assert ended.answer["tables"] == []


def test_a_scenario_that_fails_refuses_the_deployment(outside: Path, home: Path) -> None:
    wrong = SCENARIO.replace("light: red", "light: green")
    (outside / "scenarios" / "逾期.yml").write_text(wrong, "utf-8")
    files = [outside / "限期 答复.bpmn", outside / "期限.dmn"]
    ended = dudao("deploy", "--data", "d", *files, home=home)
    assert ended.status == 1
    assert "light 应为 green，实为 red" in ended.out
    assert "没有发布任何文件" in ended.out
    (outside / "scenarios" / "逾期.yml").write_text(SCENARIO, "utf-8")
    assert "第1版" in dudao("deploy", "--data", "d", *files, home=home).out


def test_an_error_refuses_all_files(outside: Path, home: Path) -> None:
    bad = home / "坏.bpmn"
    bad.write_text("<definitions", "utf-8")
    files = [outside / "限期 答复.bpmn", outside / "期限.dmn", bad]
    ended = dudao("deploy", "--data", "d", *files, home=home)
    assert ended.status == 1
    assert "坏.bpmn" in ended.out
    assert "已发布" not in ended.out


def test_a_scenario_alone_is_nothing_to_deploy(outside: Path, home: Path) -> None:
    ended = dudao("deploy", outside / "scenarios" / "逾期.yml", home=home)
    assert ended.status == 2
