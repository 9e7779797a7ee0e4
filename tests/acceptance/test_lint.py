"""`dudao lint` judges files of every kind by what they contain."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from tests.acceptance.program import dudao
from tests.acceptance.samples import CALENDAR, DIAGRAM, SCENARIO


def test_good_files_have_no_errors(outside: Path, home: Path) -> None:
    (outside / "calendar.csv").write_text(CALENDAR, "utf-8")
    files = [path for path in sorted(outside.rglob("*")) if path.is_file()]
    ended = dudao("lint", *files, home=home)
    assert ended.status == 0, ended.said
    assert "检查了4个文件：0个错误" in ended.out


@pytest.mark.parametrize(
    "old, new, element",
    [
        ('topic="notify"', 'topic="notfy"', "urge"),
        ('decisionRef="answer_term"', 'decisionRef="other"', "rate"),
        ("${accepted}", "${accepted and}", "done"),
        ('type="boolean"', 'type="bool"', "accept"),
        ('targetRef="answered"', 'targetRef="nowhere"', "done"),
        ('<bpmn:endEvent id="urged" />', '<bpmn:scriptTask id="urged" />', "urged"),
    ],
)  # fmt: skip
def test_errors_are_found_with_file_line_and_element(
    outside: Path, home: Path, old: str, new: str, element: str
) -> None:
    assert old in DIAGRAM
    diagram = outside / "限期 答复.bpmn"
    diagram.write_text(DIAGRAM.replace(old, new, 1), "utf-8")
    ended = dudao("lint", "--json", diagram, home=home)
    assert ended.status == 1, ended.said
    findings = cast("list[dict[str, object]]", ended.answer["findings"])
    errors = [each for each in findings if each["severity"] == "error"]
    assert element in {each["element"] for each in errors}
    assert all(each["line"] for each in errors)
    assert all(each["zh"] and each["en"] for each in errors)
    shown = dudao("lint", diagram, home=home)
    assert f"{diagram}:" in shown.out


def test_a_file_is_known_by_its_content_not_its_name(home: Path) -> None:
    for name, text in (("a.txt", DIAGRAM), ("b.txt", SCENARIO), ("c.txt", CALENDAR)):
        (home / name).write_text(text.replace("answer_term", "x"), "utf-8")
    ended = dudao("lint", "--json", "a.txt", "b.txt", "c.txt", home=home)
    files = {each["file"] for each in cast("list[dict[str, object]]", ended.answer["findings"])}
    assert files == {"a.txt"}  # the table is missing, the others are as they should be


@pytest.mark.parametrize(
    "name, data",
    [
        ("cut.bpmn", DIAGRAM.encode()[:900]),
        ("empty.bpmn", b""),
        ("noise.bpmn", bytes(range(256))),
        ("bomb.bpmn", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("large.bpmn", b"<a>" + b" " * 50_000_000),
        ("deep.bpmn", b"<a>" * 100_000),
        ("cut.dmn", b"<definitions"),
        ("bad.csv", "日期,是否上班,名称\n2026-02-30,是,\n".encode()),
        ("bad.yml", b"scenario: x\nprocess: y\n"),
    ],
)
def test_malformed_files_are_findings(home: Path, name: str, data: bytes) -> None:
    (home / name).write_bytes(data)
    ended = dudao("lint", "--json", name, home=home)
    assert ended.status == 1, ended.said
    assert ended.answer["findings"]


def test_what_is_no_file_of_ours_is_wrong_use(home: Path) -> None:
    (home / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    assert dudao("lint", "picture.png", home=home).status == 2
    assert dudao("lint", "nowhere.bpmn", home=home).status == 2
    assert dudao("lint", ".", home=home).status == 2


def test_the_fewest_people_are_told_beside_the_findings(outside: Path, home: Path) -> None:
    diagram = outside / "限期 答复.bpmn"
    ended = dudao("lint", "--json", diagram, home=home)
    (people,) = cast("list[dict[str, object]]", ended.answer["people"])
    groups = cast("dict[str, int]", people["groups"])
    assert people["least"] == sum(groups.values())
    assert people["exact"]
    shown = dudao("lint", diagram, home=home)
    assert f"至少需要{people['least']}人：" in shown.out
