"""Read what the public objected to a publication: officials in whose scope its case lies."""

from __future__ import annotations

from engine.commands.engine import Engine
from engine.commands.registers import FIRST_PAGE, Listed
from engine.commands.turn import Turn
from engine.definitions.system_chain import record_change
from engine.model.case import Actor, Clock
from engine.model.errors import NotFound
from engine.model.registers import Page
from engine.store.publications import find_publication, page_of_objections
from engine.store.rows import ObjectionRow
from engine.store.store import Session


def list_objections(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    publication: str,
    page: Page = FIRST_PAGE,
) -> Listed[ObjectionRow]:
    """Return a page of the objections to a publication and record the look.

    The first filed comes first unless the page says otherwise.

    They hold how somebody may be reached who gave no name; a publication of a case out of reach
    is NotFound, as one that does not exist.
    """
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    permissions = engine.permissions
    permissions.expect(turn.office, actor, "read_objections")
    row = find_publication(session, publication)
    step = None if row is None else turn.look_for(row.case_id)
    if (
        row is None
        or step is None
        or not permissions.allows(turn.office, actor, "read_objections", unit=step.case.unit)
    ):
        raise NotFound(
            "没有这一公示公告。",
            en=f"Expected a publication in reach, found none named '{publication[:80]}'.",
        )
    rows, cursor = page_of_objections(session, row.id, page)
    record_change(
        session,
        "objections_read",
        new_salt=engine.new_salt,
        at=turn.now,
        actor=actor,
        data={"publication": row.number},
    )
    return Listed(tuple(rows), cursor)
