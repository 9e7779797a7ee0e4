"""A place filled for showing, its settings, its calendar, and the doctor's opinion of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import cast

from engine.model.case import CaseStatus
from tests.acceptance.program import ROOT, dudao, started, troubles
from tests.acceptance.samples import CALENDAR


def test_a_rectification_is_played_twice_without_harm(home: Path) -> None:
    first = started("play", "--data", "演示 数据", home=home)
    assert first.status == 0, first.said
    for word in ("立案", "岳教督整〔2026〕1号", "提醒", "催办", "督办", "审批升级处理", "销号",
                 "回头看", "结案", "国庆节", "调休", "顺延", "红 ", "黄 ", "绿 "):  # fmt: skip
        assert word in first.out, word
    again = dudao("play", "--data", "演示 数据", home=home)
    assert again.status == 0, again.said
    assert "示范数据已经填好" in again.out
    filled = dudao("demo", "--data", "演示 数据", home=home).out
    assert filled.startswith("✓ 示范数据已经填好")
    assert "系统管理员 admin" in filled
    doctor = dudao("doctor", "--json", "--data", "演示 数据", home=home)
    assert troubles(doctor) <= {"工作日历"}, doctor.said
    statuses = {
        row[0]
        for row in sqlite3.connect(home / "演示 数据" / "dudao.db").execute(
            "SELECT status FROM case_file"
        )
    }
    assert statuses == {status.value for status in CaseStatus}
    database = sqlite3.connect(home / "演示 数据" / "dudao.db")
    database.execute("UPDATE history_event SET person = '某人' WHERE seq = 2")
    database.commit()
    database.close()
    doctor = dudao("doctor", "--json", "--data", "演示 数据", home=home)
    assert "历史记录" in troubles(doctor), doctor.said


def test_the_doctor_says_where_people_are_missing(home: Path) -> None:
    dudao("demo", "--data", "d", home=home)
    database = sqlite3.connect(home / "d" / "dudao.db")
    database.execute("UPDATE person SET is_active = 0 WHERE id = 'r430626'")
    database.execute("DELETE FROM membership WHERE group_name = 'director'")
    database.commit()
    database.close()
    ended = dudao("doctor", "--data", "d", home=home)
    assert ended.status == 0, ended.said  # a warning: work can wait for a person
    lines = [line for line in ended.out.splitlines() if "人员配备" in line]
    assert any("“责令限期整改”在" in each and "平江县" in each for each in lines), lines
    assert any("“问责”在所有单位：缺少督导委员会办公室主任人员" in each for each in lines), lines
    again = dudao("deploy", ROOT / "bpmn/announcement/announcement.bpmn", "--data", "d", home=home)
    assert again.status == 0, again.said


def test_the_doctor_says_what_is_wrong(home: Path) -> None:
    missing = dudao("doctor", "--data", "nowhere", home=home)
    assert missing.status == 1
    assert "请运行 dudao init" in missing.out
    dudao("init", "--data", "d", home=home)
    database = sqlite3.connect(home / "d" / "dudao.db")
    database.execute(
        "INSERT INTO history_event (case_id, seq, at, type, commitment, hash)"
        " VALUES ('x', 1, '2999-01-01T00:00:00.000000Z', 'case_opened', x'00', x'00')"
    )
    database.commit()
    database.close()
    ended = dudao("doctor", "--json", "--data", "d", home=home)
    assert ended.status == 1
    assert troubles(ended) - {"工作日历"} == {"时钟"}


def test_a_calendar_is_imported_once(home: Path) -> None:
    (home / "c.csv").write_bytes(CALENDAR.encode("gb18030"))
    first = dudao("import", "calendar", "c.csv", "--data", "d", home=home)
    assert first.status == 0, first.said
    assert "2026-10-09 星期五 放假 校庆" in first.out
    again = dudao("import", "calendar", "c.csv", "--data", "d", home=home)
    assert again.status == 0, again.said
    assert "未作更改" in again.out
    (home / "bad.csv").write_text("日期,是否上班,名称\n2026-02-30,是,\n", "utf-8")
    bad = dudao("import", "calendar", "bad.csv", "--data", "d", home=home)
    assert bad.status == 2
    assert "第2行" in bad.err


def test_settings_show_where_they_come_from(home: Path) -> None:
    ended = dudao("settings", "--data", "d", home=home)
    assert ended.status == 0, ended.said
    assert "无法定依据，建议值" in ended.out
    listed = dudao("settings", "--json", "--data", "d", home=home).answer["settings"]
    keys = {each["key"] for each in cast("list[dict[str, str]]", listed)}
    assert {"light.near", "rectification.plan_term"} <= keys
    assert not (home / "d").exists()  # looking changes nothing
