"""Read what happened in a case, and who read it.

All of it is for those who may see the inner file. Anybody else who sees the case gets what their
own people did and which documents were served on them: in one step of theirs much may follow that
is not theirs to know, so only acts count, and of a document only number and title.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.papers import visible_documents
from engine.commands.reading.names import Named, Names
from engine.commands.reading.recording import EXPORTED, Part, record_case_read
from engine.commands.reading.rows import node_name
from engine.commands.reading.standing import Looking
from engine.commands.registers import Listed
from engine.commands.step import Step
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidArgument
from engine.model.event_words import zh_word
from engine.model.history import SealedEvent
from engine.model.registers import MAX_PAGE
from engine.store.access_reads import access_chain
from engine.store.history_lists import acts_of, events_after, people_of
from engine.store.store import Session

ACTS = frozenset(
    {
        "task_claimed",
        "task_unclaimed",
        "task_completed",
        "task_delegated",
        "task_withdrawn",
        "attachment_added",
        "attachment_removed",
        "attachment_downloaded",
        "document_downloaded",
    }
)
"""What a person does by themselves; everything else in their step is the engine's doing."""
SERVED = frozenset({"document_issued", "document_voided"})
OF_A_DOCUMENT = ("document", "number", "title")
Members = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class EventView:
    """A history event as it was sealed: `before`, `after` and `data` as JSON, `hash` in hex.

    They are None where the event has none, and all of them after a redaction.
    """

    seq: int
    type: str
    zh: str
    at: datetime
    person: Named | None
    on_behalf_of: Named | None
    node: str | None
    node_name: str | None
    before: Members | None
    after: Members | None
    data: Members | None
    is_redacted: bool
    definition: str | None
    calendar: str | None
    hash: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Events in order; `next` is the number to go on after, None at the end."""

    events: tuple[EventView, ...]
    next: int | None
    is_reduced: bool


@dataclass(frozen=True, slots=True)
class AccessView:
    """One recorded read of a part of a case."""

    seq: int
    type: str
    zh: str
    at: datetime
    person: Named
    on_behalf_of: Named | None
    part: str


def read_history(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    case_id: str,
    after: int = 0,
    limit: int = 100,
) -> HistoryPage:
    """Return events of a case later than number `after`, and record that they were read."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    step = looking.case(case_id)
    expect_page(limit)
    if looking.allows("read_history", step):
        events, following = events_after(session, step.case.id, after=after, limit=limit)
        views = [event_view(step, Names(looking.turn), each) for each in events]
        page = HistoryPage(tuple(views), following, is_reduced=False)
    else:
        page = _reduced(looking, step, after, limit)
    record_case_read(looking.turn, step.case.id, Part.HISTORY)
    return page


def read_access(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    case_id: str,
    after: int = 0,
    limit: int = 100,
) -> Listed[AccessView]:
    """Return who read which part of a case when; NotPermitted without `read_access`."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    step = looking.case(case_id)
    expect_page(limit)
    engine.permissions.expect(looking.turn.office, actor, "read_access", unit=step.case.unit)
    chain = access_chain(step.case.id)
    events, following = events_after(session, chain, after=after, limit=limit)
    names = Names(looking.turn)
    record_case_read(looking.turn, step.case.id, Part.ACCESS)
    next_page = None if following is None else str(following)
    return Listed(tuple(_access(names, each) for each in events), next_page)


def expect_page(limit: int) -> None:
    """Expect a number of rows that one page may have; InvalidArgument else."""
    if not 0 < limit <= MAX_PAGE:
        raise InvalidArgument(
            f"每页应为1至{MAX_PAGE}行。",
            en=f"Expected a page of 1 to {MAX_PAGE} rows.",
            code="invalid_page",
        )


def _reduced(looking: Looking, step: Step, after: int, limit: int) -> HistoryPage:
    served = {row.id for row in visible_documents(looking.turn, step.case)}
    only = acts_of(own_people(looking, step), ACTS, SERVED)
    events, following = events_after(
        looking.turn.session, step.case.id, after=after, limit=limit, only=only
    )
    names = Names(looking.turn)
    views = (event_view(step, names, each) for each in events)
    return HistoryPage(tuple(_outward(views, served)), following, is_reduced=True)


def own_people(looking: Looking, step: Step) -> list[str]:
    """Return whose acts the actor may read: their own, a respondent those of their unit too.

    Somebody of the unit who sees the inner file, such as its inspector, writes for that file.
    """
    turn, viewer = looking.turn, looking.viewer
    permissions, unit = turn.engine.permissions, step.case.unit
    if viewer is None or unit is None or unit not in viewer.scope.own:
        return [turn.actor.person]
    return [
        each
        for each in people_of(turn.session, unit)
        if not permissions.allows(turn.office, Actor(each), "see_internal", unit=unit)
    ]


def _outward(views: Iterable[EventView], served: Collection[str]) -> Iterable[EventView]:
    for view in views:
        data = view.data or {}
        if view.type not in SERVED:
            shown = {key: each for key, each in data.items() if key != "taken_back"}
            yield replace(view, data=shown)
        elif data.get("document") in served:
            told = {key: data[key] for key in OF_A_DOCUMENT if key in data}
            yield replace(view, person=None, on_behalf_of=None, before=None, data=told)


def event_view(step: Step, names: Names, event: SealedEvent) -> EventView:
    """Return an event as it was sealed, with the names of who did it and where."""
    members = event.members()
    return EventView(
        seq=event.seq,
        type=event.type,
        zh=zh_word(event.type),
        at=event.at,
        person=names.maybe(event.person),
        on_behalf_of=names.maybe(event.on_behalf_of),
        node=event.node,
        node_name=None if event.node is None else node_name(step.published, event.node),
        before=_members(members, "before"),
        after=_members(members, "after"),
        data=_members(members, "data"),
        is_redacted=event.body is None,
        definition=event.definition_version,
        calendar=event.calendar_version,
        hash=event.hash.hex(),
    )


def _members(members: Members, name: str) -> Members | None:
    found = members.get(name)
    return found if isinstance(found, Mapping) else None


def _access(names: Names, event: SealedEvent) -> AccessView:
    data = _members(event.members(), "data") or {}
    # Taking the whole history out is a read of it that says so by its type.
    part = data.get("part", Part.HISTORY.value if event.type == EXPORTED else "")
    return AccessView(
        seq=event.seq,
        type=event.type,
        zh=zh_word(event.type),
        at=event.at,
        person=names.person(event.person or ""),
        on_behalf_of=names.maybe(event.on_behalf_of),
        part=str(part),
    )
