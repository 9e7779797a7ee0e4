"""`dudao draw` gives diagrams a drawing and leaves everything else in the file."""

from __future__ import annotations

from pathlib import Path

from tests.acceptance.program import dudao
from tests.acceptance.samples import CALENDAR, DIAGRAM


def test_a_diagram_is_drawn_once_and_then_stays_the_same(home: Path) -> None:
    file = home / "限期 答复.bpmn"
    file.write_text(DIAGRAM, "utf-8")
    first = dudao("draw", "--json", file, home=home)
    assert (first.status, first.answer["changed"]) == (0, [str(file)]), first.said
    drawn = file.read_text("utf-8")
    start = drawn.index("<bpmndi:BPMNDiagram")
    assert DIAGRAM.startswith(drawn[:start].rstrip())
    again = dudao("draw", "--json", file, home=home)
    assert (again.status, again.answer["changed"]) == (0, [])
    assert file.read_text("utf-8") == drawn
    assert "no_drawing" not in dudao("lint", "--json", file, home=home).out


def test_no_file_is_touched_when_one_cannot_be_drawn(home: Path) -> None:
    good, bad, other = home / "a.bpmn", home / "b.bpmn", home / "c.csv"
    good.write_text(DIAGRAM, "utf-8")
    bad.write_text(DIAGRAM[:400], "utf-8")
    other.write_text(CALENDAR, "utf-8")
    broken = dudao("draw", good, bad, home=home)
    assert broken.status == 1
    assert "b.bpmn：不是合格的XML" in broken.err
    wrong = dudao("draw", good, other, home=home)
    assert wrong.status == 2
    assert "c.csv 不是流程图" in wrong.err
    assert good.read_text("utf-8") == DIAGRAM
