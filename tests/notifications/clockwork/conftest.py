"""A desk with a procedure that reminds, and workers of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from dudao import system
from dudao.composition import case_types
from dudao.serving.job import Job, Room
from dudao.serving.jobs import jobs
from dudao.serving.telling import Outlets
from dudao.serving.worker import Worker
from engine.store import Store
from engine.store.tables import outbox_message
from engine.store.worker_jobs import JobRow, job_rows
from notifications.registry import Channels
from tests.cases.desk import Desk
from tests.cases.drawing import boundary, diagram, end, path, start, timer, user
from tests.support.clock import HandClock

NOWHERE = Outlets(Channels.of({}, clock=system.clock), "")
"""No way out of the machine."""
REMINDING = diagram(
    "step",
    start(),
    user("a", assignee="${case.opened_by}"),
    boundary("reminder", "a", timer("P3D"), interrupting=False),
    end("end"),
    end("reminded"),
    path("start", "a", "end"),
    path("reminder", "reminded"),
)


class Works(Desk):
    """A desk whose machinery runs."""

    def __init__(self, store: Store, clock: HandClock) -> None:
        super().__init__(store, clock)
        self.engine = replace(self.engine, message_kinds=case_types().message_kinds)
        self.deploy(REMINDING)
        self.elapsed = 0.0
        """Seconds that went by for workers, however the clock is set."""

    def worker(self, name: str = "one", *more: Job) -> Worker:
        """A worker with the jobs of every installation and some more."""
        room = Room(self.store, self.engine, self.clock, name)
        return Worker(room, (*jobs(NOWHERE), *more), elapsed=lambda: self.elapsed)

    def jobs(self) -> dict[str, JobRow]:
        """How the jobs go, as everybody can read it."""
        with self.store.read() as session:
            return {each.job: each for each in job_rows(session)}

    def alerts(self) -> list[str]:
        """What administrators were told, in order: the job and its trouble."""
        query = select(outbox_message.c.body).where(outbox_message.c.kind == "machinery_alert")
        in_order = query.order_by(outbox_message.c.created_at, outbox_message.c.id)
        with self.store.read() as session:
            bodies = [row[0] for row in session.execute(in_order).all()]
        return [f"{each['job']} {each['trouble']}" for each in bodies if isinstance(each, dict)]


@pytest.fixture
def works(database_url: str, clock: HandClock) -> Iterator[Works]:
    """A desk whose machinery runs, on either store."""
    store = Store(database_url)
    yield Works(store, clock)
    store.close()
