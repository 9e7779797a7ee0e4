"""History events as sentences: what happened, who did it or is asked, and by when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from engine.model.calendar import WorkCalendar
from engine.model.deadlines import deadline_from_record, explain
from engine.model.errors import EngineError
from engine.model.history import SealedEvent
from engine.model.item_numbers import in_brackets
from engine.model.values import Value, from_json

Data = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline; `tone` is the colour of its text."""

    at: datetime
    what: str
    who: str = ""
    due_at: datetime | None = None
    tone: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """How ids are called: people, candidate groups, activities."""

    person: Callable[[str], str]
    group: Callable[[str], str]
    activity: Callable[[str], str]
    calendar: WorkCalendar


def entries_of(event: SealedEvent, names: Names) -> Iterator[Entry]:
    """Yield the lines that an event is worth; technical events are worth none."""
    members = {key: from_json(value) for key, value in event.members().items()}
    telling = _TELLINGS.get(event.type)
    if telling is not None:
        data = cast("Data", members.get("data") or {})
        after = cast("Data", members.get("after") or {})
        yield from telling(_Event(event, data, after, names))


@dataclass(frozen=True, slots=True)
class _Event:
    sealed: SealedEvent
    data: Data
    after: Data
    names: Names

    def entry(self, what: str, *, who: str | None = None, tone: str = "") -> Entry:
        return Entry(self.sealed.at, what, self.doer if who is None else who, tone=tone)

    @property
    def doer(self) -> str:
        person = self.sealed.person or ""
        return "" if person == "system" else self.names.person(person)

    @property
    def activity(self) -> str:
        return str(self.data.get("name") or self.names.activity(self.sealed.node or ""))

    @property
    def nth(self) -> str:
        item, part = (self.data.get(name) for name in ("item", "part"))
        numbers = (each if isinstance(each, int) else None for each in (item, part))
        return in_brackets(*numbers)[0]

    def text(self, key: str) -> str:
        value = self.data.get(key, "")
        return "" if value is None else str(value)


def _opened(event: _Event) -> Iterator[Entry]:
    yield event.entry(f"立案 {event.text('title')}".rstrip(), tone="bold")


def _asked(event: _Event) -> Iterator[Entry]:
    assignee = event.text("assignee")
    groups = cast("list[str]", event.data.get("groups") or ())
    who = event.names.person(assignee) if assignee else "、".join(map(event.names.group, groups))
    due_at = event.data.get("due_at")
    notes = tuple(_explained(event.data.get("deadline"), event.names.calendar))
    yield Entry(
        event.sealed.at,
        f"○ 待办 {event.activity}{event.nth}",
        who,
        due_at if isinstance(due_at, datetime) else None,
        notes=notes,
    )


def _done(event: _Event) -> Iterator[Entry]:
    yield event.entry(f"✓ {event.activity}{event.nth}{_answer(event.data.get('form'))}")


def _answer(form: object) -> str:
    """Say yes or no where the form asked for it."""
    if isinstance(form, Mapping):
        for value in form.values():
            if isinstance(value, bool):
                return "：是" if value else "：否"
    return ""


def _taken_away(event: _Event) -> Iterator[Entry]:
    yield event.entry(f"－ 待办取消 {event.activity}{event.nth}", who="", tone="bright_black")


def _fired(event: _Event) -> Iterator[Entry]:
    yield event.entry(f"◷ {event.activity}", who="", tone="yellow")


STATES = {
    "ended": "期满",
    "corrected": "更正",
    "superseded": "替代",
    "withdrawn": "撤回",
}
MESSAGES = {
    "reminder": "提醒",
    "urge": "催办",
    "supervise": "督办",
    "alert": "警示",
    "escalated": "升级",
    "clock_started": "送达",
}


def _handled(event: _Event) -> Iterator[Entry]:
    inputs = event.data.get("inputs")
    if event.text("handler") == "notify" and isinstance(inputs, Mapping):
        to = inputs.get("to")
        asked = to if isinstance(to, list | tuple) else str(to or "").split(",")
        who = "、".join(event.names.group(str(each).strip()) for each in asked)
        label = MESSAGES.get(str(inputs.get("kind")), "通知")
        text = inputs.get("text") or event.activity
        yield event.entry(f"✉ {label}：{text}", who=who, tone="cyan")


