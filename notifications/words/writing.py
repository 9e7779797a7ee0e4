"""Write what a message says through a channel: one by one, or all at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from engine.commands.engine import Engine
from engine.identity import Person
from engine.store.rows import OutboxRow
from engine.store.store import Session
from notifications.channel import Language
from notifications.words.composing import Composer, Found, link_of, message_link
from notifications.words.content import Content, Detail
from notifications.words.letter import Digest, Group, at_detail
from notifications.words.rendering import render_digest, render_message

__all__ = ["content_of", "digest_of", "link_of"]
NEAR = 3
"""Working days within which a digest counts work as due soon (无法定依据，建议值)."""
_LAST = datetime.max.replace(tzinfo=UTC)


def content_of(  # noqa: PLR0913 - each is asked for by whoever delivers
    session: Session,
    *,
    engine: Engine,
    now: datetime,
    message: OutboxRow,
    to: Person | None,
    on_behalf_of: Person | None,
    language: Language,
    detail: Detail,
    base_url: str,
) -> Content:
    """Write one message to somebody, or to a place that many see (`to` is None).

    `base_url` is where the office is reached, without a slash at its end; empty for no links. With
    `on_behalf_of` the reader stands in for that person, in whose place the link leads.
    """
    composer = Composer(session, engine, now, language, base_url, to, on_behalf_of)
    found = composer.compose(message)
    letter = at_detail(
        found.letter,
        detail,
        link=link_of(message, base_url, is_shared=to is None) or "",
        bare_link=base_url if to is None else message_link(message, base_url),
    )
    return render_message(letter, language)


def digest_of(
    session: Session,
    *,
    engine: Engine,
    now: datetime,
    messages: Sequence[OutboxRow],
    to: Person | None,
    language: Language,
    detail: Detail,
    base_url: str,
) -> Content:
    """Write several messages to somebody as one: by case, the most urgent first, counted.

    Work is counted once, however many messages are about it.
    """
    composer = Composer(session, engine, now, language, base_url, to)
    found = sorted((composer.compose(each) for each in messages), key=_urgency)
    digest = Digest(
        office=composer.office_name,
        reader=to.name if to is not None and detail == "full" else "",
        count=len(found),
        link=f"{base_url}/inbox" if base_url else "",
        settings=f"{base_url}/inbox/settings" if base_url else "",
    )
    if detail != "bare":
        digest = replace(
            digest,
            cases=len({each.case_id for each in found if each.case_id is not None}),
            overdue=_count(found, is_overdue=True),
            near=_count(found, is_overdue=False),
            groups=_grouped(found, detail),
        )
    return render_digest(digest, language)


def _urgency(found: Found) -> tuple[datetime, datetime, str]:
    due = found.letter.due
    is_running = due is not None and not due.is_stopped
    due_at = found.due_at if is_running and found.due_at is not None else _LAST
    return due_at, found.message.created_at, found.message.id


def _grouped(found: Iterable[Found], detail: Detail) -> tuple[Group, ...]:
    by_case: dict[str | None, list[Found]] = {}
    for each in found:
        by_case.setdefault(each.case_id, []).append(each)
    return tuple(_group(each, detail) for each in by_case.values())


def _group(found: Sequence[Found], detail: Detail) -> Group:
    letters = tuple(at_detail(each.letter, detail, link=each.letter.link) for each in found)
    first = letters[0]
    return Group(first.process, first.reference, first.title, letters)


def _count(found: Iterable[Found], *, is_overdue: bool) -> int:
    """Count work that is overdue, or due within a few working days."""
    counted: set[str] = set()
    for each in found:
        due = each.letter.due
        if due is None or due.is_stopped or each.work_id is None:
            continue
        if due.is_overdue is is_overdue and (is_overdue or due.working_days <= NEAR):
            counted.add(each.work_id)
    return len(counted)
