"""Files of documents: set from the stored content after the commit, on demand or by the worker.

Setting takes long and must not hold a unit of work, so these take the store itself: the content
is read in one unit of work, set outside any, and the files are written in another. The same
content gives the same bytes, so two that do it at once do no harm.
"""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import cast

import orjson

from engine.commands.engine import Engine
from engine.commands.turn import Turn
from engine.model.case import SYSTEM, Actor, Clock
from engine.model.errors import EngineError, InvalidState, NotFound
from engine.model.values import Value, from_json
from engine.store.blobs import store_blob
from engine.store.document_rows import DocumentFile, DocumentRow
from engine.store.documents import (
    add_file,
    files_of,
    find_document,
    mark_failed,
    mark_rendered,
    unrendered,
)
from engine.store.store import Session, Store

_LOG = logging.getLogger("dudao.engine.commands.rendering")


@dataclass(frozen=True, slots=True)
class Rendered:
    """What one run did: documents set, and those that could not be."""

    done: int
    failed: tuple[str, ...] = ()


def render_document(
    store: Store, *, engine: Engine, clock: Clock, document_id: str, actor: Actor = SYSTEM
) -> list[DocumentFile]:
    """Make the files of a document unless they are there; return all of them.

    Whoever calls has checked that the actor may see the document. An error of setting is kept
    with the document, so that the worker does not try for ever, and raised.
    """
    with store.read() as session:
        row = _existing(session, document_id)
        known = files_of(session, document_id)
    missing = [kind for kind in engine.renderers if kind not in {each.kind for each in known}]
    if not missing and known:
        return known
    try:
        made = _set(engine, row, missing)
    except Exception as error:
        said = (
            error.message if isinstance(error, EngineError) else f"{type(error).__name__}：{error}"
        )
        with store.begin() as session:
            mark_failed(session, document_id, said)
        raise
    with store.begin() as session:
        return _keep(session, made, engine=engine, clock=clock, actor=actor, row=row)


def render_pending(store: Store, *, engine: Engine, clock: Clock, limit: int = 20) -> Rendered:
    """Make the files of up to `limit` documents that have none, the oldest first."""
    if not engine.renderers:
        return Rendered(0)
    with store.read() as session:
        waiting = unrendered(session, limit=limit)
    done, failed = 0, []
    for document_id in waiting:
        try:
            render_document(store, engine=engine, clock=clock, document_id=document_id)
            done += 1
        except Exception:  # noqa: BLE001 - one broken document must not stop all others
            _LOG.exception("document %s could not be set", document_id)
            failed.append(document_id)
    return Rendered(done, tuple(failed))


def _existing(session: Session, document_id: str) -> DocumentRow:
    row = find_document(session, document_id)
    if row is None:
        raise NotFound("公文不存在。", en=f"There is no document '{document_id[:80]}'.")
    return row


def _set(engine: Engine, row: DocumentRow, kinds: list[str]) -> Mapping[str, bytes]:
    if not kinds:
        raise InvalidState(
            "本安装没有配置公文排版程序，不能生成文件。",
            en="Expected an engine with renderers of documents.",
            code="no_renderer",
        )
    record = cast("Mapping[str, Value]", from_json(orjson.loads(row.content)))
    return {kind: engine.renderers[kind](record) for kind in kinds}


def _keep(
    session: Session,
    made: Mapping[str, bytes],
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    row: DocumentRow,
) -> list[DocumentFile]:
    """Store the files and record their hashes, unless somebody was faster."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    step = turn.case(row.case_id)
    known = {each.kind for each in files_of(session, row.id)}
    at = turn.now.astimezone(UTC)
    hashes: dict[str, Value] = {}
    for kind, data in made.items():
        if kind in known:
            continue
        sha256 = hashlib.sha256(data).hexdigest()
        size = store_blob(session, io.BytesIO(data), sha256=sha256, at=at)
        add_file(session, DocumentFile(row.id, kind, sha256, size, at))
        hashes[kind] = sha256
    mark_rendered(session, row.id, at=at)
    if hashes:
        step.keeps_undo = True
        step.record("document_rendered", data={"document": row.id, "sha256": hashes})
        turn.finish()
    return files_of(session, row.id)
