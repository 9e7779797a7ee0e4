"""Read the history of a case as sentences, the newest first, for people.

`read_history` gives the events as they were sealed, for programs. Who may see how much is the same:
whoever may not see the inner file reads what their own people did and what was served on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from engine.commands.engine import Engine
from engine.commands.papers import visible_documents
from engine.commands.reading.histories import (
    ACTS,
    OF_A_DOCUMENT,
    SERVED,
    expect_page,
    own_people,
)
from engine.commands.reading.names import Named, Names
from engine.commands.reading.recording import Part, record_case_read
from engine.commands.reading.sentence_names import CaseNames
from engine.commands.reading.standing import Looking
from engine.commands.step import Step
from engine.model.case import Actor, Clock
from engine.model.event_sentences import Said, Told, sentence, sentence_of_redacted
from engine.model.event_words import EVENT_WORDS
from engine.model.history import SealedEvent
from engine.model.values import Value, from_json
from engine.store.history_lists import acts_of, events_before
from engine.store.store import Session

Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """What happened, as a sentence; a detail is what a page may fold away.

    `person` is None where the reader is not told who acted.
    """

    seq: int
    type: str
    word_zh: str
    word_en: str
    at: datetime
    person: Named | None
    on_behalf_of: Named | None
    zh: str
    en: str
    is_detail: bool


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Entries, the newest first; `next` is the number to go on before, None at the end."""

    entries: tuple[TimelineEntry, ...]
    next: int | None
    is_reduced: bool


def read_timeline(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    case_id: str,
    before: int | None = None,
    limit: int = 100,
) -> TimelinePage:
    """Return what happened in a case earlier than number `before`, and record that it was read."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    step = looking.case(case_id)
    expect_page(limit)
    is_reduced = not looking.allows("read_history", step)
    only = acts_of(own_people(looking, step), ACTS, SERVED) if is_reduced else None
    events, following = events_before(session, step.case.id, before=before, limit=limit, only=only)
    reading = _Reading(looking, step, is_reduced=is_reduced)
    entries = tuple(each for event in events for each in reading.entries(event))
    record_case_read(looking.turn, step.case.id, Part.HISTORY)
    return TimelinePage(entries, following, is_reduced)


class _Reading:
    """One case while its timeline is put together."""

    def __init__(self, looking: Looking, step: Step, *, is_reduced: bool) -> None:
        self._names = Names(looking.turn)
        self._sentence_names = CaseNames(looking.turn, step)
        self._is_reduced = is_reduced
        self._seen: frozenset[str] = frozenset()
        if is_reduced:
            self._seen = frozenset(row.id for row in visible_documents(looking.turn, step.case))

    def entries(self, event: SealedEvent) -> Iterator[TimelineEntry]:
        """Yield the entry of an event, unless its reader may not know of it."""
        told = self._told(event)
        if self._is_reduced and event.type in SERVED:
            if told.data.get("document") not in self._seen:
                return
            data = {key: told.data[key] for key in OF_A_DOCUMENT if key in told.data}
            told = Told(event.type, event.at, self._sentence_names, data=data)
        said = sentence(told) if event.body is not None else sentence_of_redacted(event.type)
        yield self._entry(event, told, said)

    def _told(self, event: SealedEvent) -> Told:
        members = cast("Values", from_json(event.members()))
        return Told(
            event.type,
            event.at,
            self._sentence_names,
            person=event.person,
            on_behalf_of=event.on_behalf_of,
            node=event.node,
            before=_part(members, "before"),
            after=_part(members, "after"),
            data=_part(members, "data"),
        )

    def _entry(self, event: SealedEvent, told: Told, said: Said) -> TimelineEntry:
        word = EVENT_WORDS[event.type]
        return TimelineEntry(
            seq=event.seq,
            type=event.type,
            word_zh=word.zh,
            word_en=word.en,
            at=event.at,
            person=self._names.maybe(told.person),
            on_behalf_of=self._names.maybe(told.on_behalf_of),
            zh=said.zh,
            en=said.en,
            is_detail=said.is_detail,
        )


def _part(members: Values, name: str) -> Values:
    found = members.get(name)
    return found if isinstance(found, Mapping) else {}
