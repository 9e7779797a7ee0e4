"""The shipped procedures and their drawings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from bpmn.catalogue import catalogue
from engine.diagram.model import Process
from tests.procedures.drawn import Drawing

ROOT = Path(__file__).parents[2]
KEYS = tuple(catalogue())


class Procedure(Drawing):
    """One shipped procedure."""

    def __init__(self, key: str) -> None:
        super().__init__(catalogue()[key].diagrams[f"{key}.bpmn"])
        self.key = key

    @property
    def diagram(self) -> bytes:
        return self.data

    @property
    def tables(self) -> Mapping[str, bytes]:
        return catalogue()[self.key].tables

    @property
    def process(self) -> Process:
        return self.processes[0]


@cache
def procedure(key: str) -> Procedure:
    return Procedure(key)


each_procedure = pytest.mark.parametrize("shipped", [procedure(key) for key in KEYS], ids=KEYS)
"""Run a test once for every procedure that is shipped."""
