"""Read how documents of a case were served (送达): shown, opened, signed; and which of them counts.

Only the signature counts: periods begin when the unit signs the receipt (签收), or when an officer
records with two witnesses that the document was left behind (留置). That a message about it was on
a screen, or opened, says that somebody could know; it starts no clock.

A receipt is signed at a user task whose form has a choice 签收; what was left behind is recorded at
a later one whose form asks for the place of service (`service_place`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.reading.names import Named, Names
from engine.commands.reading.recording import Part, record_case_read
from engine.commands.reading.standing import Looking
from engine.commands.step import Step
from engine.commands.work_ids import work_id_of
from engine.diagram.model import Node, NodeKind
from engine.model.case import Actor, Clock
from engine.model.history import SealedEvent
from engine.model.values import Value, from_json
from engine.store.case_reads import history_of
from engine.store.evidence import messages_of_kind, shown_marks
from engine.store.inbox import marks_of
from engine.store.store import Session

SIGNED = "签收"
_LEFT = "service_place"
_RECEIPT = "service_receipt@"
_OUTCOMES: Mapping[str, tuple[str, str]] = {
    "waiting": ("等待签收", "Waits to be signed"),
    "signed": ("已签收", "Signed"),
    "refused": ("没有签收", "Not signed"),
    "ended": ("未签收，签收待办已终止", "Not signed; the task has ended"),
    "left": ("已登记留置送达", "Recorded as left behind"),
}
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class SeenView:
    """Who saw a message when, on whose behalf."""

    person: Named
    on_behalf_of: Named | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ServiceView:
    """How one document was served. `served_at` is the instant that counts; None: not served yet.

    `shown` and `opened` are about the message that asked to sign. `signed_by` signed or refused;
    `left_by` recorded that the document was left behind.
    """

    work: str
    name: str
    document: str | None
    number: str | None
    sent_at: datetime
    shown: tuple[SeenView, ...]
    opened: tuple[SeenView, ...]
    outcome: str
    outcome_zh: str
    outcome_en: str
    signed_by: SeenView | None
    left_by: SeenView | None
    served_at: datetime | None


@dataclass(slots=True)
class _Pass:
    """One pass through a task to sign, as the history tells it."""

    aid: int
    name: str
    sent_at: datetime
    paper: Values
    ended: SealedEvent | None = None
    answer: str = ""
    left: SealedEvent | None = None


def list_services(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> tuple[ServiceView, ...]:
    """Return how the documents of a case were served, the first one first; the look is recorded.

    Needs `see_internal`.
    """
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    step = looking.case(case_id)
    engine.permissions.expect(looking.turn.office, actor, "see_internal", unit=step.case.unit)
    passes = tuple(_passes(step))
    seen = _Seen(session, Names(looking.turn), step.case.id)
    record_case_read(looking.turn, step.case.id, Part.MESSAGES)
    return tuple(_view(seen, step, each) for each in passes)


def _passes(step: Step) -> Iterator[_Pass]:
    """Follow the history: a paper is issued, a task to sign comes and ends, what was left is noted."""
    paper: Values = {}
    found: dict[int, _Pass] = {}
    for event in history_of(step.turn.session, step.case.id):
        data = _data(event)
        if event.type == "document_issued" and not str(data.get("template")).startswith(_RECEIPT):
            paper = data
        node = step.published.nodes.get(event.node or "")
        if node is not None and node.kind is NodeKind.USER_TASK:
            _follow(found, node, event, data, paper)
    yield from found.values()


def _follow(
    found: dict[int, _Pass], node: Node, event: SealedEvent, data: Values, paper: Values
) -> None:
    aid, field = data.get("aid"), _field(node)
    if field and event.type == "task_created" and isinstance(aid, int):
        found[aid] = _Pass(aid, str(data.get("name", "")), event.at, paper)
    elif field and isinstance(aid, int) and aid in found:
        _end(found[aid], event, data, field)
    elif _is_left(node) and event.type == "task_completed" and isinstance(aid, int):
        last = found[max(found)] if found else None
        if last is None or last.answer == SIGNED or last.left is not None:
            # Left behind at once: nobody was asked to sign.
            last = found[aid] = _Pass(aid, str(data.get("name", "")), event.at, paper)
        last.left = event


def _end(one: _Pass, event: SealedEvent, data: Values, field: str) -> None:
    form = data.get("form")
    if event.type == "task_withdrawn":  # signed by mistake and taken back: it waits again
        one.ended, one.answer = None, ""
    elif event.type in ("task_completed", "task_canceled"):
        one.ended = event
        one.answer = str(form.get(field, "")) if isinstance(form, Mapping) else ""


def _field(node: Node) -> str:
    """Return the field of a form that asks to sign; blank for any other form."""
    fields = () if node.form is None else node.form.fields
    return next((each.id for each in fields if SIGNED in dict(each.choices)), "")


def _is_left(node: Node) -> bool:
    return node.form is not None and node.form.field(_LEFT) is not None


class _Seen:
    """Who saw the messages that asked to sign."""

    def __init__(self, session: Session, names: Names, case_id: str) -> None:
        self.names = names
        told = messages_of_kind(session, case_id, "task_assigned")
        self._work = {each.id: _text(each.body, "work") for each in told}
        self._shown = shown_marks(session, self._work)
        self._read = [each for each in marks_of(session, self._work) if each.how == "opened"]

    def shown(self, work: str) -> tuple[SeenView, ...]:
        """Return on whose screens it stood; what was opened stood there at least then."""
        found = {
            each.reader: self.by(each.reader, each.on_behalf_of, each.shown_at)
            for each in self._shown
            if self._work[each.message_id] == work
        }
        for each in self._read:
            if self._work[each.message_id] == work:
                found.setdefault(each.reader, self.by(each.reader, each.on_behalf_of, each.read_at))
        return tuple(sorted(found.values(), key=lambda each: each.at))

    def opened(self, work: str) -> tuple[SeenView, ...]:
        """Return who opened it."""
        return tuple(
            self.by(each.reader, each.on_behalf_of, each.read_at)
            for each in self._read
            if self._work[each.message_id] == work
        )

    def by(self, person: str, on_behalf_of: str | None, at: datetime) -> SeenView:
        """Name who did something when."""
        return SeenView(self.names.person(person), self.names.maybe(on_behalf_of), at)

    def did(self, event: SealedEvent | None) -> SeenView | None:
        """Name who did what an event says; None for the system."""
        if event is None or event.person is None:
            return None
        return self.by(event.person, event.on_behalf_of, event.at)


def _view(seen: _Seen, step: Step, one: _Pass) -> ServiceView:
    work = work_id_of(step.case.id, one.aid)
    outcome, served = _outcome(one)
    zh, en = _OUTCOMES[outcome]
    is_answered = one.ended is not None and one.ended.type == "task_completed"
    return ServiceView(
        work=work,
        name=one.name,
        document=_text(one.paper, "title") or None,
        number=_text(one.paper, "number") or None,
        sent_at=one.sent_at,
        shown=seen.shown(work),
        opened=seen.opened(work),
        outcome=outcome,
        outcome_zh=zh,
        outcome_en=en,
        signed_by=seen.did(one.ended) if is_answered else None,
        left_by=seen.did(one.left),
        served_at=None if served is None else served.at,
    )


def _outcome(one: _Pass) -> tuple[str, SealedEvent | None]:
    """Return what became of it, and the event that counts as service."""
    if one.answer == SIGNED:
        return "signed", one.ended
    if one.left is not None:
        return "left", one.left
    if one.ended is None:
        return "waiting", None
    return ("refused" if one.ended.type == "task_completed" else "ended"), None


def _data(event: SealedEvent) -> Values:
    data = from_json(event.members().get("data"))
    return data if isinstance(data, Mapping) else {}


def _text(values: Value, name: str) -> str:
    found = values.get(name) if isinstance(values, Mapping) else None
    return found if isinstance(found, str) else ""