def _numbered(event: _Event) -> Iterator[Entry]:
    number = event.text("number") or event.text("reference") or str(event.after.get("number", ""))
    yield event.entry(f"编发文号 {number}", who="", tone="bold")


def _deadline(event: _Event) -> Iterator[Entry]:
    due_at = event.after.get("due_at")
    notes = tuple(_explained(event.data.get("deadline"), event.names.calendar))
    if isinstance(due_at, datetime):
        yield Entry(event.sealed.at, "期限确定", "", due_at, notes=notes)


def _plain(text: str, tone: str = "") -> Callable[[_Event], Iterator[Entry]]:
    def tell(event: _Event) -> Iterator[Entry]:
        reason = event.text("reason")
        yield event.entry(f"{text}：{reason}" if reason else text, tone=tone)

    return tell


def _item(event: _Event) -> Iterator[Entry]:
    variables = event.data.get("variables")
    title = _title(variables) if isinstance(variables, Mapping) else ""
    if title:
        yield event.entry(f"问题项{event.nth} {title}", who="")


def _title(variables: Mapping[str, Value]) -> str:
    for value in variables.values():
        if isinstance(value, Mapping) and "title" in value:
            return str(value["title"])
    return ""


def _outcome(event: _Event) -> Iterator[Entry]:
    said = f"记录结果 {event.text('code')} {event.text('note')}"
    yield event.entry(said.rstrip(), who="", tone="bold")


def _remedy(event: _Event) -> Iterator[Entry]:
    yield event.entry(f"救济：{event.text('state')}", who="")


def _paper(what: str) -> Callable[[_Event], Iterator[Entry]]:
    def tell(event: _Event) -> Iterator[Entry]:
        number, title = event.text("number"), event.text("title")
        yield event.entry(f"▤ {what} {title}（{number}）" if number else f"▤ {what} {title}")

    return tell


def _file(what: str) -> Callable[[_Event], Iterator[Entry]]:
    def tell(event: _Event) -> Iterator[Entry]:
        yield event.entry(f"▤ {what} {event.text('name')}")

    return tell


def _incident(event: _Event) -> Iterator[Entry]:
    yield event.entry(f"异常 {event.text('zh')}", who="", tone="red")


def _published(event: _Event) -> Iterator[Entry]:
    yield event.entry(f"公布{event.text('kind')} {event.text('number')}", who="", tone="bold")


def _publication_closed(event: _Event) -> Iterator[Entry]:
    state = STATES.get(str(event.after.get("state")), "")
    yield event.entry(
        f"{event.text('number')} {state}：{event.text('reason')}", who="", tone="bold"
    )


def _objected(event: _Event) -> Iterator[Entry]:
    yield event.entry(f"收到对{event.text('publication')}的异议", who="公众", tone="yellow")


def _explained(record: object, calendar: WorkCalendar) -> Iterator[str]:
    if not isinstance(record, Mapping):
        return
    try:
        sentences = explain(deadline_from_record(record), calendar)
    except EngineError:  # computed with another calendar than the one at hand
        return
    yield from (each for each in sentences if not each.startswith("依据工作日历"))


_TELLINGS: Mapping[str, Callable[[_Event], Iterator[Entry]]] = {
    "case_opened": _opened,
    "task_created": _asked,
    "task_completed": _done,
    "task_canceled": _taken_away,
    "timer_fired": _fired,
    "handler_called": _handled,
    "number_allocated": _numbered,
    "document_issued": _paper("签发"),
    "document_voided": _paper("作废"),
    "attachment_added": _file("附件"),
    "attachment_removed": _file("移除附件"),
    "deadline_extended": _deadline,
    "item_opened": _item,
    "outcome_recorded": _outcome,
    "outcomes_reversed": _plain("冲销结果", "bold"),
    "outcome_corrected": _plain("更正结果", "bold"),
    "outcome_lifted": _plain("书面解除处分"),
    "remedy_noted": _remedy,
    "incident_raised": _incident,
    "published": _published,
    "publication_closed": _publication_closed,
    "objection_filed": _objected,
    "task_withdrawn": _plain("撤回"),
    "case_suspended": _plain("案件中止", "bold"),
    "case_resumed": _plain("案件恢复", "bold"),
    "case_canceled": _plain("案件撤销", "bold"),
    "case_closed": _plain("结案", "bold green"),
    "linked_case_opened": _plain("另立关联案件", "bold"),
}
