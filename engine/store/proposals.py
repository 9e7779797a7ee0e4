"""Proposals and their files: written once; only the state of a proposal changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import bindparam, select

from engine.model.proposals import (
    FileWord,
    Judgement,
    ProposalFinding,
    ProposalState,
    ProposedFile,
    ProposedKey,
    ScenarioFailure,
    ScenarioResult,
)
from engine.model.registers import Page
from engine.model.values import Value
from engine.store.register_cursor import Sorting, page_of
from engine.store.statements import Statement
from engine.store.step_statements import changing, inserting
from engine.store.store import Session
from engine.store.tables import proposal as table
from engine.store.tables import proposal_file as file_table

Made = tuple[Mapping[str, Value], ...]
"""Versions that were published: `kind`, `id`, `key`, `version`, `name` of each."""


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal without its files and its judgement; `made` is there once it is published."""

    id: str
    proposed_by: str
    proposed_at: datetime
    note: str
    state: ProposalState
    errors: int
    warnings: int
    scenarios: int
    failed: int
    """Scenarios that did not pass."""
    keys: tuple[ProposedKey, ...]
    closed_by: str | None = None
    closed_at: datetime | None = None
    reason: str | None = None
    made: Made = ()


@dataclass(frozen=True, slots=True)
class FileListed:
    """A file of a proposal without its bytes; `size` is in bytes."""

    name: str
    kind: FileWord
    sha256: str
    size: int


_LINE = [each for each in table.columns if each.key != "judgement"]
_INSERT = inserting(table)
_CLOSE = changing(table, ("state", "closed_by", "closed_at", "reason", "made"), ("id",))
_BY_ID = Statement(select(*_LINE).where(table.c.id == bindparam("id")), ["id"])
_JUDGEMENT = Statement(select(table.c.judgement).where(table.c.id == bindparam("id")), ["id"])
_INSERT_FILE = inserting(file_table)
_file = file_table.c
_of_proposal = _file.proposal_id == bindparam("proposal_id")
_FILES = Statement(
    select(_file.name, _file.kind, _file.sha256, _file.data)
    .where(_of_proposal)
    .order_by(_file.place),
    ["proposal_id"],
)
_FILES_LISTED = Statement(
    select(_file.name, _file.kind, _file.sha256, _file.size)
    .where(_of_proposal)
    .order_by(_file.place),
    ["proposal_id"],
)
_FILE = Statement(
    select(_file.name, _file.kind, _file.sha256, _file.data).where(
        _of_proposal, _file.name == bindparam("name")
    ),
    ["proposal_id", "name"],
)


def insert_proposal(
    session: Session, row: ProposalRow, judgement: Judgement, files: Sequence[ProposedFile]
) -> None:
    """Keep a proposal with its files."""
    cells = [getattr(row, column.key) for column in _LINE]
    kept = dict(zip((column.key for column in _LINE), cells, strict=True))
    kept |= {"state": row.state.value, "keys": [asdict(each) for each in row.keys]}
    kept |= {"made": list(row.made) or None, "judgement": _written(judgement)}
    session.run(_INSERT, *(kept[column.key] for column in table.columns))
    for place, file in enumerate(files):
        size = len(file.data)
        session.run(_INSERT_FILE, row.id, place, file.name, file.kind, file.sha256, size, file.data)


def close_proposal(session: Session, row: ProposalRow) -> None:
    """Write the state of a proposal, who gave it that state, when and why."""
    made = list(row.made) or None
    session.run(_CLOSE, row.state.value, row.closed_by, row.closed_at, row.reason, made, row.id)


def find_proposal(session: Session, proposal_id: str) -> ProposalRow | None:
    """Return a proposal; None when there is none."""
    cells = session.row(_BY_ID, proposal_id)
    return None if cells is None else _row(cells)


def judgement_of(session: Session, proposal_id: str) -> Judgement:
    """Return how a proposal that exists was judged when it was made."""
    cells = cast("list[Any]", session.row(_JUDGEMENT, proposal_id))
    kept: Mapping[str, Any] = cells[0]
    return Judgement(
        tuple(ProposalFinding(**each) for each in kept["findings"]),
        tuple(_result(each) for each in kept["scenarios"]),
        tuple(ProposedKey(**each) for each in kept["keys"]),
    )


def files_of(session: Session, proposal_id: str) -> list[ProposedFile]:
    """Return the files of a proposal in the order in which they were handed in."""
    return session.all(ProposedFile, _FILES, proposal_id)


def files_listed(session: Session, proposal_id: str) -> list[FileListed]:
    """Return the same without their bytes."""
    return session.all(FileListed, _FILES_LISTED, proposal_id)


def file_of(session: Session, proposal_id: str, name: str) -> ProposedFile | None:
    """Return one file; None when the proposal has none of this name."""
    return session.one(ProposedFile, _FILE, proposal_id, name)


def page_of_proposals(
    session: Session, states: Sequence[ProposalState], page: Page
) -> tuple[list[ProposalRow], str | None]:
    """Return proposals in some states, or in any, by instant; and the cursor of the next page."""
    at = table.c.proposed_at
    sorting = Sorting("proposed", at, table.c.id, page.is_descending, is_always_there=True)
    query = select(table.c.id, *_LINE, at.label("sorted_by"))
    if states:
        query = query.where(table.c.state.in_([each.value for each in states]))
    rows, cursor = page_of(session, query, sorting, page)
    return [_row(row[1:-1]) for row in rows], cursor


def _row(cells: Sequence[Any]) -> ProposalRow:
    kept = dict(zip((column.key for column in _LINE), cells, strict=True))
    kept["state"] = ProposalState(kept["state"])
    kept["keys"] = tuple(ProposedKey(**each) for each in kept["keys"])
    kept["made"] = tuple(kept["made"] or ())
    return ProposalRow(**kept)


def _written(judgement: Judgement) -> Value:
    return {
        "findings": [asdict(each) for each in judgement.findings],
        "scenarios": [asdict(each) for each in judgement.scenarios],
        "keys": [asdict(each) for each in judgement.keys],
    }


def _result(kept: Mapping[str, Any]) -> ScenarioResult:
    failures = tuple(ScenarioFailure(**each) for each in kept["failures"])
    return ScenarioResult(**{**kept, "failures": failures})
