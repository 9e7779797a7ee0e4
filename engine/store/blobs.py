"""Files by their content: bytes named by their SHA-256, stored once, in pieces (docs/adr/0008).

The pieces lie in the database, so that a file and the row that speaks of it are one commit, one
backup, and in reach of every host.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import bindparam, delete, exists, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.model.errors import InvalidArgument, InvalidState, NotFound
from engine.store.statements import Statement
from engine.store.step_statements import inserting
from engine.store.store import Session, Store
from engine.store.tables import attachment, blob, blob_chunk, document_file, held_file

CHUNK = 256 * 1024
"""Bytes of one piece: a read needs no more memory than this."""


def _claiming() -> Statement:
    names = [column.key for column in blob.columns]
    values = {name: bindparam(name, type_=blob.c[name].type) for name in names}
    lite, post = sqlite.insert(blob).values(values), postgresql.insert(blob).values(values)
    return Statement(
        lite.on_conflict_do_nothing().returning(blob.c.size),
        names,
        postgresql=post.on_conflict_do_nothing().returning(blob.c.size),
    )


_CLAIM = _claiming()
_SIZE = Statement(select(blob.c.size).where(blob.c.sha256 == bindparam("sha256")), ["sha256"])
_THIS = select(blob.c.sha256).where(blob.c.sha256 == bindparam("sha256"))
_HOLD = Statement(_THIS, ["sha256"], postgresql=_THIS.with_for_update(key_share=True, read=True))
_LOCK = Statement(_THIS, ["sha256"], postgresql=_THIS.with_for_update())
_WRITE = inserting(blob_chunk)
_READ = Statement(
    select(blob_chunk.c.data).where(
        blob_chunk.c.sha256 == bindparam("sha256"), blob_chunk.c.position == bindparam("position")
    ),
    ["sha256", "position"],
)


def store_blob(session: Session, content: BinaryIO, *, sha256: str, at: datetime) -> int:
    """Store what a file holds from its beginning, unless it is stored; return its size in bytes.

    Content with another SHA-256 raises InvalidArgument with the code ``blob_mismatch``: the unit
    of work must end. Of two that store the same content at once, the second waits for the first.
    """
    size = content.seek(0, 2)
    content.seek(0)
    while session.one(int, _CLAIM, sha256, size, at) is None:
        # It is stored, unless whoever clears away was faster.
        if session.one(str, _HOLD, sha256) is not None:
            return size
    digest, position = hashlib.sha256(), 0
    while data := content.read(CHUNK):
        digest.update(data)
        session.run(_WRITE, sha256, position, data)
        position += 1
    if digest.hexdigest() != sha256:
        raise InvalidArgument(
            "文件内容与其摘要不一致。",
            en="Expected content with the SHA-256 it was announced with.",
            code="blob_mismatch",
        )
    return size


def read_blob(session: Session, sha256: str) -> Iterator[bytes]:
    """Yield the pieces of stored content in order; raise NotFound when it is not stored.

    After the last piece InvalidState, code ``blob_damaged``, says that it is not what was stored.
    """
    digest = hashlib.sha256()
    for data in _pieces(session, sha256):
        digest.update(data)
        yield data
    _expect_whole(digest.hexdigest(), sha256)


def send_blob(store: Store, sha256: str) -> Iterator[bytes]:
    """Yield the pieces of stored content, each read in a unit of work of its own.

    Whoever takes them slowly holds no connection. The last piece is kept back until all are known
    to be what was stored, so that damaged content never arrives whole; errors as `read_blob`.
    """
    digest, kept = hashlib.sha256(), b""
    with store.read() as session:
        left = _size(session, sha256)
    position = 0
    while left > 0:
        with store.read() as session:
            data = session.one(bytes, _READ, sha256, position)
        if data is None:
            break  # a piece is missing, and the hash will say so
        if kept:
            yield kept
        digest.update(data)
        kept, left, position = data, left - len(data), position + 1
    _expect_whole(digest.hexdigest(), sha256)
    yield kept


def is_sound(session: Session, sha256: str) -> bool:
    """Say whether what is stored under a name is there, and has that SHA-256."""
    try:
        for _ in read_blob(session, sha256):
            pass
    except (InvalidState, NotFound):
        return False
    return True


def clear_away(session: Session, sha256: str) -> bool:
    """Delete content that no attachment, document or held file needs; say whether that was done."""
    if session.one(str, _LOCK, sha256) is None:
        return False
    needed = or_(
        *(
            exists().where(table.c.sha256 == sha256)
            for table in (attachment, document_file, held_file)
        )
    )
    if next(iter(session.execute(select(needed))))[0]:
        return False
    session.execute(delete(blob_chunk).where(blob_chunk.c.sha256 == sha256))
    session.execute(delete(blob).where(blob.c.sha256 == sha256))
    return True


def _pieces(session: Session, sha256: str) -> Iterator[bytes]:
    left = _size(session, sha256)
    position = 0
    while left > 0:
        data = session.one(bytes, _READ, sha256, position)
        if data is None:
            return  # a piece is missing, and the hash will say so
        yield data
        left -= len(data)
        position += 1


def _size(session: Session, sha256: str) -> int:
    size = session.one(int, _SIZE, sha256)
    if size is None:
        raise NotFound("文件内容不存在。", en=f"There is no content {sha256[:64]!r}.")
    return size


def _expect_whole(found: str, sha256: str) -> None:
    if found != sha256:
        raise InvalidState(
            "文件内容已损坏，与存入时不一致。",
            en="Expected the content that was stored, but it is damaged.",
            code="blob_damaged",
        )
