"""Attach files to a case, and take them off it."""

from __future__ import annotations

from dataclasses import replace

from engine.commands.engine import Engine
from engine.commands.indexing import index_attachment
from engine.commands.over import expect_going_on
from engine.commands.papers import visible_attachment
from engine.commands.policy.acting import asking, standing
from engine.commands.policy.duties import expect_in_scope, expect_may_take, expect_not_excluded
from engine.commands.policy.papers import sees_all, sees_served
from engine.commands.reasons import MAX_REASON, expect_reason
from engine.commands.requests import command
from engine.commands.results import Attached, Result
from engine.commands.step import Around, Step
from engine.commands.turn import Turn
from engine.commands.uploads import MIB, Upload, expect_size
from engine.identity import Person
from engine.model.case import Actor, Clock
from engine.model.documents import Visibility
from engine.model.errors import InvalidArgument, InvalidState, NotFound, NotPermitted
from engine.model.file_names import clean_name
from engine.model.file_types import identify
from engine.model.values import Value
from engine.store.attachments import insert_attachment, mark_removed
from engine.store.blobs import store_blob
from engine.store.document_rows import AttachmentRow, HeldFileRow
from engine.store.rows import WorkRow
from engine.store.store import Session


@command(Attached)
def attach(  # noqa: PLR0913 - one name for each thing a caller says
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    case_id: str,
    name: str,
    upload: Upload,
    work_id: str | None = None,
    visibility: Visibility = Visibility.INTERNAL,
    note: str = "",
    idempotency_key: str | None = None,
) -> Attached:
    """Attach a file to a case that goes on; `work_id` says for which open work.

    Whoever may act on that work may attach, and so may the groups for `attach` in their scope.
    What people of the unit concerned attach is visible to their unit, whatever they say; nobody
    else's is, unless they say so.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    step, work = _place(turn, case_id, work_id)
    expect_going_on(step.case)
    file = accept(turn, name, upload)
    row = _row(step, work, file, visibility=visibility, note=note)
    store_blob(session, upload.content, sha256=row.sha256, at=turn.now)
    step.keeps_undo = True
    _tell(step, row, node=None if work is None else work.node)
    turn.finish()
    insert_attachment(session, row)
    case = step.case
    return Attached(
        case.id, case.version, case.status, row.id, row.name, row.media_type, row.size, row.sha256
    )


@command(Result)
def remove_attachment(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    attachment_id: str,
    reason: str,
    idempotency_key: str | None = None,
) -> Result:
    """Take a file off a case that goes on, with a reason; its content is kept as evidence.

    Whoever attached it may, and so may the groups for `remove_attachment` in their scope.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    step, row = visible_attachment(turn, attachment_id)
    if actor.person != row.uploaded_by:
        engine.permissions.expect(turn.office, actor, "remove_attachment", unit=step.case.unit)
    expect_going_on(step.case)
    if row.removed_at is not None:
        raise InvalidState(
            f"附件“{row.name}”已经移除。",
            en=f"Expected attachment '{row.id}' to count, but it was removed.",
            code="attachment_removed",
        )
    said = expect_reason(reason)
    mark_removed(session, row.id, at=turn.now, by=actor.person, reason=said)
    index_attachment(turn, step.case, replace(row, removed_at=turn.now))
    step.record("attachment_removed", data={**described(row), "reason": said})
    turn.finish()
    return Result(step.case.id, step.case.version, step.case.status)


def accept(turn: Around, name: str, upload: Upload) -> HeldFileRow:
    """Return a received file by a clean name and its kind; refuse what may not be attached.

    It has a new id and is for no case yet: `held_by` is who sent it, `process` is empty.
    """
    settings = turn.office.settings
    expect_size(upload.size, settings.integer("attachment.max_size") * MIB)
    cleaned = clean_name(name)
    allowed = frozenset(settings.text("attachment.types").replace(",", " ").split())
    kind = identify(cleaned, upload.content, allowed=allowed)
    return HeldFileRow(
        id=str(turn.engine.new_id()),
        held_by=turn.actor.person,
        process="",
        name=cleaned,
        media_type=kind.media_type,
        size=upload.size,
        sha256=upload.sha256,
        held_at=turn.now,
    )


