"""The list of all open work in scope (在办工作): what a figure of the overview counts."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.commands.engine import Engine
from engine.commands.reading.urging import Urging, urging_of
from engine.commands.work_reading import WorkListed, list_work
from engine.model.case import Actor, Clock
from engine.model.deadlines import Light
from engine.model.work_lists import Holder, HolderKind, ListedWork, Whose, WorkFilter
from engine.store import Session
from registers.stored_names import StoredNames
from web.areas.listing import LIGHTS, Asked, process_choices
from web.asking import look
from web.language import text
from web.pages import Pages

WORKLIST = Pages("worklist", "/work")
_KINDS = {each.value: each for each in HolderKind}


@WORKLIST.page("")
def worklist() -> ResponseReturnValue:
    """Show a page of the open work of the cases in scope, the most urgent first."""
    asked = Asked()
    wanted = _filter(asked)
    found = look(list_work, wanted=wanted, page=asked.page(is_descending=False))
    shown = render_template(
        "worklist/worklist.html",
        asked_for=asked,
        processes=process_choices(),
        back=asked.address("pages-worklist.worklist"),
        found=found,
        beside=look(_beside, found=found),
        lying_with=look(_holder_name, holder=wanted.holder),
        wanted=wanted,
    )
    return shown, asked.form.status


def _filter(asked: Asked) -> WorkFilter:
    kind = _KINDS.get(asked.form.get("holder_kind"))
    return WorkFilter(
        whose=Whose.SCOPE,
        keys=asked.several("process"),
        lights=tuple(map(Light, asked.several("light", LIGHTS))),
        text=asked.words(),
        case_unit=asked.unit(),
        opened=asked.days("opened"),
        holder=None if kind is None else Holder(kind, asked.form.get("holder")),
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the rows, by their ids: with whom each lies, how urging it stands."""

    holders: dict[str, str]
    urging: dict[str, Urging]

    @property
    def urgeable(self) -> int:
        """Return how many of the rows can be urged now."""
        return sum(1 for each in self.urging.values() if each.may)


def _beside(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, found: WorkListed
) -> Beside:
    names = StoredNames(session, engine)  # nobody's secret; which work is listed was decided before
    urging = urging_of(session, engine=engine, clock=clock, actor=actor, rows=found.rows)
    return Beside({row.id: _lying(row, names) for row in found.rows}, urging)


def _lying(row: ListedWork, names: StoredNames) -> str:
    if row.assignee is not None:
        return names.person(row.assignee)
    offered = [*map(names.group, row.groups), *map(names.person, row.users)]
    return text("待签收：%(who)s", who="、".join(offered)) if offered else text("未指定")


def _holder_name(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, holder: Holder | None
) -> str:
    """Return what the one is called with whom the work lies that was asked for."""
    del clock, actor
    names = StoredNames(session, engine)
    if holder is None:
        return ""
    match holder.kind:
        case HolderKind.PERSON | HolderKind.NAMED:
            return names.person(holder.id)
        case HolderKind.GROUP:
            return names.group(holder.id)
        case HolderKind.NOBODY:
            return text("未指定")
