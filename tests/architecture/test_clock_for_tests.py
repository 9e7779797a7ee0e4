"""The clock of the tests is the clock of everything in the process."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from tests.support.clock import START, CountedIds, HandClock


def test_the_clock_stands_still_until_it_is_moved(clock: HandClock) -> None:
    assert clock() == START
    clock.advance(timedelta(hours=72))
    assert clock() == START + timedelta(hours=72)


def test_code_that_reads_the_time_itself_reads_the_same(clock: HandClock) -> None:
    clock.move_to(datetime(2026, 10, 9, 16, tzinfo=UTC))
    assert time.time() == clock().timestamp()  # noqa: TID251  # that is what is tested


def test_ids_are_the_same_in_every_run(new_id: CountedIds) -> None:
    first = new_id()
    assert first == CountedIds()()
    assert first != new_id()
    assert first.version == 4
