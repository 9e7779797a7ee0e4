"""Look again before sending whether it is still worth saying, and to whom.

Between the message and its sending lie nights and days off: the work may be done, the message
read, the person gone or represented by somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.model.message_kinds import CONTACT_CODE
from engine.store.deliveries import DeliveryRow
from engine.store.inbox import is_opened
from engine.store.rows import OutboxRow
from notifications.delivering.codes import is_code_held
from notifications.spreading.overtaken import overtaken_by
from notifications.spreading.telling import Matter, Recipient, Telling
from notifications.spreading.ways import Ways

READ = "read"
NOT_MEANT = "not_meant"
REPRESENTED = "represented"
UNREACHABLE = "unreachable"
NO_MESSAGE = "no_message"
CODE_OVER = "code_over"
CAUSES: dict[str, str] = {
    "work_over": "待办已了结",
    "case_over": "案件已终结",
    "case_suspended": "案件已中止，期限停止计算",
    READ: "本人已在站内阅读",
    NOT_MEANT: "本人已不是告知对象",
    REPRESENTED: "本人今日由他人代理，改告代理人",
    UNREACHABLE: "没有可用的联系方式，或者本人已关闭该渠道、该类消息",
    NO_MESSAGE: "消息不存在",
    CODE_OVER: "确认码已用过、失效或者作废",
}
"""Why something is not sent any more, for people."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A delivery that is not sent, why, and whom to tell instead."""

    row: DeliveryRow
    cause: str
    instead: tuple[DeliveryRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Worthy:
    """A delivery that is worth sending, with its message."""

    row: DeliveryRow
    message: OutboxRow
    matter: Matter


def look_again(
    telling: Telling,
    ways: Ways,
    rows: Iterable[DeliveryRow],
    messages: dict[str, OutboxRow],
) -> Iterator[Skipped | Worthy]:
    """Yield what has become of each delivery."""
    for row in rows:
        message = messages.get(row.message_id)
        if message is None:
            yield Skipped(row, NO_MESSAGE)
            continue
        matter = telling.matter(message)
        if message.kind == CONTACT_CODE:
            holds = is_code_held(telling.turn, message, row)
            yield Worthy(row, message, matter) if holds else Skipped(row, CODE_OVER)
            continue
        cause = overtaken_by(matter)
        if cause is None and row.person:
            cause, instead = _of_person(telling, ways, row, matter)
        else:
            instead = ()
        yield Worthy(row, message, matter) if cause is None else Skipped(row, cause, instead)


def _of_person(
    telling: Telling, ways: Ways, row: DeliveryRow, matter: Matter
) -> tuple[str | None, tuple[DeliveryRow, ...]]:
    has_duty = telling.turn.engine.message_kinds.kind(row.kind).duty is not None
    told = telling.recipients(matter)
    if row.person not in {each.person for each in told}:
        others = tuple(each for each in told if _takes_over(row, each))
        instead = tuple(
            ways.delivery(matter, row.channel, each, is_urgent=row.is_urgent, has_duty=has_duty)
            for each in others
            if ways.carries(row.channel, each.person, row.kind, has_duty=has_duty)
        )
        return (REPRESENTED if others else NOT_MEANT), instead
    if not ways.carries(row.channel, row.person, row.kind, has_duty=has_duty):
        return UNREACHABLE, ()
    is_read = is_opened(telling.turn.session, row.message_id, row.person)
    return (READ if is_read else None), ()


def _takes_over(row: DeliveryRow, other: Recipient) -> bool:
    """Say whether somebody is told today for whom the delivery was, or in whose place it was."""
    absent = row.on_behalf_of or row.person
    return other.on_behalf_of == absent or other.person == row.on_behalf_of
