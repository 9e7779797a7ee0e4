"""The only module that reads the real clock and makes random ids and salts."""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

SALT_BYTES = 16
SECRET_BYTES = 32

_make: Callable[[], uuid.UUID] = getattr(uuid, "uuid7", uuid.uuid4)  # ordered, from 3.14 on


def clock() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def elapsed() -> float:
    """Return seconds from some instant on, for measuring how long something takes."""
    return time.monotonic()


def new_id() -> uuid.UUID:
    """Return an id that nobody else has."""
    return _make()


def salt() -> bytes:
    """Return the random bytes that hide the content of one history event behind its hash."""
    return secrets.token_bytes(SALT_BYTES)


def secret() -> str:
    """Return 32 random bytes as text: the secret of a session or a token."""
    return secrets.token_urlsafe(SECRET_BYTES)


def pause(seconds: float) -> None:
    """Wait; only programs for people do."""
    time.sleep(seconds)