def attach_held(step: Step, file: HeldFileRow) -> AttachmentRow:
    """Make an attachment of a file held for a case that is being opened; it keeps its id.

    The row is to be written after the case is.
    """
    row = _row(step, None, file, visibility=Visibility.INTERNAL, note="")
    _tell(step, row, node=None)
    return row


def described(row: AttachmentRow) -> dict[str, Value]:
    """Return what the history says of an attachment: enough to prove its content."""
    said: dict[str, Value] = {
        "attachment": row.id,
        "name": row.name,
        "media_type": row.media_type,
        "size": row.size,
        "sha256": row.sha256,
        "visibility": row.visibility,
        "item": row.item,
        "note": row.note,
    }
    return {key: value for key, value in said.items() if value not in (None, "")}


def _place(turn: Turn, case_id: str, work_id: str | None) -> tuple[Step, WorkRow | None]:
    """Return the case and work to attach to; raise NotFound when that is not the actor's to do."""
    place = None if work_id is None else turn.find_work(work_id)
    step = turn.find_case(case_id) if place is None else place.step
    work = None if place is None else place.work
    if step is None or step.case.id != case_id or (work_id is not None and work is None):
        raise _nothing(case_id)
    unit = step.case.unit if work is None else work.unit
    asked = asking(turn.actor, work)
    allowed = turn.engine.permissions.allows(turn.office, asked, "attach", unit=unit)
    if not allowed and (work is None or not _may_act(turn, work)):
        if sees_all(turn, step.case, asked) or sees_served(turn, step.case, asked):
            turn.engine.permissions.expect(turn.office, asked, "attach", unit=unit)
        raise _nothing(case_id)
    return step, work


def _may_act(turn: Turn, work: WorkRow) -> bool:
    try:
        found = expect_may_take(turn.office, turn.actor, work)
        expect_in_scope(turn.office, found.person, work)
        expect_not_excluded(turn.office, found.hand, work)
    except NotPermitted:
        return False
    return True


def _unit_of(turn: Around, person: Person, unit: str | None) -> str:
    """Return the unit somebody attaches for: of several, the nearest that answers for the work."""
    path = () if unit is None else turn.office.path(unit)
    return next((each for each in path if each in person.units), person.unit)


def _is_concerned(step: Step, unit: str | None, asked: Actor) -> bool:
    """Say whether somebody is of the unit that the case or the work concerns, and no official."""
    turn, case = step.turn, step.case
    return not sees_all(turn, case, asked) and (
        sees_served(turn, case, asked)
        or turn.engine.permissions.allows(turn.office, asked, "see_served", unit=unit)
    )


def _nothing(case_id: str) -> NotFound:
    return NotFound("案件不存在。", en=f"Expected a case '{case_id[:80]}', but there is none.")


def _tell(step: Step, row: AttachmentRow, *, node: str | None) -> None:
    step.record("attachment_added", node=node, data=described(row))
    index_attachment(step.turn, step.case, row)


def _row(
    step: Step,
    work: WorkRow | None,
    file: HeldFileRow,
    *,
    visibility: Visibility,
    note: str,
) -> AttachmentRow:
    turn = step.turn
    if len(note) > MAX_REASON:
        raise InvalidArgument(
            f"附件说明不超过{MAX_REASON}字。", en=f"Expected a note of at most {MAX_REASON}."
        )
    asked = asking(turn.actor, work)
    found = standing(turn.office, asked)
    unit = step.case.unit if work is None else work.unit
    seen = Visibility.UNIT if _is_concerned(step, unit, asked) else visibility
    return AttachmentRow(
        id=file.id,
        case_id=step.case.id,
        work_id=None if work is None else work.id,
        item=None if work is None else work.item,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        visibility=seen.value,
        unit=_unit_of(turn, found.person, unit),
        note=note.strip(),
        uploaded_at=turn.now,
        uploaded_by=found.hand.id,
    )
