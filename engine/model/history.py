"""History events: what is hashed, how events hang together, and how to find the first wrong one.

The exact bytes, so that anybody can check them with other tools:

- *body*: canonical JSON (RFC 8785, UTF-8) of an object with the members ``case``, ``seq``,
  ``at``, ``type`` and, where they have a value, ``person``, ``on_behalf_of``, ``node``,
  ``before``, ``after``, ``data``, ``definition`` and ``calendar``. ``at`` is UTC as in
  ``2026-03-02T01:00:00Z``, with six decimals of a second where they are not all zero. Values
  that JSON has no form for are written as `engine.model.values` says.
- *salt*: 16 random bytes of this event alone.
- *commitment* = SHA-256(salt ‖ body).
- *hash* = SHA-256(0x01 ‖ hash of the event before ‖ commitment); for ``seq`` 1 the "hash before"
  is SHA-256 of the text ``dudao case `` followed by the case id.

A redaction removes body and salt of one event: without the salt nobody can guess the body from
the commitment, and the chain still holds. `hash` is meant as the leaf of a log over all cases.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import orjson

from engine.model.canonical_json import canonical_json
from engine.model.values import Value

SALT_BYTES = 16
SYSTEM = "system"
"""The chain of what belongs to no case: settings, calendar, people, definitions."""

Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """What happened, when, by whom, and what it changed."""

    case_id: str
    seq: int
    at: datetime
    type: str
    person: str | None = None
    on_behalf_of: str | None = None
    node: str | None = None
    before: Values | None = None
    after: Values | None = None
    data: Values | None = None
    definition: str | None = None
    calendar: str | None = None

    def body(self) -> str:
        """Return the canonical JSON that is hashed."""
        members: dict[str, Value] = {
            "case": self.case_id,
            "seq": self.seq,
            "at": at_text(self.at),
            "type": self.type,
        }
        for name in _OPTIONAL:
            value = getattr(self, name)
            if value is not None:
                members[name] = value
        return canonical_json(members)


_OPTIONAL = (
    "person",
    "on_behalf_of",
    "node",
    "before",
    "after",
    "data",
    "definition",
    "calendar",
)


@dataclass(frozen=True, slots=True)
class SealedEvent:
    """A history event as it is stored; `body` and `salt` are None after a redaction."""

    case_id: str
    seq: int
    at: datetime
    type: str
    person: str | None
    on_behalf_of: str | None
    node: str | None
    body: str | None
    salt: bytes | None
    commitment: bytes
    hash: bytes
    definition_version: str | None
    calendar_version: str | None

    def members(self) -> dict[str, object]:
        """Return the members of the body, empty after a redaction."""
        return {} if self.body is None else dict(orjson.loads(self.body))


@dataclass(frozen=True, slots=True)
class Flaw:
    """The first event that is not as it was written, and why."""

    seq: int
    zh: str
    en: str


def at_text(at: datetime) -> str:
    """Write an aware instant in UTC, without a fraction when it has none."""
    return at.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def genesis(case_id: str) -> bytes:
    """Return what stands for the hash before the first event of a case."""
    return hashlib.sha256(b"dudao case " + case_id.encode()).digest()


def commit(salt: bytes, body: str) -> bytes:
    """Return the commitment to one event."""
    return hashlib.sha256(salt + body.encode()).digest()


def link(previous: bytes, commitment: bytes) -> bytes:
    """Return the hash of an event that follows another."""
    return hashlib.sha256(b"\x01" + previous + commitment).digest()


def seal(event: HistoryEvent, *, previous: bytes, salt: bytes) -> SealedEvent:
    """Hash an event to the one before it."""
    body = event.body()
    commitment = commit(salt, body)
    return SealedEvent(
        event.case_id,
        event.seq,
        event.at,
        event.type,
        event.person,
        event.on_behalf_of,
        event.node,
        body,
        salt,
        commitment,
        link(previous, commitment),
        event.definition,
        event.calendar,
    )


@dataclass(slots=True)
class Chain:
    """The history of one case, growing during a step.

    Start it with the head that the case row carries (0 and b"" for a new case), append, and
    write `seq` and `head` back to the row.
    """

    case_id: str
    new_salt: Callable[[], bytes]
    seq: int = 0
    head: bytes = b""
    added: list[SealedEvent] = field(default_factory=list)

    def append(  # noqa: PLR0913 - an event has these parts
        self,
        type: str,  # noqa: A002 - the word of the glossary
        *,
        at: datetime,
        person: str | None = None,
        on_behalf_of: str | None = None,
        node: str | None = None,
        before: Values | None = None,
        after: Values | None = None,
        data: Values | None = None,
        definition: str | None = None,
        calendar: str | None = None,
    ) -> SealedEvent:
        """Seal the next event and keep it in `added`."""
        event = HistoryEvent(
            self.case_id,
            self.seq + 1,
            at,
            type,
            person,
            on_behalf_of,
            node,
            before,
            after,
            data,
            definition,
            calendar,
        )
        previous = self.head or genesis(self.case_id)
        sealed = seal(event, previous=previous, salt=self.new_salt())
        self.seq, self.head = sealed.seq, sealed.hash
        self.added.append(sealed)
        return sealed


def verify_chain(
    rows: Iterable[SealedEvent], *, case_id: str, head: tuple[int, bytes] | None = None
) -> Flaw | None:
    """Return the first flaw of a case's history in order of `seq`, or None when all of it holds.

    `head` is the last number and hash that the case row names; with it, events missing at the
    end are found too.
    """
    previous, seq = genesis(case_id), 0
    for row in rows:
        seq += 1
        flaw = _flaw(row, seq, case_id, previous)
        if flaw is not None:
            return flaw
        previous = row.hash
    if head is not None and (seq or head[0]) and head != (seq, previous):
        return Flaw(seq + 1, "历史末尾与案件记录不一致。", "The end is not what the case names.")
    return None


def _flaw(row: SealedEvent, seq: int, case_id: str, previous: bytes) -> Flaw | None:
    if row.seq != seq or row.case_id != case_id:
        return Flaw(seq, "序号不连续或案件不符。", "A number is missing, or the case differs.")
    if row.body is not None and row.salt is not None:
        if commit(row.salt, row.body) != row.commitment:
            return Flaw(seq, "内容与其摘要不一致。", "The content differs from its commitment.")
        if not _agrees(row):
            return Flaw(seq, "列中的值与内容不一致。", "The columns differ from the content.")
    elif row.body is not None or row.salt is not None:
        return Flaw(seq, "内容或盐缺失其一。", "Either the content or the salt is missing.")
    if link(previous, row.commitment) != row.hash:
        return Flaw(seq, "与前一事件的链接不一致。", "The link to the event before is broken.")
    return None


def _agrees(row: SealedEvent) -> bool:
    """Say whether the columns that lists read are those that were hashed."""
    try:
        body = row.members()
    except orjson.JSONDecodeError:
        return False
    return (
        body.get("case"),
        body.get("seq"),
        body.get("at"),
        body.get("type"),
        body.get("person"),
        body.get("on_behalf_of"),
        body.get("node"),
        body.get("definition"),
        body.get("calendar"),
    ) == (
        row.case_id,
        row.seq,
        at_text(row.at),
        row.type,
        row.person,
        row.on_behalf_of,
        row.node,
        row.definition_version,
        row.calendar_version,
    )
