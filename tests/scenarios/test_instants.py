"""How far time moves, as scenario files write it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dudao.scenarios.instants import parse_advance, parse_instant, passed
from engine.model.calendar import WorkCalendar
from engine.model.errors import InvalidArgument

NINE = datetime(2026, 9, 24, 1, tzinfo=UTC)  # Thursday, 09:00 in Shanghai, before Mid-Autumn


@pytest.mark.parametrize(
    "text, reached",
    [
        ("P10D", "2026-10-04T09:00:00+08:00"),
        ("PT5H", "2026-09-24T14:00:00+08:00"),
        ("P1M", "2026-10-24T09:00:00+08:00"),
        ("P1DT12H", "2026-09-25T21:00:00+08:00"),
        ("5工作日", "2026-10-09T09:00:00+08:00"),
        ("5个工作日", "2026-10-09T09:00:00+08:00"),
        ("3日", "2026-09-27T09:00:00+08:00"),
        ("24小时", "2026-09-25T09:00:00+08:00"),
        ("2026-10-01T00:00:00+08:00", "2026-10-01T00:00:00+08:00"),
        ("2026-10-01", "2026-10-01T00:00:00+08:00"),
    ],
)
def test_time_moves_by_durations_terms_and_to_instants(text: str, reached: str) -> None:
    now = passed(parse_advance(text), NINE, WorkCalendar.published())
    assert now == datetime.fromisoformat(reached)


@pytest.mark.parametrize("text", ["", "soon", "-P1D", "P", "10", "2026-13-01"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InvalidArgument):
        parse_advance(text)


def test_an_instant_without_an_offset_is_local() -> None:
    assert parse_instant("2026-09-24T09:00:00") == NINE
