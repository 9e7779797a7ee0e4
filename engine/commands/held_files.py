"""Files chosen while a case is being opened: held until it is, and let go when it is not.

Opening the case makes attachments of those that its form names, in the same unit of work
(`engine.commands.taking_files`). What is held for a case that is never opened goes after thirty
days, as its draft in the browser does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from engine.commands.attachments import accept
from engine.commands.engine import Engine
from engine.commands.open_case import may_start
from engine.commands.policy.acting import standing
from engine.commands.requests import command
from engine.commands.results import FileHeld, Result
from engine.commands.turn import Turn
from engine.commands.uploads import Upload
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidState, NotFound
from engine.store.blobs import clear_away, store_blob
from engine.store.held_files import held_before, held_by, insert_held, let_go
from engine.store.store import Session, Store

KEPT = timedelta(days=30)
"""How long a file waits for its case to be opened (无法定依据, 建议值)."""
_MOST = 50
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that waits for its case, by the id that a form names it with."""

    id: str
    name: str
    size: int


@command(FileHeld)
def hold_file(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    process: str,
    name: str,
    upload: Upload,
    idempotency_key: str | None = None,
) -> FileHeld:
    """Hold a file for a case of a process that the actor is about to open.

    It must be one that could be attached. NotFound for who may open none of them; InvalidState
    for more than fifty files at a time.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    published = turn.office.newest(process)
    if not may_start(turn, published, standing(turn.office, actor).person):
        raise NotFound("没有您可以立案的这一程序。", en=f"Expected '{actor.person}' to start it.")
    if len(held_by(session, actor.person, published.key)) >= _MOST:
        raise InvalidState(
            f"还没有立案的文件最多{_MOST}个，请先立案，或丢弃草稿。",
            en=f"Expected at most {_MOST} files to wait for a case.",
            code="too_many_files",
        )
    row = replace(accept(turn, name, upload), process=published.key)
    store_blob(session, upload.content, sha256=row.sha256, at=turn.now)
    insert_held(session, row)
    return FileHeld("", 0, "", row.id, row.name)


def list_held_files(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, process: str
) -> tuple[HeldFile, ...]:
    """Return what the actor holds for a case of a process, the oldest first."""
    del engine, clock  # everybody sees their own
    rows = held_by(session, actor.person, process)
    return tuple(HeldFile(each.id, each.name, each.size) for each in rows)


@command(Result)
def drop_held_files(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    process: str,
    idempotency_key: str | None = None,
) -> Result:
    """Let go of all that the actor holds for a case of a process: its draft was thrown away."""
    del engine, clock, idempotency_key
    rows = held_by(session, actor.person, process)
    let_go(session, [each.id for each in rows])
    for content in {each.sha256 for each in rows}:
        clear_away(session, content)
    return Result("", 0, "")


def forget_held_files(store: Store, *, clock: Clock) -> int:
    """Let go of what has been held for thirty days, each in a unit of work; return how many."""
    before, forgotten = clock() - KEPT, 0
    with store.read() as session:
        rows = held_before(session, before, limit=_AT_ONCE)
    for row in rows:
        with store.begin() as session:
            let_go(session, [row.id])
            clear_away(session, row.sha256)
        forgotten += 1
    return forgotten
