"""Files from strangers: nothing outside of them is read."""

from __future__ import annotations

from pathlib import Path

from engine.decisions import lint_decisions, read_decisions
from engine.decisions.errors import DecisionSyntaxError
from engine.diagram import DiagramError, read_diagram
from tests.decisions.tables import decision, definitions, literal
from tests.support import diagrams as draw

INCLUDE = 'xmlns:xi="http://www.w3.org/2001/XInclude"'


def test_nothing_is_included_from_elsewhere(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text("<userTask id='smuggled' name='暗语'/>", encoding="utf-8")
    text = tmp_path / "secret.txt"
    text.write_text("暗语", encoding="utf-8")
    wanted = f'<xi:include {INCLUDE} href="{secret.as_uri()}"/>'
    plain = f'<xi:include {INCLUDE} href="{text.as_uri()}" parse="text"/>'
    drawn = draw.bpmn(draw.start(), draw.end(), draw.path("start", "end"), wanted, plain)
    try:
        read = str(read_diagram(drawn))
    except DiagramError as refused:
        read = str(refused)
    assert "smuggled" not in read
    assert "暗语" not in read
    table = definitions(decision("d", literal(f"1{plain}")), wanted)
    try:
        answer = str(read_decisions(table).evaluate("d", {}).value)
    except DecisionSyntaxError as refused:
        answer = refused.zh
    assert "暗语" not in answer
    assert "暗语" not in str(lint_decisions(table))
