"""The scenarios of every shipped procedure hold, and together they take every sequence flow."""

from __future__ import annotations

import pytest

from dudao.batch import Batch
from dudao.composition import case_types
from dudao.scenarios.reader import read_scenario
from dudao.scenarios.result import Run
from dudao.scenarios.search import Library
from tests.procedures.shipped import KEYS, ROOT

FILES = {
    f"{key}/{file.name}": file
    for key in KEYS
    for file in sorted((ROOT / "bpmn" / key / "scenarios").glob("*.yml"))
}


@pytest.fixture(scope="module")
def batch() -> Batch:
    return Batch(Library(), case_types())


@pytest.fixture(scope="module")
def runs() -> dict[str, Run]:
    return {}


def run(batch: Batch, runs: dict[str, Run], name: str) -> Run:
    """Run a scenario once, whichever tests ask for it."""
    if name not in runs:
        file = FILES[name]
        runs[name] = batch.run(read_scenario(str(file), file.read_bytes()))
    return runs[name]


@pytest.mark.parametrize("name", FILES)
def test_it_holds(batch: Batch, runs: dict[str, Run], name: str) -> None:
    found = run(batch, runs, name)
    said = [
        f"步骤{step.number}（第{failure.line}行）：{failure.zh}" for step, failure in found.failures
    ]
    assert said == []
    assert found.holds


@pytest.mark.parametrize("key", KEYS)
def test_every_sequence_flow_is_taken(batch: Batch, runs: dict[str, Run], key: str) -> None:
    own = [run(batch, runs, name) for name in FILES if name.startswith(f"{key}/")]
    measured = {each.process: each for each in batch.coverage(own)}
    assert measured[key].missing == ()
