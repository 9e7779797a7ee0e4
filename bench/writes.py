"""What one real step writes: the rows of a case before and after it, compared."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Table, select

from bench.office import Act, Office
from bench.stock import OF_A_CASE, belongs
from engine.store import Session
from engine.store.tables import outbox_message, timer, work_candidate

Row = Mapping[str, object]
Place = tuple[object, ...]
Rows = dict[str, dict[Place, Row]]


@dataclass(frozen=True, slots=True)
class Deleted:
    """Rows that are gone, by their keys."""

    table: Table
    keys: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Updated:
    """A row with the columns that changed, and the version it must have had if it has one."""

    table: Table
    key: Row
    changes: Row


@dataclass(frozen=True, slots=True)
class Inserted:
    """New rows, whole."""

    table: Table
    rows: tuple[Row, ...]


Write = Deleted | Updated | Inserted


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one step of a case wrote, and the open work it ended."""

    case_id: str
    work_id: str
    version: int
    writes: tuple[Write, ...]

    def named(self) -> str:
        """Say in a line how many rows of which table."""
        count: Counter[str] = Counter()
        for write in self.writes:
            match write:
                case Deleted(table, keys):
                    count[f"-{table.name}"] += len(keys)
                case Updated(table, _, changes):
                    count[f"~{table.name}({len(changes)} columns)"] += 1
                case Inserted(table, rows):
                    count[f"+{table.name}"] += len(rows)
        return ", ".join(f"{number} {name}" for name, number in count.items())


def record(office: Office, case_id: str, act: Act) -> Recorded:
    """Make a real step and return what it wrote."""
    with office.store.read() as session:
        before = rows_of(session, case_id)
    version = before["case_file"][(case_id,)]["version"]
    assert isinstance(version, int)
    work_id = office.act(act, case_id)
    with office.store.read() as session:
        after = rows_of(session, case_id)
    writes = [each for table in OF_A_CASE for each in _compared(table, before, after)]
    order = {Updated: 0, Deleted: 1, Inserted: 2}
    writes.sort(key=lambda write: order[type(write)])
    return Recorded(case_id, work_id, version, tuple(writes))


def for_case(recorded: Recorded, case_id: str) -> Recorded:
    """Return the same writes for another case in the same state."""
    return Recorded(
        case_id,
        str(_moved(recorded.work_id, recorded.case_id, case_id)),
        recorded.version,
        tuple(_write_for(write, recorded.case_id, case_id) for write in recorded.writes),
    )


def _write_for(write: Write, old: str, new: str) -> Write:
    match write:
        case Deleted(table, keys):
            return Deleted(table, tuple(_row(key, old, new) for key in keys))
        case Updated(table, key, changes):
            return Updated(table, _row(key, old, new), _row(changes, old, new))
        case Inserted(table, rows):
            moved = tuple(_row(row, old, new) for row in rows)
            if table is outbox_message:
                moved = tuple({**row, "id": str(uuid.uuid4())} for row in moved)
            return Inserted(table, moved)


def _row(row: Row, old: str, new: str) -> Row:
    return {name: _moved(value, old, new) for name, value in row.items()}


def _moved(value: object, old: str, new: str) -> object:
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, Mapping):
        return {name: _moved(each, old, new) for name, each in value.items()}
    if isinstance(value, list):
        return [_moved(each, old, new) for each in value]
    return value


def rows_of(session: Session, case_id: str) -> Rows:
    """Return all rows of a case, by table and key."""
    found: Rows = {}
    for table in OF_A_CASE:
        rows = session.execute(select(table).where(belongs(table, case_id))).mappings()
        found[table.name] = {
            tuple(row[name] for name in _key(table)): {
                name: cell for name, cell in row.items() if (table, name) != (timer, "id")
            }
            for row in rows
        }
    return found


def _key(table: Table) -> Sequence[str]:
    # Timers are found by what a step knows of them.
    if table is timer:
        return ("case_id", "aid", "kind")
    return [column.name for column in table.primary_key.columns]


def _compared(table: Table, before: Rows, after: Rows) -> list[Write]:
    old, new = before[table.name], after[table.name]
    names = _key(table)
    writes: list[Write] = []
    gone = tuple(dict(zip(names, place, strict=True)) for place in old if place not in new)
    if gone and table is not work_candidate:  # these go with their work
        writes.append(Deleted(table, gone))
    for place, row in new.items():
        if place in old and row != old[place]:
            changes = {name: cell for name, cell in row.items() if cell != old[place][name]}
            writes.append(Updated(table, dict(zip(names, place, strict=True)), changes))
    added = tuple(row for place, row in new.items() if place not in old)
    if added:
        writes.append(Inserted(table, added))
    return writes
