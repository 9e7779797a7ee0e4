"""Steps of a scenario as commands of the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypedDict, cast

from dudao.files import read_bytes
from dudao.scenarios.enclosures import enclosed
from dudao.scenarios.instants import parse_instant
from dudao.scenarios.model import Act, Open, Player, Send
from dudao.scenarios.public import published
from dudao.scenarios.refused import Refused
from dudao.scenarios.view import Work, work_of
from engine import commands
from engine.commands.engine import Engine
from engine.commands.work_ids import work_id_of
from engine.model.calendar import read_calendar_csv
from engine.model.case import Actor, Clock
from engine.model.deadlines import local_day
from engine.model.values import Value
from engine.store import Session
from engine.store.case_reads import (
    history_of,
    incidents_of_case,
    timers_of_case,
    work_of_case,
)
from engine.store.rows import IncidentRow, TimerRow

Form = Mapping[str, object]


class _Who(TypedDict):
    engine: Engine
    clock: Clock
    actor: Actor


class Deeds:
    """What one of the people does in one unit of work."""

    def __init__(
        self,
        session: Session,
        *,
        engine: Engine,
        clock: Clock,
        actor: Actor,
        people: Mapping[str, Player],
        folder: Path | None,
        receipts: list[str],
    ) -> None:
        self._session = session
        self._engine = engine
        self._clock = clock
        self._actor = actor
        self._people = people
        self._folder = folder
        self._receipts = receipts

    def open(self, opening: Open, process: str, title: str) -> str:
        """Open a case and return its id."""
        opened = commands.open_case(
            self._session,
            **self._who,
            process=process,
            unit=opening.unit,
            title=title,
            form=opening.form,
        )
        return opened.case_id

    def send(self, sending: Send, case_id: str) -> None:
        """Send a message to the case."""
        commands.send_message(
            self._session,
            **self._who,
            case_id=case_id,
            message=sending.message,
            payload=sending.payload,
        )

    def do(self, act: Act, case_id: str) -> None:
        """Give the command of a step in a case."""
        match act.do:
            case "claim" | "unclaim":
                held = commands.claim if act.do == "claim" else commands.unclaim
                held(self._session, **self._who, work_id=self._work(act, case_id))
            case "assign" | "delegate":
                give = commands.assign if act.do == "assign" else commands.delegate
                work_id = self._work(act, case_id)
                to, reason = act.text("to"), act.text("reason")
                give(self._session, **self._who, work_id=work_id, person=to, reason=reason)
            case "suspend" | "resume" | "cancel":
                change = _WHOLE[act.do]
                reason = act.text("reason") or "场景未写明理由"
                change(self._session, **self._who, case_id=case_id, reason=reason)
            case "set" | "import_calendar" | "substitute":
                self._configure(act)
            case "retry" | "resolve":
                self._incident(act, case_id)
            case _:
                self._rest(act, case_id)

    def _rest(self, act: Act, case_id: str) -> None:
        match act.do:
            case "complete":
                self._complete(act, case_id)
            case "open":
                form = cast("Mapping[str, Value]", act.given.get("form") or {})
                unit, title = act.text("unit"), act.text("title")
                self.open(Open("", unit, title, form), act.text("process"), title)
            case "withdraw":
                work_id = self._done(act, case_id)
                commands.withdraw(self._session, **self._who, work_id=work_id)
            case "extend":
                self._extend(act, case_id)
            case "move_timer":
                self._move_timer(act, case_id)
            case "object":
                self._object(act)
            case _:
                raise Refused(f"不能执行“{act.do}”。", "unknown_command")

    @property
    def _who(self) -> _Who:
        return {"engine": self._engine, "clock": self._clock, "actor": self._actor}

    def _complete(self, act: Act, case_id: str) -> None:
        form = cast("Form", act.given.get("form") or {})
        work_id = self._work(act, case_id)
        form = enclosed(form, work_id, session=self._session, **self._who)
        commands.complete(self._session, **self._who, work_id=work_id, form=form)

    def _configure(self, act: Act) -> None:
        if act.do == "set":
            key, value = act.text("key"), act.given.get("value")
            commands.change_setting(self._session, **self._who, key=key, value=value)
            return
        if act.do == "substitute":
            self._substitute(act)
            return
        if self._folder is None:
            raise Refused("这里的场景不能读取别的文件。", "no_files")
        path = self._folder / act.text("file")
        rows = read_calendar_csv(read_bytes(path))
        commands.import_calendar(self._session, **self._who, rows=rows, note=path.name)

    def _substitute(self, act: Act) -> None:
        from_on = cast("date | None", act.given.get("from")) or local_day(self._clock())
        commands.substitute(
            self._session,
            **self._who,
            absent=act.text("absent") or act.player,
            substitute=act.text("to"),
            from_on=from_on,
            until_on=cast("date", act.given["until"]),
            reason=act.text("reason") or "场景未写明理由",
        )

    def _incident(self, act: Act, case_id: str) -> None:
        found = self._open_incident(act, case_id).id
        if act.do == "retry":
            commands.retry_incident(self._session, **self._who, incident_id=found)
            return
        commands.resolve_incident(
            self._session,
            **self._who,
            incident_id=found,
            reason=act.text("reason") or "场景未写明理由",
            variables=cast("Form", act.given.get("form") or {}),
        )

    def _extend(self, act: Act, case_id: str) -> None:
        term, reason = act.text("term"), act.text("reason") or "场景未写明理由"
        approver = act.text("approver") or None
        if act.text("task"):
            commands.extend_deadline(
                self._session,
                **self._who,
                work_id=self._work(act, case_id),
                term=term,
                reason=reason,
                approver=approver,
            )
            return
        commands.extend_deadline(
            self._session,
            **self._who,
            case_id=case_id,
            variable=act.text("variable"),
            scope=self._scope(act, case_id),
            term=term,
            reason=reason,
            approver=approver,
        )

    def _move_timer(self, act: Act, case_id: str) -> None:
        commands.move_timer(
            self._session,
            **self._who,
            case_id=case_id,
            aid=self._timer(act, case_id).aid,
            due_at=parse_instant(act.text("to")),
            reason=act.text("reason") or "场景未写明理由",
        )

    def _object(self, act: Act) -> None:
        filed = commands.file_objection(
            self._session,
            engine=self._engine,
            clock=self._clock,
            publication=self._publication(act),
            text=act.text("text"),
            contact=act.text("contact") or None,
        )
        self._receipts.append(filed.receipt)

    # ------------------------------------------------------------------ what a step talks about

    def _publication(self, act: Act) -> str:
        """Choose by number in order of publishing, from 1; the latest when none is given."""
        numbers = [view.number for view in published(self._session, self._clock)]
        wanted = act.text("publication") or "latest"
        position = len(numbers) if wanted == "latest" else int(wanted)
        if not 1 <= position <= len(numbers):
            raise Refused(f"没有第{wanted}件公示公告。", "not_found")
        return numbers[position - 1]

    def _work(self, act: Act, case_id: str) -> str:
        """Find open work, or else the work that was last open: the command says what became."""
        node = act.text("task")
        found = [work for work in work_of(self._session, case_id) if work.node == node]
        if found:
            return _nth(found, act).id
        return self._done(act, case_id)

    def _done(self, act: Act, case_id: str) -> str:
        node = act.text("task")
        last = 0
        for event in history_of(self._session, case_id):
            data = event.members().get("data")
            is_it = event.type == "task_completed" if act.do == "withdraw" else True
            if isinstance(data, Mapping) and is_it and (not node or event.node == node):
                last = int(str(data.get("aid", last))) if event.type in _WORK_EVENTS else last
        if not last:
            raise Refused(f"没有待办“{node}”。", "not_found")
        return work_id_of(case_id, last)

    def _timer(self, act: Act, case_id: str) -> TimerRow:
        node = act.text("timer")
        found = [row for row in timers_of_case(self._session, case_id) if row.node == node]
        if not found:
            raise Refused(f"环节“{node}”没有定时器。", "not_found")
        number = int(act.text("item") or 1)
        in_order = sorted(found, key=lambda row: row.aid)
        return in_order[min(number, len(in_order)) - 1]

    def _open_incident(self, act: Act, case_id: str) -> IncidentRow:
        node = act.text("task")
        found = [
            row
            for row in incidents_of_case(self._session, case_id)
            if row.ended_at is None and (not node or row.node == node)
        ]
        if not found:
            raise Refused(f"环节“{node}”没有未处置的异常。", "not_found")
        return found[0]

    def _scope(self, act: Act, case_id: str) -> int:
        """Find the scope of an item: that of its open work, or the one it was opened with."""
        item = act.text("item")
        if not item:
            return ROOT
        for row in work_of_case(self._session, case_id):
            if str(row.part if row.item is None else row.item) == item:
                return row.scope
        found = ROOT
        for event in history_of(self._session, case_id):
            data = event.members().get("data")
            if event.type == "item_opened" and isinstance(data, Mapping):
                number = data.get("part", data.get("item")) if _is_outermost(data) else None
                found = int(str(data["scope"])) if str(number) == item else found
        return found


def _is_outermost(data: Mapping[str, object]) -> bool:
    return "item" not in data or "part" not in data


ROOT = 1
_WORK_EVENTS = frozenset({"task_created", "task_completed"})
_WHOLE = {
    "suspend": commands.suspend_case,
    "resume": commands.resume_case,
    "cancel": commands.cancel_case,
}


def _nth(found: Sequence[Work], act: Act) -> Work:
    """Choose by the number of the item, or else by position; the first when none is given."""
    wanted = act.text("item")
    if not wanted:
        return found[0]
    of_item = [work for work in found if str(work.item) == wanted]
    if of_item:
        return of_item[0]
    if int(wanted) > len(found) or int(wanted) < 1:
        raise Refused(f"待办“{act.text('task')}”没有第{wanted}项。", "not_found")
    return found[int(wanted) - 1]
