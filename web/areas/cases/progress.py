"""Where a case stands in its diagram: marks for the drawing, and the same said as a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from api.asking import service
from engine.commands.reading.states import ActiveView, DiagramView
from engine.commands.reading.views import CaseView, WorkView
from engine.commands.work_ids import work_id_of
from engine.model.deadlines import Light, local_day
from web.formatting import due_words, short_day
from web.language import text


@dataclass(frozen=True, slots=True)
class Here:
    """One place where a case stands now; `since` is known of what people do."""

    node: str
    name: str
    item: int | None
    state: str
    says: str
    since: datetime | None = None

    @property
    def urgency(self) -> tuple[int, bool]:
        """Return what stands first: what is late or stuck, then people, then what only waits."""
        return _STATES.index(self.state), self.since is None


_STATES = ("incident", "late", "here")


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a case stands and which steps it has done, in the order of the diagram."""

    here: tuple[Here, ...]
    done: tuple[tuple[str, str, int], ...]

    @property
    def marks(self) -> list[dict[str, str]]:
        """Return the marks of the drawing, as its script takes them."""
        now = {each.node for each in self.here}
        marks = [
            {
                "element": node,
                "state": "done",
                "text": text("%(n)s 次", n=times) if times > 1 else "",
            }
            for node, _, times in self.done
            if node not in now
        ]
        marks += [
            {"element": each.node, "state": each.state, "text": each.says} for each in self.here
        ]
        return marks


def progress_of(case: CaseView, diagram: DiagramView) -> Progress:
    """Say where a case stands; what runs inside a subprocess is said, not the subprocess."""
    found = (each for each in diagram.active if each.waits_for != "inside")
    here = sorted((_here(case, each) for each in found), key=lambda each: each.urgency)
    return Progress(tuple(here), tuple(_done(diagram)))


def since_words(value: datetime) -> str:
    """Say for how long something has been so, in days."""
    days = (local_day(service().clock()) - local_day(value)).days
    return text("已 %(n)s 天", n=days) if days else text("今天开始")


def holders(work: WorkView) -> str:
    """Say who holds open work, or who may take it."""
    if work.assignee is not None:
        if work.owner is not None and work.owner != work.assignee:
            return text(
                "%(name)s（受%(owner)s委托）", name=work.assignee.name, owner=work.owner.name
            )
        return work.assignee.name
    offered = text("、").join(each.name for each in (*work.users, *work.groups))
    return text("待%(who)s签收", who=offered) if offered else text("尚无人办理")


def _here(case: CaseView, active: ActiveView) -> Here:
    if active.waits_for == "person":
        work_id = work_id_of(case.id, active.aid)
        for work in case.work:
            if work.id == work_id:
                return _of_work(active, work)
    state = "incident" if active.waits_for == "operator" else "here"
    return Here(active.node, active.name, active.item, state, _waiting(case, active))


def _of_work(active: ActiveView, work: WorkView) -> Here:
    says = f"{holders(work)} · {since_words(work.created_at)}"
    state = "here"
    if work.light is Light.RED:
        state, says = "late", f"{says} · {due_words(work.due_at)}"
    return Here(active.node, active.name, active.item, state, says, work.created_at)


def _waiting(case: CaseView, active: ActiveView) -> str:
    if active.waits_for == "operator":
        return text("出现异常，等待处置")
    if active.waits_for == "timer":
        timer = next((each for each in case.timers if each.aid == active.aid), None)
        if timer is None:
            return text("等到时间")
        if timer.paused:
            return text("中止中，恢复后顺延")
        return text("等到 %(day)s", day=short_day(timer.due_at))
    if active.waits_for == "message":
        return text("等消息，还没有收到")
    return text("等待其他环节") if active.waits_for == "others" else text("办理中")


def _done(diagram: DiagramView) -> Iterator[tuple[str, str, int]]:
    for node in sorted(diagram.done, key=lambda each: diagram.xml.find(f'id="{each}"')):
        name = diagram.names[node]
        if name != node:  # what has no name says nothing to people
            yield node, name, diagram.done[node]


def merged(here: Iterable[Here]) -> list[tuple[Here, list[int]]]:
    """Return places with the items that stand there alike, each place once."""
    found: dict[tuple[str, str, str], tuple[Here, list[int]]] = {}
    for each in here:
        _, items = found.setdefault((each.node, each.state, each.says), (each, []))
        if each.item is not None and each.item not in items:
            items.append(each.item)
    return list(found.values())
