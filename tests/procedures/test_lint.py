"""The linter has nothing to say about what is shipped: no error, and no warning either."""

from __future__ import annotations

import pytest

from dudao.composition import FUNCTION_NAMES, GROUPS, case_types
from dudao.linting import shared_decisions
from dudao.scenarios.search import shared_files
from engine.decisions import lint_decisions, read_decisions
from engine.diagram import Known, lint
from tests.procedures.shipped import KEYS, Procedure, each_procedure, procedure

TABLES = {
    **{file.name: file.data for file in shared_files()},
    **{f"{key}/{name}": data for key in KEYS for name, data in procedure(key).tables.items()},
}


GAPS = {"bpmn/tables/outcome_effects.dmn"}
"""Tables that need not answer everything: a form that nobody has ruled on is an incident."""


def known(shipped: Procedure) -> Known:
    types = case_types()
    own = {id_ for data in shipped.tables.values() for id_ in read_decisions(data).ids}
    return Known(
        handlers=types.handlers.known,
        groups=frozenset(GROUPS),
        functions=frozenset(FUNCTION_NAMES),
        settings=frozenset(types.settings.known),
        decisions=shared_decisions() | own,
        processes=frozenset(KEYS),
    )


@each_procedure
def test_the_diagram_is_clean(shipped: Procedure) -> None:
    assert lint(shipped.diagram, known=known(shipped)) == ()


@pytest.mark.parametrize("name", TABLES)
def test_the_table_is_clean(name: str) -> None:
    findings = lint_decisions(TABLES[name], functions=FUNCTION_NAMES)
    assert [each for each in findings if each.code != "gap" or name not in GAPS] == []


def test_a_group_nobody_is_in_would_be_found() -> None:
    shipped = procedure("rectification")
    right, wrong = b'camunda:candidateGroups="leader"', b'camunda:candidateGroups="leder"'
    found = lint(shipped.diagram.replace(right, wrong), known=known(shipped))
    assert {finding.severity for finding in found} == {"error"}
