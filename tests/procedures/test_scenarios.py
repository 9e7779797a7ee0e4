"""The scenarios of every shipped procedure hold, and together they take every sequence flow."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from dudao.batch import Batch
from dudao.composition import case_types
from dudao.desk import Desk
from dudao.scenarios.reader import read_scenario
from dudao.scenarios.result import Run
from dudao.scenarios.search import Library
from engine.commands.reading.timelines import TimelineEntry, read_timeline
from engine.model.case import SYSTEM
from engine.store.tables import case_file
from tests.procedures.shipped import KEYS, ROOT

CODED = re.compile(r"[A-Za-z]+_[A-Za-z]|[{}\[\]]|[0-9a-f]{8}-|None|“”|《》|（）|\(\)|  ")
"""What has no place in a sentence: ids, names of variables, JSON, gaps."""
FILES = {
    f"{key}/{file.name}": file
    for key in KEYS
    for file in sorted((ROOT / "bpmn" / key / "scenarios").glob("*.yml"))
}


Timelines = dict[str, TimelineEntry]
"""One entry for each sentence, whatever cases it was said of."""


@pytest.fixture(scope="module")
def said() -> Timelines:
    return {}


@pytest.fixture(scope="module")
def batch(said: Timelines) -> Batch:
    def look(desk: Desk) -> None:
        with desk.work() as session:
            for (case_id,) in session.execute(select(case_file.c.id)):
                page = read_timeline(
                    session,
                    engine=desk.engine,
                    clock=desk.clock,
                    actor=SYSTEM,
                    case_id=str(case_id),
                    limit=500,
                )
                said.update({each.zh: each for each in page.entries})

    return Batch(Library(), case_types(), look=look)


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


def test_every_history_reads_as_plain_sentences(
    batch: Batch, runs: dict[str, Run], said: Timelines
) -> None:
    for name in FILES:
        run(batch, runs, name)
    assert len(said) > 500
    for each in said.values():
        assert each.zh.endswith("。")
        assert each.en.endswith(".")
        assert CODED.search(each.zh) is None, each
        assert CODED.search(each.en) is None, each


@pytest.mark.parametrize("key", KEYS)
def test_every_sequence_flow_is_taken(batch: Batch, runs: dict[str, Run], key: str) -> None:
    own = [run(batch, runs, name) for name in FILES if name.startswith(f"{key}/")]
    measured = {each.process: each for each in batch.coverage(own)}
    assert measured[key].missing == ()
