"""What a list of demands says of their cases: what each is called, and what may be sent to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.commands.reading import doing
from engine.commands.reading.rows import wait_view
from engine.commands.reading.standing import Looking
from engine.commands.step import Step
from engine.model.case import Actor, Clock
from engine.store import case_reads
from engine.store.rows import WaitRow
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class Message:
    """A message that a case waits for and that the actor may send."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A case as a list of its demands names it."""

    id: str
    reference: str | None
    title: str
    process: str
    messages: tuple[Message, ...]


def read_notices(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_ids: Iterable[str]
) -> dict[str, NoticeView]:
    """Return those of some cases that the actor may see, by their ids; they are not opened."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    seen = looking.cases(set(case_ids))
    waits = case_reads.waits_of_cases(session, seen)
    return {case_id: _notice(step, waits.get(case_id, ())) for case_id, step in seen.items()}


def _notice(step: Step, waits: Sequence[WaitRow]) -> NoticeView:
    case, published = step.case, step.published
    names: dict[str, str] = {}
    for each in waits:
        names.setdefault(each.message, wait_view(published, each).name)
    return NoticeView(
        id=case.id,
        reference=case.reference,
        title=case.title,
        process=published.name,
        messages=tuple(Message(each, names[each]) for each in doing.messages(step, waits)),
    )
