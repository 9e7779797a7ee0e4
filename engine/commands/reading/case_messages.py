"""Read what was told about a case: what to whom, by which channels, who saw and who read it when.

For whoever sees the internal file. A message is in the inbox (站内消息) from the instant it is written
on; `deliveries` says what left by other channels. That a message was taken, shown or opened is no
service of a document: see `engine.commands.reading.services`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from engine.commands.engine import Engine
from engine.commands.reading.names import Named, Names
from engine.commands.reading.notifications import message_words
from engine.commands.reading.recording import Part, record_case_read
from engine.commands.reading.standing import Looking
from engine.commands.registers import FIRST_PAGE, Listed
from engine.commands.step import Step
from engine.identity import Audience
from engine.model.case import Actor, Clock
from engine.model.delivery_words import channel_words, delivery_words
from engine.model.message_words import MessageWords
from engine.model.registers import Page
from engine.store.evidence import DeliveryTold, ShownMark, deliveries_of, shown_marks
from engine.store.inbox import ReadMark, marks_of
from engine.store.message_lists import messages_about
from engine.store.rows import OutboxRow
from engine.store.store import Session

_Of = TypeVar("_Of", ReadMark, ShownMark, DeliveryTold)
STATUS_WORDS: Mapping[str, tuple[str, str]] = {
    "pending": ("站内可读，尚未分发", "In the inbox; not handed to the channels yet"),
    "sent": ("站内可读，已分发", "In the inbox; handed to the channels"),
    "dead": ("站内可读，分发失败", "In the inbox; handing to the channels failed"),
}
"""What each status of an outbox message means: whether channels have it, not whether it arrived."""
_TO_NOBODY = ("不发给个人", "Meant for no person")


@dataclass(frozen=True, slots=True)
class ToldView:
    """Whom a message is meant for: people, and holders of groups at `unit` and above it."""

    people: tuple[Named, ...]
    groups: tuple[Named, ...]
    unit: Named | None
    excluded_units: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class MessageReadView:
    """Who read a message when; with `is_opened` they opened it, else it was marked with others."""

    person: Named
    on_behalf_of: Named | None
    read_at: datetime
    is_opened: bool


@dataclass(frozen=True, slots=True)
class MessageShownView:
    """On whose screen a message stood first when."""

    person: Named
    on_behalf_of: Named | None
    shown_at: datetime


@dataclass(frozen=True, slots=True)
class MessageDeliveryView:
    """One message through one channel; `person` is None where the channel has one place for all.

    `receipt` is what the other side answered, `failure` why it was not taken.
    """

    id: str
    channel: str
    channel_zh: str
    channel_en: str
    person: Named | None
    on_behalf_of: Named | None
    status: str
    status_zh: str
    status_en: str
    created_at: datetime
    attempts: int
    next_at: datetime | None
    ended_at: datetime | None
    receipt: str | None
    failure_code: str | None
    failure: str | None


@dataclass(frozen=True, slots=True)
class CaseMessageView:
    """One message of a case, whom it was told, how it left, who saw and who read it, in order."""

    id: str
    kind: str
    kind_zh: str
    kind_en: str
    said_at: datetime
    words: MessageWords
    to: ToldView
    channel: str
    channel_zh: str
    status: str
    status_zh: str
    status_en: str
    reads: tuple[MessageReadView, ...]
    shown: tuple[MessageShownView, ...]
    deliveries: tuple[MessageDeliveryView, ...]


@dataclass(slots=True)
class _Evidence:
    """What is known of the messages of a page."""

    reads: dict[str, list[ReadMark]]
    shown: dict[str, list[ShownMark]]
    deliveries: dict[str, list[DeliveryTold]]

    @classmethod
    def of(cls, session: Session, messages: Collection[str]) -> _Evidence:
        return cls(
            _by_message(marks_of(session, messages)),
            _by_message(shown_marks(session, messages)),
            _by_message(deliveries_of(session, messages)),
        )


def list_case_messages(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    case_id: str,
    page: Page = FIRST_PAGE,
) -> Listed[CaseMessageView]:
    """Return the messages of a case, the newest first, and record the look; needs `see_internal`."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    step = looking.case(case_id)
    engine.permissions.expect(looking.turn.office, actor, "see_internal", unit=step.case.unit)
    found, following = messages_about(session, step.case.id, page=page)
    evidence = _Evidence.of(session, [each.id for each in found])
    names = Names(looking.turn)
    rows = tuple(_view(step, names, each, evidence) for each in found)
    record_case_read(looking.turn, step.case.id, Part.MESSAGES)
    return Listed(rows, following)


def _by_message(marks: Iterable[_Of]) -> dict[str, list[_Of]]:
    found: dict[str, list[_Of]] = {}
    for each in marks:
        found.setdefault(each.message_id, []).append(each)
    return found


def _view(step: Step, names: Names, row: OutboxRow, evidence: _Evidence) -> CaseMessageView:
    engine, case = step.turn.engine, step.case
    kind = engine.message_kinds.kind(row.kind)
    told = _told(names, row)
    is_told = bool(told.people or told.groups)
    zh, en = STATUS_WORDS[row.status] if is_told else _TO_NOBODY
    return CaseMessageView(
        id=row.id,
        kind=row.kind,
        kind_zh=kind.zh,
        kind_en=kind.en,
        said_at=row.created_at,
        words=message_words(engine, (row, case.reference, case.title)),
        to=told,
        channel="inbox" if is_told else "none",
        channel_zh="站内消息" if is_told else "无",
        status=row.status,
        status_zh=zh,
        status_en=en,
        reads=tuple(_read(names, each) for each in evidence.reads.get(row.id, [])),
        shown=tuple(_shown(names, each) for each in evidence.shown.get(row.id, [])),
        deliveries=tuple(_delivery(names, each) for each in evidence.deliveries.get(row.id, [])),
    )


def _told(names: Names, row: OutboxRow) -> ToldView:
    record = row.audience if isinstance(row.audience, Mapping) else {}
    audience = Audience.from_record(record)
    return ToldView(
        people=tuple(map(names.person, audience.people)),
        groups=tuple(map(names.group, audience.groups)),
        unit=None if audience.unit is None else names.unit(audience.unit),
        excluded_units=tuple(map(names.unit, audience.excluded_units)),
    )


def _read(names: Names, mark: ReadMark) -> MessageReadView:
    return MessageReadView(
        person=names.person(mark.reader),
        on_behalf_of=names.maybe(mark.on_behalf_of),
        read_at=mark.read_at,
        is_opened=mark.how == "opened",
    )


def _shown(names: Names, mark: ShownMark) -> MessageShownView:
    return MessageShownView(
        names.person(mark.reader), names.maybe(mark.on_behalf_of), mark.shown_at
    )


def _delivery(names: Names, row: DeliveryTold) -> MessageDeliveryView:
    channel_zh, channel_en = channel_words(row.channel)
    status_zh, status_en = delivery_words(row.status, attempts=row.attempts)
    return MessageDeliveryView(
        id=row.id,
        channel=row.channel,
        channel_zh=channel_zh,
        channel_en=channel_en,
        person=names.maybe(row.person or None),
        on_behalf_of=names.maybe(row.on_behalf_of),
        status=row.status,
        status_zh=status_zh,
        status_en=status_en,
        created_at=row.created_at,
        attempts=row.attempts,
        next_at=row.next_at,
        ended_at=row.ended_at,
        receipt=row.receipt,
        failure_code=row.failure_code,
        failure=row.failure,
    )
