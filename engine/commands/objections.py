"""The public files an objection without giving a name, and finds out what became of it.

Nothing that identifies is recorded: no person, no address, only what is written. The receipt is
not kept either, and still a request may be sent twice: with an idempotency key the receipt is
worked out from the key (`engine.model.receipts.receipt_of_key`), so the second one finds its own
objection by the hash that is kept anyway. The key itself is kept nowhere. How often somebody may
try is for the HTTP interface to limit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.commands.publications import expect_publication
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.model.case import PUBLIC, CaseStatus, Clock
from engine.model.deadline_values import RESOLUTION
from engine.model.deadlines import local_day
from engine.model.errors import Conflict, FieldError, InvalidArgument, InvalidState, NotFound
from engine.model.form_values import first_unprintable
from engine.model.publications import ObjectionView, PublicationState
from engine.model.receipts import new_receipt, receipt_hash, receipt_of_key
from engine.model.values import Value
from engine.store.publications import find_publication, objection_with_receipt
from engine.store.rows import ObjectionRow, PublicationRow
from engine.store.store import Session

OBJECTION_FILED = "objection_filed"
"""The message a case gets with the variables `objection` (its id) and `objection_text`."""
MAX_OBJECTION = 5_000
MAX_CONTACT = 200


@dataclass(frozen=True, slots=True)
class ObjectionFiled:
    """An objection was filed; the receipt is shown this once and kept nowhere."""

    publication: str
    receipt: str


def file_objection(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    publication: str,
    text: str,
    contact: str | None = None,
    idempotency_key: str | None = None,
) -> ObjectionFiled:
    """File an objection to a publication, named by number or id, while objections are taken.

    The case that published it hears of it in the same unit of work. Too late, or nothing to object
    to, raises InvalidState with the code `objections_closed`. The same request with the same key
    is answered the same, also when it would be too late now; another one with that key raises
    Conflict with the code `idempotency_mismatch`.
    """
    text, contact = _checked(text, contact)
    receipt = None if idempotency_key is None else receipt_of_key(idempotency_key)
    turn = Turn(session, engine=engine, clock=clock, actor=PUBLIC)
    known = find_publication(session, publication)
    if known is None:
        raise _unknown(publication)
    step = turn.case(known.case_id)  # held from here on
    row = expect_publication(step, known.id)
    if receipt is not None and _is_filed(session, receipt, row, text=text, contact=contact):
        return ObjectionFiled(row.number, receipt)
    _expect_open(step, row)
    objection_id = str(engine.new_id())
    receipt = receipt or new_receipt(engine.new_salt() + objection_id.encode())
    turn.batch.put_objection(
        ObjectionRow(
            id=objection_id,
            publication_id=row.id,
            case_id=row.case_id,
            text=text,
            contact=contact,
            filed_at=turn.now,
            receipt_hash=_hash(receipt),
        )
    )
    data: Mapping[str, Value] = {
        "objection": objection_id,
        "publication": row.number,
        "hash": hashlib.sha256(text.encode()).hexdigest(),
    }
    step.record("objection_filed", data=data)
    if not step.deliver(OBJECTION_FILED, {"objection": objection_id, "objection_text": text}):
        raise _closed(f"{row.number}已不再接受异议。")
    turn.finish()
    return ObjectionFiled(row.number, receipt)


def look_up_objection(session: Session, *, receipt: str) -> ObjectionView:
    """Tell the holder of a receipt whether the objection is answered, and how.

    A code mistyped and one never given are answered alike: NotFound, `unknown_receipt`.
    """
    wanted = receipt_hash(receipt)
    row = objection_with_receipt(session, wanted or b"")
    if row is None:
        raise NotFound(
            "没有查到这个回执号，请核对后重新输入。",
            en="Expected a receipt code that was given out.",
            code="unknown_receipt",
        )
    return ObjectionView(
        is_answered=row.answered_at is not None,
        answer=row.answer,
        is_upheld=row.upheld,
        answered_on=local_day(row.answered_at) if row.answered_at is not None else None,
    )


def _is_filed(
    session: Session, receipt: str, row: PublicationRow, *, text: str, contact: str | None
) -> bool:
    """Say whether the objection of this receipt is there; raise Conflict when it is another one."""
    filed = objection_with_receipt(session, _hash(receipt))
    if filed is None:
        return False
    if (filed.publication_id, filed.text, filed.contact) != (row.id, text, contact):
        raise Conflict(
            "同一请求标识已用于另一项异议。",
            en="Expected the same request under the same idempotency key.",
            code="idempotency_mismatch",
        )
    return True


def _hash(receipt: str) -> bytes:
    made = receipt_hash(receipt)
    assert made is not None  # noqa: S101 - a code of our own making
    return made


def _checked(text: str, contact: str | None) -> tuple[str, str | None]:
    wrong = tuple(
        FieldError(field, f"{name}应为1至{most}个字符，不含控制字符。", f"1 to {most} characters.")
        for field, name, value, most in (
            ("text", "异议内容", text, MAX_OBJECTION),
            ("contact", "联系方式", contact or "-", MAX_CONTACT),
        )
        if not 0 < len(value.strip()) <= most or first_unprintable(value, allowed="\n\t\r")
    )
    if wrong:
        raise InvalidArgument(
            "异议内容不符合要求，请按提示修改。",
            en="The objection is not filled in as expected.",
            code="invalid_form",
            errors=wrong,
        )
    return text.strip(), (contact or "").strip() or None


def _expect_open(step: Step, row: PublicationRow) -> None:
    if row.objection_until is None:
        raise _closed(f"{row.number}不是公示，不接受异议。")
    if row.state not in (PublicationState.PUBLISHED.value, PublicationState.ENDED.value):
        raise _closed(f"{row.number}已更正、替代或者撤回，不再接受异议。")
    if step.now >= row.objection_until or row.state == PublicationState.ENDED.value:
        day = local_day(row.objection_until - RESOLUTION)
        raise _closed(f"公示期已于{day.year}年{day.month}月{day.day}日届满，不再接受异议。")
    if step.case.status not in (CaseStatus.OPEN.value, CaseStatus.SUSPENDED.value):
        raise _closed(f"{row.number}已不再接受异议。")


def _closed(zh: str) -> InvalidState:
    return InvalidState(
        zh, en="Expected a publication that takes objections now.", code="objections_closed"
    )


def _unknown(publication: str) -> NotFound:
    return NotFound(
        "没有这一公示公告。", en=f"Expected a publication, found none named '{publication[:80]}'."
    )
