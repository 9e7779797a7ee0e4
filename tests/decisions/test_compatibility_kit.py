"""Every case of the DMN Technology Compatibility Kit that lies beside the repository."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from engine.decisions import DecisionError, Decisions, read_decisions
from engine.feel import Value
from engine.feel.comparison import equal
from tests.decisions.kit import KIT, Expectation, expectations

PRECISION = Decimal("1e-8")
EXPECTATIONS = tuple(expectations())


@lru_cache(maxsize=4)
def decisions_in(path: Path) -> Decisions:
    return read_decisions(path.read_bytes())


def agrees(value: Value, expected: Value) -> bool:
    """Compare numbers as the kit does: its own were computed in binary floating point."""
    if isinstance(value, Decimal) and isinstance(expected, Decimal):
        return abs(value - expected) <= PRECISION * max(Decimal(1), abs(expected))
    if isinstance(value, list) and isinstance(expected, list):
        return len(value) == len(expected) and all(map(agrees, value, expected))
    if isinstance(value, dict) and isinstance(expected, dict):
        return set(value) == set(expected) and all(agrees(value[k], expected[k]) for k in value)
    return equal(value, expected) is True


@pytest.mark.skipif(not EXPECTATIONS, reason=f"{KIT.name} is not beside the repository")
def test_the_kit_has_all_its_cases() -> None:
    assert len({one.model for one in EXPECTATIONS}) == 28


@pytest.mark.parametrize("one", EXPECTATIONS, ids=str)
def test_the_result_is_the_expected_one(one: Expectation) -> None:
    decisions = decisions_in(one.model)
    try:
        value = decisions.evaluate(one.decision, one.inputs).value
    except DecisionError:
        value = None
        assert one.is_error
    assert agrees(value, one.expected), f"{value} is not {one.expected}"
