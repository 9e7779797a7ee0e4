"""Scenarios say what the record must say, as known now and before."""

from __future__ import annotations

from pathlib import Path

import pytest

from dudao.composition import build_engine, case_types
from dudao.desk import Desk
from dudao.failures import WrongUse
from dudao.linting import Names
from dudao.publishing import publish
from dudao.scenarios.reader import read_scenario
from dudao.scenarios.runner import run_scenario
from dudao.scenarios.search import File
from dudao.scenarios.world import World
from dudao.simulation import SimulatedClock
from engine.identity import Membership, PersonEntry, Unit, upsert_people, upsert_units
from engine.store import Store
from tests.ledger.office import DECIDING

TEXT = """\
scenario: 问责决定经复核撤销
process: account
clock: 2026-03-02T09:00:00+08:00
people:
  li: {groups: [case_officer], unit: 430600}
  zhao: {groups: [director], unit: 430600}
steps:
  - open:
      as: li
      unit: 430621
      form: {code: "accountability:记过", person: 李某, identity: 公务员, form: 记过}
  - advance: P30D
  - complete: {as: zhao, task: remedy, form: {state: 复核中}}
  - expect:
      ledger:
        - {of: 李某, codes: ["accountability:记过"], grade_cap: 不确定等次, promotion_ban: true,
           award_ban: true, veto: false, remedies: [复核中]}
        - {of: 李某, on: 2027-03-02, promotion_ban: true}
        - {of: 李某, on: 2027-03-03, codes: [], promotion_ban: false}
        - {of: "430621", codes: [], grade_cap: ~}
  - complete: {as: zhao, task: revoke}
  - expect:
      ledger:
        - {of: 李某, codes: [], award_ban: false}
        - {of: 李某, known: 2026-03-31T00:00:00+08:00, codes: ["accountability:记过"]}
      outcomes: ["accountability:记过"]
"""


def failures(text: str) -> list[tuple[int, str]]:
    scenario = read_scenario("s.yml", text.encode())
    store = Store.memory()
    clock = SimulatedClock(scenario.clock)
    types = case_types()
    desk = Desk(store, build_engine(types), clock)
    with desk.work() as session:
        upsert_units(session, [Unit("430600", "某市"), Unit("430621", "某县", "430600")])
        upsert_people(
            session,
            [
                PersonEntry(each.id, each.name, each.unit, tuple(map(Membership, each.groups)))
                for each in scenario.people.values()
            ],
        )
        files = [File("account.bpmn", DECIDING)]
        publish(session, desk, types, files, names=Names(groups=frozenset({"director"})))
    world = World(desk, clock, people=scenario.people, folder=Path())
    return [
        (failure.line, failure.zh)
        for step in run_scenario(scenario, world)
        for failure in step.failures
    ]


def test_the_record_is_compared_as_known_before_and_after_a_reversal() -> None:
    assert failures(TEXT) == []


@pytest.mark.parametrize(
    "right, wrong, line, said",
    [
        (
            "grade_cap: 不确定等次",
            "grade_cap: 优秀",
            16,
            "grade_cap 应为 优秀，实为 不确定等次（李某）",
        ),
        ("award_ban: false", "award_ban: true", 24, "award_ban 应为 true，实为 false（李某）"),
        ("remedies: [复核中]", "remedies: []", 17, "remedies 应为 []，实为 [复核中]（李某）"),
        ("grade_cap: ~", "grade_cap: 合格", 20, "grade_cap 应为 合格，实为 ~（430621）"),
        (
            'known: 2026-03-31T00:00:00+08:00, codes: ["accountability:记过"]',
            "known: 2026-03-31T00:00:00+08:00, codes: []",
            25,
            "codes 应为 []，实为 [accountability:记过]（李某）",
        ),
    ],
)
def test_what_does_not_hold_is_named_with_its_line(
    right: str, wrong: str, line: int, said: str
) -> None:
    assert right in TEXT
    ((found_line, found),) = failures(TEXT.replace(right, wrong))
    assert found_line == line
    assert said in found


@pytest.mark.parametrize(
    "right, wrong, said",
    [
        ("on: 2027-03-02", "on: 明天", "日期“明天”应写作"),
        ("of: 李某, on", "who: 李某, on", "没有这个键"),
        ("of: 李某, on: 2027-03-02", "on: 2027-03-02", "缺少这一项"),
        ("veto: false", "veto: 否", "应为 true 或 false"),
        ("known: 2026-03-31T00:00:00+08:00", "known: 早先", "时间“早先”应写作"),
    ],
)
def test_a_check_that_cannot_be_read_is_wrong_use(right: str, wrong: str, said: str) -> None:
    with pytest.raises(WrongUse) as refused:
        read_scenario("s.yml", TEXT.replace(right, wrong).encode())
    assert any(said in each.zh for each in refused.value.errors), refused.value.errors
