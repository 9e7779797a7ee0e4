"""Bytes per open case in all tables with their indexes, the history left out."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text

from bench.report import Figure, at_most, say
from bench.rounds import Spread
from bench.run import Run
from bench.steps import Sample
from bench.stock import settle
from engine.store import Store

HISTORY = "history_event"
_PAGES = text(
    "SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s JOIN sqlite_master m ON m.name = s.name"
    " GROUP BY m.tbl_name"
)
_RELATIONS = text(
    "SELECT relname, pg_total_relation_size(oid) FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)


def measure(run: Run) -> list[Figure]:
    """Store open cases, a third waiting for each of the three tasks, and weigh the tables."""
    sample = Sample(run.office())
    settle(sample.office.url)
    before = _weighed(sample.office.store)
    third = run.sizes.stored // 3
    for step in range(3):
        sample.copies(third, before=step)
    settle(sample.office.url)
    after = _weighed(sample.office.store)
    sample.office.close()
    per_case = {name: (after[name] - before[name]) / (3 * third) for name in after}
    heavy = sorted(per_case, key=lambda name: -per_case[name])
    shares = ", ".join(f"{name} {per_case[name]:,.0f}" for name in heavy if per_case[name] >= 1)
    say(f"\n  bytes per open case ({3 * third:,} cases), with indexes: {shares}")
    total = sum(size for name, size in per_case.items() if name != HISTORY)
    return [
        at_most("bytes per open case, history excluded", Spread.of([total]), 3072, " B", 0),
        Figure("bytes of history per open case", f"{per_case[HISTORY]:,.0f} B"),
    ]


def _weighed(store: Store) -> Mapping[str, int]:
    query = _PAGES if store.kind == "sqlite" else _RELATIONS
    with store.read() as session:
        rows = session.execute(query).all()
    return {str(name): int(str(size)) for name, size in rows}
