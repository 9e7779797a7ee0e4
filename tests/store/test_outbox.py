"""Outbox messages are claimed, said, tried again; results of requests are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.model.errors import Conflict
from engine.store import StepBatch, Store
from engine.store.idempotency import forget_results, kept_result
from engine.store.outbox import claim_messages, mark_failed, mark_sent, messages_of_case
from engine.store.rows import KeptResult, OutboxRow
from tests.store.samples import DAY, NOW

LEASE = timedelta(minutes=5)


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


def claim(store: Store, *, worker: str = "w1", late: timedelta = LEASE * 0) -> list[OutboxRow]:
    with store.begin() as session:
        return claim_messages(session, now=NOW + late, limit=10, worker=worker, lease=LEASE)


def test_messages_due_are_claimed_once_until_the_lease_ends(store: Store) -> None:
    send(store, message(2), message(1), message(3, next_at=NOW + DAY))
    assert [row.id for row in claim(store)] == ["m1", "m2"]
    assert claim(store, worker="w2") == []
    assert [row.id for row in claim(store, worker="w2", late=LEASE)] == ["m1", "m2"]


def test_a_message_said_is_not_said_again(store: Store) -> None:
    send(store, message(1))
    claimed = claim(store)
    with store.begin() as session:
        assert mark_sent(session, claimed, worker="other") == 0
        assert mark_sent(session, claimed, worker="w1") == 1
    assert claim(store, late=DAY) == []
    with store.read() as session:
        assert [row.status for row in messages_of_case(session, "c1")] == ["sent"]


def test_a_failed_message_is_tried_later_and_in_the_end_given_up(store: Store) -> None:
    send(store, message(1))
    (claimed,) = claim(store)
    with store.begin() as session:
        assert not mark_failed(session, claimed, worker="other", next_at=None)
        assert mark_failed(session, claimed, worker="w1", next_at=NOW + DAY)
    assert claim(store, late=LEASE * 2) == []
    (claimed,) = claim(store, late=DAY)
    assert claimed.attempts == 1
    with store.begin() as session:
        mark_failed(session, claimed, worker="w1", next_at=None)
    assert claim(store, late=3 * DAY) == []
    with store.read() as session:
        (row,) = messages_of_case(session, "c1")
    assert (row.status, row.attempts) == ("dead", 2)


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
