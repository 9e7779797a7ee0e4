"""`dudao ledger`, as the organisation department uses it."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import cast

import pytest
from openpyxl import load_workbook

from dudao import system
from dudao.composition import build_engine, case_types
from dudao.directory.filling import fill_directory
from dudao.opening import opened
from dudao.settings import Place, find_place
from engine import commands
from engine.definitions import SourceFile, deploy, known_with_published
from engine.diagram import Known
from engine.model.case import SYSTEM, Actor
from engine.store.case_reads import history_of
from tests.acceptance.program import Ended, dudao
from tests.ledger.office import DECIDING, TABLE

YEAR = system.clock().year


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A place with the demo's people and two decisions."""
    folder = tmp_path / "外 部"
    folder.mkdir()
    engine = build_engine(case_types())
    with opened(place(folder)) as store, store.begin() as session:
        fill_directory(session)
        deploy(
            session,
            [SourceFile("account.bpmn", DECIDING), SourceFile("effects.dmn", TABLE)],
            clock=system.clock,
            actor=SYSTEM,
            known=known_with_published(session, Known()),
            new_id=system.new_id,
            new_salt=system.salt,
        )
        for form in (
            {"code": "accountability:督导通报", "form": "督导通报"},
            {"code": "accountability:诫勉", "form": "诫勉", "person": "李某", "identity": "公务员"},
        ):
            commands.open_case(
                session,
                engine=engine,
                clock=system.clock,
                actor=Actor("li"),
                process="account",
                unit="430621",
                title="某案",
                form=form,
            )
    return folder


def place(home: Path) -> Place:
    return find_place(data=str(home / "数据"))


def ledger(home: Path, *arguments: str | Path) -> Ended:
    return dudao("ledger", *arguments, "--data", home / "数据", home=home)


def test_the_record_of_a_person_is_shown_and_the_look_is_in_the_history(home: Path) -> None:
    shown = ledger(home, "record", "--person", "李某", "--as", "zuzhi")
    assert shown.status == 0, shown.said
    for said in ("李某", "accountability:诫勉", "诫勉", "提拔限制：", "评优限制："):
        assert said in shown.out
    with opened(place(home)) as store, store.read() as session:
        last = list(history_of(session))[-1]
    assert (last.type, last.person) == ("record_read", "zuzhi")


def test_the_record_is_json_for_programs(home: Path) -> None:
    answer = ledger(home, "record", "--unit", "430621", "--as", "li", "--json").answer
    (entry,) = cast("list[Mapping[str, object]]", answer["entries"])
    assert (answer["name"], entry["form"], entry["remedy"]) == ("岳阳县", "督导通报", None)
    (limit,) = cast("list[Mapping[str, object]]", answer["restrictions"])
    assert (limit["kind"], limit["until_on"]) == ("award_ban", f"{YEAR}-12-31")


def test_a_day_before_and_an_instant_before_show_nothing(home: Path) -> None:
    asked = ("record", "--unit", "430621", "--as", "li")
    assert "没有记录" in ledger(home, *asked, "--on", "2020-01-01").out
    assert "没有记录" in ledger(home, *asked, "--known", "2020-01-01").out


def test_a_sheet_is_shown_and_exported(home: Path) -> None:
    file = home / "考核 表.xlsx"
    asked = ("sheet", "--year", str(YEAR), "--unit", "430621", "--as", "zuzhi")
    shown = ledger(home, *asked, "--xlsx", file)
    assert shown.status == 0, shown.said
    assert f"{YEAR}年度考核结果运用表：岳阳县" in shown.out
    assert "整改案件（本年立案）" in shown.out
    book = load_workbook(BytesIO(file.read_bytes()))
    assert book.sheetnames == ["考核结果运用表", "依据"]
    with opened(place(home)) as store, store.read() as session:
        assert list(history_of(session))[-1].type == "assessment_exported"
    figures = cast("list[Mapping[str, object]]", ledger(home, *asked, "--json").answer["figures"])
    assert {each["key"]: each["value"] for each in figures}["notices"] == 1


@pytest.mark.parametrize(
    "arguments, status, said",
    [
        (["record", "--as", "zuzhi"], 2, "应指明 --unit CODE 或 --person REF 之一"),
        (["record", "--unit", "1", "--person", "x", "--as", "zuzhi"], 2, "之一"),
        (["record", "--unit", "430621"], 2, "缺少 --as"),
        (["record", "--unit", "430621", "--on", "昨天", "--as", "li"], 2, "日期“昨天”应写作"),
        (["record", "--person", "李某", "--as", "li"], 1, "您没有权限查阅这一人员的台账"),
        (["record", "--unit", "430621", "--as", "某人"], 1, "您没有权限查阅这一单位的台账"),
        (["sheet", "--unit", "430621", "--as", "li"], 2, "缺少 --year"),
        (["sheet", "--year", "26", "--unit", "430621", "--as", "li"], 1, "年度应为"),
    ],
)
def test_what_is_refused_is_one_sentence(
    home: Path, arguments: list[str], status: int, said: str
) -> None:
    ended = ledger(home, *arguments)
    assert (ended.status, ended.out) == (status, "")
    assert said in ended.err


def test_a_sheet_that_cannot_be_written_is_no_export(home: Path) -> None:
    asked = ("sheet", "--year", str(YEAR), "--unit", "430621", "--as", "zuzhi")
    ended = ledger(home, *asked, "--xlsx", home / "没有" / "表.xlsx")
    assert ended.status == 2
    assert "不能写入" in ended.err
    with opened(place(home)) as store, store.read() as session:
        assert "assessment_exported" not in [each.type for each in history_of(session)]
