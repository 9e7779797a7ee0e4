"""Canonical JSON and chained events: same value, same bytes; any change is found."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import orjson
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from engine.model.canonical_json import canonical_json
from engine.model.errors import InvalidArgument
from engine.model.history import (
    SALT_BYTES,
    Chain,
    Flaw,
    HistoryEvent,
    SealedEvent,
    at_text,
    genesis,
    verify_chain,
)
from engine.model.values import Value, to_json

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SCALARS = (
    st.none() | st.booleans() | st.integers() | TEXT | st.decimals(allow_nan=False) | st.dates()
)
VALUES: st.SearchStrategy[Value] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4)
)


def chain_of(count: int, case_id: str = "c1") -> Chain:
    salts = iter(range(1, 1000))
    chain = Chain(case_id, lambda: next(salts).to_bytes(SALT_BYTES))
    for number in range(count):
        chain.append(
            "task_completed",
            at=NOW + timedelta(seconds=number),
            person="u-1",
            on_behalf_of="u-2",
            node="approve",
            before={"status": "CREATED"},
            after={"意见": "同意", "n": number},
            definition="rectification@1",
            calendar="1.11",
        )
    return chain


@given(VALUES)
def test_our_canonical_json_is_that_of_rfc_8785(value: Value) -> None:
    assert canonical_json(value).encode() == rfc8785.dumps(to_json(value))


def test_keys_beyond_the_basic_plane_are_sorted_by_utf_16_code_units() -> None:
    # U+10000 is D800 DC00 in UTF-16, which sorts before U+FF5E although its code point is higher.
    assert canonical_json({"～": 1, "\U00010000": 2}) == '{"\U00010000":2,"～":1}'


def test_text_that_is_no_unicode_is_the_callers_mistake() -> None:
    with pytest.raises(InvalidArgument):
        canonical_json({"意见": "\ud800"})


def test_the_bytes_are_the_documented_ones() -> None:
    chain = Chain("c1", lambda: b"s" * 16)
    first = chain.append("case_opened", at=NOW, after={"n": Decimal("1.50")})
    body = '{"after":{"n":{"@":"d","v":"1.50"}},"at":"2026-03-02T01:00:00Z","case":"c1","seq":1,"type":"case_opened"}'
    assert first.body == body
    commitment = hashlib.sha256(b"s" * 16 + body.encode()).digest()
    assert first.commitment == commitment
    start = hashlib.sha256(b"dudao case c1").digest()
    assert first.hash == hashlib.sha256(b"\x01" + start + commitment).digest()
    second = chain.append("case_closed", at=NOW)
    assert second.hash == hashlib.sha256(b"\x01" + first.hash + second.commitment).digest()


@pytest.mark.parametrize(
    "at, text",
    [
        (NOW, "2026-03-02T01:00:00Z"),
        (NOW.replace(microsecond=500), "2026-03-02T01:00:00.000500Z"),
        (NOW.astimezone(timezone(timedelta(hours=8))), "2026-03-02T01:00:00Z"),
    ],
)
def test_an_instant_is_written_in_utc(at: datetime, text: str) -> None:
    assert at_text(at) == text


def test_an_untouched_chain_verifies() -> None:
    chain = chain_of(5)
    assert verify_chain(chain.added, case_id="c1", head=(chain.seq, chain.head)) is None
    assert verify_chain([], case_id="c1", head=(0, b"")) is None


def test_a_redacted_event_does_not_break_the_chain() -> None:
    chain = chain_of(5)
    rows = list(chain.added)
    rows[2] = replace(rows[2], body=None, salt=None)
    assert verify_chain(rows, case_id="c1", head=(5, chain.head)) is None
    assert rows[2].members() == {}


CHANGES: list[dict[str, object]] = [
    {"body": "{}"},
    {"body": "not JSON"},
    {"salt": bytes(16)},
    {"salt": None},
    {"body": None},
    {"commitment": bytes(32)},
    {"hash": bytes(32)},
    {"person": "u-9"},
    {"on_behalf_of": None},
    {"type": "task_claimed"},
    {"node": "reject"},
    {"at": NOW + timedelta(days=1)},
    {"definition_version": "rectification@2"},
    {"calendar_version": None},
    {"seq": 9},
    {"case_id": "c2"},
]


@pytest.mark.parametrize("change", CHANGES, ids=[str(next(iter(each))) for each in CHANGES])
def test_a_changed_event_is_the_first_flaw(change: dict[str, object]) -> None:
    rows = list(chain_of(5).added)
    rows[2] = replace(rows[2], **change)  # type: ignore[arg-type]
    flaw = verify_chain(rows, case_id="c1")
    assert flaw is not None
    assert flaw.seq == 3
    assert flaw.zh
    assert flaw.en


@given(st.integers(0, 5), st.integers(0, 5))
def test_a_missing_doubled_or_moved_event_is_found(one: int, other: int) -> None:
    chain = chain_of(6)
    head = (6, chain.head)

    def flaw(rows: list[SealedEvent]) -> Flaw | None:
        return verify_chain(rows, case_id="c1", head=head)

    rows = list(chain.added)
    assert flaw(rows[:one] + rows[one + 1 :]) is not None
    assert flaw([*rows[:one], rows[one], *rows[one:]]) is not None
    rows[one], rows[other] = rows[other], rows[one]
    assert (flaw(rows) is None) == (one == other)


def test_the_history_of_one_case_is_not_that_of_another() -> None:
    assert verify_chain(chain_of(1).added, case_id="c2") is not None
    assert genesis("c1") != genesis("c2")


def test_a_salt_of_its_own_hides_each_event() -> None:
    events = chain_of(2).added
    assert events[0].salt != events[1].salt
    event = HistoryEvent("c1", 1, NOW, "case_opened")
    assert orjson.loads(event.body()) == {
        "at": "2026-03-02T01:00:00Z",
        "case": "c1",
        "seq": 1,
        "type": "case_opened",
    }
