"""Every file of the BPMN Model Interchange Working Group gives a diagram or findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.diagram import lint, read_diagram
from engine.diagram.model import NodeKind
from engine.diagram.scopes import all_nodes

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "miwg"
FILES = sorted(CORPUS.glob("*.bpmn"))

pytestmark = pytest.mark.skipif(not FILES, reason=f"the corpus is not at {CORPUS.name}")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_gives_a_diagram_and_findings_that_name_their_element(path: Path) -> None:
    data = path.read_bytes()
    diagram = read_diagram(data)
    assert diagram.processes
    for finding in lint(data):
        assert finding.zh
        assert finding.en
        assert finding.element_id == "" or finding.element_id in data.decode("utf-8")


def test_nothing_of_the_corpus_is_lost_in_silence() -> None:
    assert len(FILES) == 21
    for path in FILES:
        data = path.read_bytes()
        reported = {finding.element_id for finding in lint(data)}
        for process in read_diagram(data).processes:
            for node in all_nodes(process.scope):
                assert node.kind is not NodeKind.UNSUPPORTED or node.id in reported
