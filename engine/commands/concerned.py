"""Tell those whom something about a whole case concerns: who holds its open work, who opened it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.commands.projecting import SILENT
from engine.commands.step import Step
from engine.model.values import Value
from engine.store.rows import WorkRow

Values = Mapping[str, Value]


def tell_concerned(step: Step, kind: str, body: Values) -> None:
    """Say it to whoever holds or may take open work of the case, and to who opened it.

    Who did it knows. Groups are told once for each unit whose holders are meant.
    """
    rows = [each for each in step.old_work().values() if not _is_silent(step, each)]
    people = dict.fromkeys([step.case.opened_by])
    for row in rows:
        people |= dict.fromkeys(row.users if row.assignee is None else (row.assignee,))
    named = [each for each in people if each not in step.turn.actor.people]
    audiences = list(_groups(rows))
    if named:
        first: Values = audiences.pop(0) if audiences else {}
        audiences.insert(0, {"people": named, **first})
    for audience in audiences:
        step.say(kind, audience, {"title": step.case.title, **body})


def _groups(rows: list[WorkRow]) -> Iterator[Values]:
    """Yield the candidate groups of work that nobody holds, by unit."""
    found: dict[tuple[str | None, tuple[str, ...]], dict[str, None]] = {}
    for row in rows:
        if row.assignee is None and row.groups:
            place = (row.unit, row.excluded_units)
            found.setdefault(place, {}).update(dict.fromkeys(row.groups))
    for (unit, excluded), groups in found.items():
        said: dict[str, Value] = {
            "groups": list(groups),
            "unit": unit,
            "excluded_units": list(excluded),
        }
        yield {name: value for name, value in said.items() if value}


def _is_silent(step: Step, row: WorkRow) -> bool:
    return step.published.node(row.node).properties.get("notify") == SILENT
