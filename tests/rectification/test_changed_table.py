"""An office changes a term in the table: cases decided from then on follow it."""

from __future__ import annotations

from pathlib import Path

from dudao.batch import Batch
from dudao.composition import case_types
from dudao.scenarios.reader import read_scenario
from dudao.scenarios.search import Library
from tests.procedures.shipped import ROOT, procedure

FOLDER = ROOT / "bpmn" / "rectification" / "scenarios"
SHIPPED = procedure("rectification")
DIAGRAM, TABLE = SHIPPED.diagram, SHIPPED.tables["rectification_due.dmn"]


def held_with(table: bytes, tmp_path: Path) -> bool:
    """Run the plain scenario beside the shipped diagram and this table."""
    (tmp_path / "rectification.bpmn").write_bytes(DIAGRAM)
    (tmp_path / "rectification_due.dmn").write_bytes(table)
    scenario = (FOLDER / "01_closed.yml").read_text().replace("2026-09-16", "2026-09-21")
    file = tmp_path / "scenarios" / "01_closed.yml"
    file.parent.mkdir()
    file.write_text(scenario)
    run = Batch(Library(), case_types()).run(read_scenario(str(file), file.read_bytes()))
    return run.holds


def test_a_changed_term_moves_the_due_date(tmp_path: Path) -> None:
    assert held_with(TABLE.replace('"15日"'.encode(), '"20日"'.encode()), tmp_path)


def test_with_the_shipped_table_the_same_expectation_fails(tmp_path: Path) -> None:
    assert not held_with(TABLE, tmp_path)
