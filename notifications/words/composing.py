"""Find out what a message has to say: of its case, of open work, of the due date and why.

All of it is read when the message is about to leave, so that it is true then: a due date that was
moved since, or work that was done, is said as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.reading.states import explained_to
from engine.definitions.published import Published
from engine.identity import Person
from engine.model.deadlines import deadline_from_record
from engine.model.errors import NotFound
from engine.model.item_numbers import in_brackets
from engine.model.message_words import words_of
from engine.model.values import Value
from engine.store.reads import read_case, read_work
from engine.store.rows import CaseRow, OutboxRow, WorkRow
from engine.store.store import Session
from notifications.channel import Language
from notifications.words.consequences import Consequence, consequence_of
from notifications.words.days import due_words
from notifications.words.letter import Family, Letter

T = TypeVar("T")
OVER = ("task_canceled", "task_withdrawn")
"""Kinds that say of work that nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """A message with its letter, and what it belongs to: for grouping and for the order."""

    message: OutboxRow
    letter: Letter
    case_id: str | None
    work_id: str | None
    due_at: datetime | None


@dataclass(frozen=True)
class Composer:
    """Composes letters to one reader at one instant."""

    session: Session
    engine: Engine
    now: datetime
    language: Language
    base_url: str
    to: Person | None = None
    on_behalf_of: Person | None = None

    @cached_property
    def office(self) -> Office:
        """The settings, the calendar and the diagrams in force."""
        return Office(self.session, self.engine, now=self.now)

    @property
    def office_name(self) -> str:
        """Who says it (发文机关)."""
        return self.office.settings.text("document.office")

    def compose(self, message: OutboxRow) -> Found:
        """Return everything that a message has to say."""
        case, work = self._place(message)
        letter = self._frame(message, case)
        if case is not None:
            letter = self._of_case(letter, message, case, work)
        return Found(
            message,
            letter,
            message.case_id,
            None if work is None else work.id,
            None if work is None else work.due_at,
        )

    def _place(self, message: OutboxRow) -> tuple[CaseRow | None, WorkRow | None]:
        work_id = text_in(message.body, "work")
        try:
            if work_id and message.kind not in OVER:
                found = read_work(self.session, work_id)
                return found.case, found.work
        except NotFound:  # done meanwhile: the case is still there
            pass
        try:
            case_id = message.case_id
            return (None if case_id is None else read_case(self.session, case_id).case), None
        except NotFound:
            return None, None

    def _frame(self, message: OutboxRow, case: CaseRow | None) -> Letter:
        """Return what every message says: of which kind it is, who says it to whom, and where."""
        kind, absent = self.engine.message_kinds.kind(message.kind), self.on_behalf_of
        words = words_of(
            kind,
            message.kind,
            message.body,
            case=None if case is None else case.title,
            reference=None if case is None else case.reference,
        )
        duty = "" if kind.duty is None else self._either(kind.duty.zh, kind.duty.en)
        return Letter(
            family=Family.TOLD,
            kind=self._either(kind.zh, kind.en),
            office=self.office_name,
            reader="" if self.to is None else self.to.name,
            is_substitute=absent is not None,
            absent="" if absent is None else absent.name,
            said=one_line(self._either(words.zh, words.en)),
            duty=duty,
            link=self._link(message),
            settings=f"{self.base_url}/inbox/settings" if self.base_url else "",
        )

    def _link(self, message: OutboxRow) -> str:
        return link_of(message, self.base_url, is_shared=self.to is None) or ""

    def _of_case(
        self, letter: Letter, message: OutboxRow, case: CaseRow, work: WorkRow | None
    ) -> Letter:
        published = self.office.published(case.definition_id)
        letter = replace(
            letter,
            process=published.name,
            reference=case.reference or "",
            title=one_line(case.title),
        )
        if work is not None:
            return self._of_work(letter, message, case, work, published)
        what = self._name_of_work(message.body, published)
        if not what:
            return letter
        said = letter.said if message.kind in OVER else ""
        return replace(letter, family=Family.OVER, what=what, said=said)

    def _name_of_work(self, body: Value, published: Published) -> str:
        """Return the name of work that is over, if the diagram has an activity of that name."""
        name = text_in(body, "name")
        if not text_in(body, "work") or name not in {
            each.name for each in published.nodes.values()
        }:
            return ""
        return one_line(name) + self._numbers(number_in(body, "item"), number_in(body, "part"))

    def _of_work(
        self,
        letter: Letter,
        message: OutboxRow,
        case: CaseRow,
        work: WorkRow,
        published: Published,
    ) -> Letter:
        letter = replace(
            letter,
            family=Family.WORK,
            what=one_line(work.name) + self._numbers(work.item, work.part),
            said=letter.said if text_in(message.body, "text") else "",
        )
        if work.due_at is None:
            return letter
        deadline = None if work.deadline is None else deadline_from_record(work.deadline)
        reasons = None if deadline is None else explained_to(self.session, self.office, deadline)
        then = self._consequence(work, published)
        due = due_words(
            work.due_at,
            now=self.now,
            calendar=self.office.calendar,
            deadline=deadline,
            is_stopped=case.suspended_at is not None,
            language=self.language,
        )
        return replace(
            letter,
            due=due,
            why=() if reasons is None else self._either(reasons.zh, reasons.en),
            otherwise=then.sentence,
            lapses=then.lapses,
            starts=then.starts,
        )

    def _consequence(self, work: WorkRow, published: Published) -> Consequence:
        node, nodes = published.node(work.node), published.nodes.values()
        return consequence_of(node, nodes, language=self.language)

    def _numbers(self, item: int | None, part: int | None) -> str:
        return self._either(*in_brackets(item, part))

    def _either(self, zh: T, en: T) -> T:
        return zh if self.language == "zh" else en


def link_of(message: OutboxRow, base_url: str, *, is_shared: bool = False) -> str | None:
    """Return where one click leads: a person to what is asked, with the message read.

    In a place that many see it is the work or the proposal itself, which opens to whoever may see
    it. None where an installation does not say under which address it is reached.
    """
    if not base_url:
        return None
    if not is_shared:
        return message_link(message, base_url)
    work, proposal = text_in(message.body, "work"), text_in(message.body, "proposal")
    if work and message.kind not in OVER:
        return f"{base_url}/work/{work}"
    if proposal:
        return f"{base_url}/processes/proposals/{proposal}"
    return base_url if message.case_id is None else f"{base_url}/cases/{message.case_id}"


def message_link(message: OutboxRow, base_url: str) -> str:
    """Return the address of the message itself, which says nothing of its case."""
    return f"{base_url}/m/{message.id}" if base_url else ""


def text_in(body: Value, name: str) -> str:
    """Return a text of the body of a message; empty where there is none."""
    found = body.get(name) if isinstance(body, Mapping) else None
    return found if isinstance(found, str) else ""


def number_in(body: Value, name: str) -> int | None:
    """Return a number of the body of a message."""
    found = body.get(name) if isinstance(body, Mapping) else None
    return found if isinstance(found, int) else None


def one_line(text: str) -> str:
    """Return a text without line breaks and other things that do not print."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
