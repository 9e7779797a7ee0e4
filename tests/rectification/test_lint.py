"""The linter has nothing to say about the shipped diagram: no error, and no warning either."""

from __future__ import annotations

from dudao.composition import FUNCTION_NAMES, GROUPS, case_types
from engine.diagram import Known, lint
from tests.rectification.shipped import DIAGRAM


def known() -> Known:
    types = case_types()
    return Known(
        handlers=types.handlers.known,
        groups=frozenset(GROUPS),
        functions=frozenset(FUNCTION_NAMES),
        settings=frozenset(types.settings.known),
        decisions=frozenset({"rectification_due"}),
        processes=frozenset({"rectification"}),
    )


def test_the_diagram_is_clean() -> None:
    assert lint(DIAGRAM, known=known()) == ()


def test_a_group_nobody_is_in_would_be_found() -> None:
    wrong = DIAGRAM.replace(b'camunda:candidateGroups="leader"', b'camunda:candidateGroups="leder"')
    assert {finding.severity for finding in lint(wrong, known=known())} == {"error"}
