"""One page asked for: how it becomes a command or a read.

A form carries `_key`, made when it was shown, so that sending it twice does it once. A person who
acts for an absent one says so in every address (`for=`), never by a hidden mode.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import g, request

from api.asking import Asked, asked, expect_text, look, look_recorded, service
from engine.commands.reading.frames import Frame, read_frame
from engine.commands.requests import expect_key

__all__ = [
    "Asked",
    "act",
    "asked",
    "expect_text",
    "form_key",
    "frame",
    "look",
    "look_recorded",
    "may",
    "new_key",
    "service",
]

T = TypeVar("T")


def act(command: Callable[..., T], **arguments: Any) -> T:  # noqa: ANN401 - each command its own
    """Give a command in the name of whoever asks and commit it.

    Once for one form, or for one `idempotency_key` where several are given for a form.
    """
    own, given = service(), {"idempotency_key": form_key(), **arguments}
    with own.store.begin() as session:
        return command(
            session,
            engine=own.engine,
            clock=own.clock,
            actor=asked().actor,
            **given,
        )


def form_key(part: str = "") -> str | None:
    """Return the key of the form that was sent; `part` tells several commands of one form apart."""
    key = request.form.get("_key")
    if not key:
        return None
    expect_key(key)
    return f"{key}{part}"


def new_key() -> str:
    """Return the key of a form that is being shown."""
    return str(service().engine.new_id())


def frame() -> Frame:
    """Return who has signed in and what they may do at all; read once for each page."""
    found: Frame | None = g.get("frame")
    if found is None:
        found = g.frame = look(read_frame)
    return found


def may(word: str) -> bool:
    """Say whether whoever asks has a permission in some unit: whether a link is worth showing."""
    return word in frame().may
