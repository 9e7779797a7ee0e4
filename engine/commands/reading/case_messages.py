"""Read what was told about a case: what to whom, through which channel, and who read it when.

For whoever sees the internal file. The only channel is the inbox (站内消息): a message is there from
the instant it is written on. What else leaves the outbox is not built yet, so `status` says no more
than that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.reading.names import Named, Names
from engine.commands.reading.notifications import message_words
from engine.commands.reading.recording import Part, record_case_read
from engine.commands.reading.standing import Looking
from engine.commands.registers import FIRST_PAGE, Listed
from engine.commands.step import Step
from engine.identity import Audience
from engine.model.case import Actor, Clock
from engine.model.message_words import MessageWords
from engine.model.registers import Page
from engine.store.inbox import ReadMark, marks_of
from engine.store.message_lists import messages_about
from engine.store.rows import OutboxRow
from engine.store.store import Session

STATUS_WORDS: Mapping[str, tuple[str, str]] = {
    "pending": ("站内可读，未外发", "In the inbox; not sent outside"),
    "sent": ("站内可读，已外发", "In the inbox; sent outside"),
    "dead": ("站内可读，外发失败", "In the inbox; sending outside failed"),
}
"""What each status of an outbox message means to people."""
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
class CaseMessageView:
    """One message of a case, whom it was told and who read it, in the order of reading."""

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
    marks: dict[str, list[ReadMark]] = {}
    for mark in marks_of(session, [each.id for each in found]):
        marks.setdefault(mark.message_id, []).append(mark)
    names = Names(looking.turn)
    rows = tuple(_view(step, names, each, marks.get(each.id, [])) for each in found)
    record_case_read(looking.turn, step.case.id, Part.MESSAGES)
    return Listed(rows, following)


def _view(step: Step, names: Names, row: OutboxRow, marks: list[ReadMark]) -> CaseMessageView:
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
        reads=tuple(_read(names, each) for each in marks),
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
