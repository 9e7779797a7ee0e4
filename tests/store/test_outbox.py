"""Outbox messages are taken, handed out, tried again; results of requests are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.model.errors import Conflict
from engine.store import StepBatch, Store
from engine.store.idempotency import forget_results, kept_result
from engine.store.outbox import mark_handed_out, messages_of_case, put_off, take_messages
from engine.store.rows import KeptResult, OutboxRow
from tests.store.samples import DAY, NOW

LATER = timedelta(minutes=5)


def message(number: int, **values: object) -> OutboxRow:
    row = {"id": f"m{number}", "case_id": "c1", "created_at": NOW, "kind": "task_assigned"}
    return OutboxRow(
        **{**row, "audience": {"groups": ["督导科"]}, "body": {"n": number}, **values}  # type: ignore[arg-type]
    )


def send(store: Store, *rows: OutboxRow) -> None:
    batch = StepBatch()
    for row in rows:
        batch.add_message(row)
    with store.begin() as session:
        batch.flush(session)


def take(store: Store, *, late: timedelta = LATER * 0) -> list[OutboxRow]:
    with store.begin() as session:
        return take_messages(session, now=NOW + late, limit=10)


def test_messages_due_are_taken_in_order_until_they_are_handed_out(store: Store) -> None:
    send(store, message(2), message(1), message(3, next_at=NOW + DAY))
    assert [row.id for row in take(store)] == ["m1", "m2"]
    assert [row.id for row in take(store)] == ["m1", "m2"]
    with store.begin() as session:
        mark_handed_out(session, take_messages(session, now=NOW, limit=1), worker="w1")
    assert [row.id for row in take(store, late=DAY)] == ["m2", "m3"]
    with store.read() as session:
        assert [row.status for row in messages_of_case(session, "c1")] == [
            "sent",
            "pending",
            "pending",
        ]


def test_a_message_that_could_not_be_handed_out_is_taken_later(store: Store) -> None:
    send(store, message(1))
    (taken,) = take(store)
    with store.begin() as session:
        put_off(session, taken, until=NOW + LATER)
    assert take(store) == []
    (again,) = take(store, late=LATER)
    assert again.attempts == 1


KEPT = KeptResult("u-1", "k1", "complete", b"h" * 32, {"version": 2}, NOW)


def keep(store: Store, row: KeptResult = KEPT) -> None:
    batch = StepBatch()
    batch.keep_result(row)
    with store.begin() as session:
        batch.flush(session)


def ask(
    store: Store, *, person: str = "u-1", command: str = "complete", sent: bytes = b"h" * 32
) -> KeptResult | None:
    with store.read() as session:
        return kept_result(session, person=person, key="k1", command=command, request_hash=sent)


def test_the_first_result_of_a_request_is_kept_for_its_sender(store: Store) -> None:
    assert ask(store) is None
    keep(store)
    assert ask(store) == KEPT
    assert ask(store, person="u-2") is None


def test_another_request_with_the_same_key_is_a_conflict(store: Store) -> None:
    keep(store)
    for difference in ({"command": "claim"}, {"sent": b"x" * 32}):
        with pytest.raises(Conflict) as raised:
            ask(store, **difference)
        assert raised.value.code == "idempotency_mismatch"


def test_of_two_equal_requests_at_once_the_second_is_a_conflict(store: Store) -> None:
    keep(store)
    with pytest.raises(Conflict):
        keep(store)


def test_old_results_are_forgotten(store: Store) -> None:
    keep(store)
    with store.begin() as session:
        assert forget_results(session, before=NOW) == 0
        assert forget_results(session, before=NOW + DAY) == 1
    assert ask(store) is None
