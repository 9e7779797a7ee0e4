"""The scenarios of the rectification hold, and together they take every sequence flow."""

from __future__ import annotations

from pathlib import Path

import pytest

from dudao.batch import Batch
from dudao.composition import case_types
from dudao.scenarios.reader import read_scenario
from dudao.scenarios.result import Run
from dudao.scenarios.search import Library

FOLDER = Path(__file__).parents[2] / "bpmn" / "rectification" / "scenarios"
FILES = sorted(FOLDER.glob("*.yml"))
AT_LEAST = 30


@pytest.fixture(scope="module")
def batch() -> Batch:
    return Batch(Library(), case_types())


@pytest.fixture(scope="module")
def runs(batch: Batch) -> dict[str, Run]:
    return {file.name: batch.run(read_scenario(str(file), file.read_bytes())) for file in FILES}


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= AT_LEAST


@pytest.mark.parametrize("name", [file.name for file in FILES])
def test_it_holds(runs: dict[str, Run], name: str) -> None:
    run = runs[name]
    said = [
        f"步骤{step.number}（第{failure.line}行）：{failure.zh}" for step, failure in run.failures
    ]
    assert said == []
    assert run.holds


def test_every_sequence_flow_is_taken(batch: Batch, runs: dict[str, Run]) -> None:
    measured = {each.process: each for each in batch.coverage(list(runs.values()))}
    assert measured["rectification"].missing == ()
