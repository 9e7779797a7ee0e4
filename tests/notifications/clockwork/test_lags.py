"""How late what waits is, by job."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert, update

from engine.store import StepBatch
from engine.store.lags import NONE, delivery_lag, marks_lag, outbox_lag
from engine.store.rows import OutboxRow
from engine.store.tables import delivery, open_work, outbox_message
from tests.notifications.clockwork.conftest import Works


def test_marks_messages_and_deliveries_are_late_by_the_oldest_that_is_due(works: Works) -> None:
    works.open("step")
    now, hour = works.clock(), timedelta(hours=1)
    batch = StepBatch()
    batch.add_message(OutboxRow("m1", None, now, "notice", {}, {}))
    row = {"message_id": "m1", "channel": "mail", "kind": "notice", "is_urgent": False}
    with works.store.begin() as session:
        session.execute(update(outbox_message).values(status="sent", next_at=None))
        session.execute(update(open_work).values(mark_at=now))
        batch.flush(session)
        for status, next_at in (("pending", now + hour), ("held", now), ("dead", now - hour)):
            session.execute(
                insert(delivery).values(
                    **row,
                    id=status,
                    person=status,
                    cause="c",
                    status=status,
                    created_at=now,
                    attempts=0,
                    next_at=next_at,
                )
            )
    with works.store.read() as session:
        later = now + timedelta(minutes=30)
        for measure in (marks_lag, outbox_lag):
            assert measure(session, now - hour) == NONE
            assert measure(session, later) == timedelta(minutes=30)
        assert delivery_lag(session, later, channel="mail") == timedelta(minutes=30)
        assert delivery_lag(session, later, channel="sms") == NONE
