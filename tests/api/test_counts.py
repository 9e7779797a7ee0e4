"""Requests are counted in windows, each client by itself, and old counts are forgotten."""

from __future__ import annotations

from api.counts import Counts


def counts_at(moment: list[float]) -> Counts:
    return Counts(seconds=lambda: moment[0])


def test_a_window_counts_until_it_ends() -> None:
    moment = [1000.0]
    counts = counts_at(moment)
    assert [counts.incr("a", 60) for _ in range(3)] == [1, 2, 3]
    assert (counts.incr("b", 60), counts.get("a"), counts.get_expiry("a")) == (1, 3, 1060.0)
    moment[0] = 1059.9
    assert counts.incr("a", 60) == 4
    moment[0] = 1060.0
    assert counts.get("a") == 0
    assert (counts.incr("a", 60), counts.get_expiry("a")) == (1, 1120.0)


def test_counts_of_clients_that_went_away_are_forgotten() -> None:
    moment = [1000.0]
    counts = counts_at(moment)
    for number in range(100):
        counts.incr(f"client {number}", 60)
    moment[0] = 1200.0
    counts.incr("somebody", 60)
    assert counts.reset() == 1
