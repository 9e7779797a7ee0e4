"""What is public, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.store import Store
from tests.acceptance.conftest import home
from tests.acceptance.program import dudao
from tests.cases.desk import Desk
from tests.publications.office import CLOSING, NOTICE, close, publish
from tests.support.clock import HandClock

__all__ = ["home"]
ONE = "某示〔2026〕1号"


@pytest.fixture
def office(home: Path, clock: HandClock) -> Desk:
    """Publish into the database that the program opens, and go on there as the office."""
    assert dudao("init", "--data", "数据", home=home).status == 0
    desk = Desk(Store(f"sqlite:///{home / '数据' / 'dudao.db'}"), clock)
    desk.deploy(NOTICE, CLOSING)
    publish(desk, text="拟认定三所幼儿园。")
    return desk


def test_the_public_reads_objects_and_is_answered(home: Path, office: Desk) -> None:
    assert ONE in dudao("publication", "list", home=home, DUDAO_DATA="数据").out
    shown = dudao("publication", "show", ONE, home=home, DUDAO_DATA="数据").out
    assert "拟认定三所幼儿园。" in shown
    assert "接受异议至2026-03-09" in shown
    filed = dudao("object", ONE, "园名写错了。", "--json", home=home, DUDAO_DATA="数据")
    receipt = str(filed.answer["receipt"])
    assert "尚未答复" in dudao("publication", "receipt", receipt, home=home, DUDAO_DATA="数据").out
    told = dudao("publication", "objections", ONE, "--json", home=home, DUDAO_DATA="数据")
    assert "园名写错了。" in str(told.answer["objections"])
    close(office, ONE, reason="名单有变。")
    gone = dudao("publication", "show", ONE, home=home, DUDAO_DATA="数据").out
    assert "名单有变。" in gone
    assert "幼儿园" not in gone
    refused = dudao("object", ONE, "再提。", home=home, DUDAO_DATA="数据")
    assert refused.status == 1
    assert "不再接受异议" in refused.err


@pytest.mark.parametrize(
    "arguments",
    [("publication", "show", "无"), ("publication", "objections", "无"), ("object", "无", "有异议"),
     ("publication", "receipt", "0000")],
)  # fmt: skip
def test_what_is_not_there_is_one_sentence(home: Path, arguments: tuple[str, ...]) -> None:
    assert dudao("init", "--data", "数据", home=home).status == 0
    ended = dudao(*arguments, home=home, DUDAO_DATA="数据")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.count("\n") == 1
