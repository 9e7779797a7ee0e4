"""Scenarios can let somebody act in the place of another."""

from __future__ import annotations

from pathlib import Path

from dudao.cli import run
from tests.user_tasks.diagrams import APPROVAL

SCENARIO = """scenario: 领导出差，由他人代理
process: approval
clock: 2026-03-02T09:00:00+08:00
people:
  li: {groups: [case_officer], unit: 430600}
  wang: {groups: [leader], unit: 430600}
  qian: {groups: [inspector], unit: 430600}
steps:
  - open: {as: li, unit: 430621, form: {reason: 留样不全}}
  - complete: {as: li, task: draft, form: {text: 限期整改}}
  - refuse: {as: qian, for: wang, task: approve, form: {approved: true}, code: no_substitution}
  - substitute: {as: wang, to: qian, until: 2026-03-05, reason: 出差}
  - refuse: {as: qian, task: approve, form: {approved: true}, code: not_permitted}
  - complete: {as: qian, for: wang, task: approve, form: {approved: true}}
  - expect: {open_tasks: [respond]}
"""


def test_a_scenario_substitutes_and_acts_in_somebodys_place(tmp_path: Path) -> None:
    (tmp_path / "approval.bpmn").write_bytes(APPROVAL)
    path = tmp_path / "absence.yml"
    path.write_text(SCENARIO, "utf-8")
    assert run(["scenario", str(path)]) == 0
