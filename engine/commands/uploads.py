"""Files on their way in: taken from a stream, measured and hashed before anything is decided.

This happens outside a unit of work, because a slow sender must not hold one.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.model.case import Clock
from engine.model.counts import counted
from engine.model.errors import InvalidArgument
from engine.store.store import Session

MIB = 1024**2
_PIECE = 64 * 1024
_IN_MEMORY = MIB


@dataclass(frozen=True, slots=True)
class Upload:
    """What was received: its bytes, how many, and their SHA-256 in hex."""

    sha256: str
    size: int
    content: BinaryIO = field(repr=False, compare=False)


def upload_limit(session: Session, *, engine: Engine, clock: Clock) -> int:
    """Return how many bytes one attachment may have: the setting `attachment.max_size`."""
    office = Office(session, engine, now=clock())
    return office.settings.integer("attachment.max_size") * MIB


@contextmanager
def receive(stream: BinaryIO, *, limit: int) -> Iterator[Upload]:
    """Take a stream into a temporary file; raise InvalidArgument once it exceeds `limit` bytes."""
    digest, size = hashlib.sha256(), 0
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spooled:
        while piece := stream.read(_PIECE):
            size += len(piece)
            expect_size(size, limit)
            digest.update(piece)
            spooled.write(piece)
        yield Upload(digest.hexdigest(), size, cast("BinaryIO", spooled))


def expect_size(size: int, limit: int) -> None:
    """Expect a file not to exceed a limit, both in bytes."""
    if size > limit:
        raise InvalidArgument(
            f"文件过大，单个附件不超过{limit // MIB}MiB。",
            en=f"Expected at most {counted(limit, 'byte')}.",
            code="file_too_large",
        )
