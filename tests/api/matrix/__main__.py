"""Print what every role is answered now, to be compared with `expected.txt` by eye."""

from __future__ import annotations

import sys

import time_machine

from engine.store import Store
from tests.api.matrix import table
from tests.api.matrix.world import build
from tests.support.clock import START, HandClock

if __name__ == "__main__":
    with time_machine.travel(START, tick=False) as traveller:
        made = build(Store.memory(), HandClock(traveller, START))
        sys.stdout.write(table.written(table.answered(made)))
