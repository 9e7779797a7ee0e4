"""One request: who asks, on whose behalf, under which key; and how it becomes a command.

A command gets a unit of work that is committed when it returns; a read one that is not. Where a
view needs more of its unit of work than that (If-Match on a case, a file sent while it is read,
the public without an account), it opens one itself, and one only for what it changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import current_app, g, request

from api.service import Service
from engine.commands import Identity
from engine.commands.requests import expect_key
from engine.model.case import Actor
from engine.model.errors import NotFound

T = TypeVar("T")
KEY = "Idempotency-Key"
ON_BEHALF_OF = "On-Behalf-Of"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who sends the request, as authentication found."""

    identity: Identity
    actor: Actor


def service() -> Service:
    """Return what the interface stands on."""
    found: Service = current_app.extensions["dudao"]
    return found


def asked() -> Asked:
    """Return who asks; only routes that need no sign-in have nobody."""
    found: Asked = g.asked
    return found


def act(command: Callable[..., T], **arguments: Any) -> T:  # noqa: ANN401 - each command its own
    """Give a command in the name of whoever asks and commit it; its Idempotency-Key is honoured."""
    own = service()
    with own.store.begin() as session:
        return command(
            session,
            engine=own.engine,
            clock=own.clock,
            actor=asked().actor,
            idempotency_key=request.headers.get(KEY),
            **arguments,
        )


def look(read: Callable[..., T], **arguments: Any) -> T:  # noqa: ANN401 - each read its own
    """Read in the name of whoever asks; nothing is written."""
    own = service()
    with own.store.read() as session:
        return read(session, engine=own.engine, clock=own.clock, actor=asked().actor, **arguments)


def look_recorded(read: Callable[..., T], **arguments: Any) -> T:  # noqa: ANN401 - each its own
    """Read in the name of whoever asks what is itself recorded, and commit the record."""
    own = service()
    with own.store.begin() as session:
        return read(session, engine=own.engine, clock=own.clock, actor=asked().actor, **arguments)


def expect_sound_key() -> None:
    """Expect of every POST that an Idempotency-Key, where it carries one, can name a request.

    Also of those that have nothing to repeat, so that a wrong key is never passed over.
    """
    key = request.headers.get(KEY)
    if request.method == "POST" and key is not None:
        expect_key(key)


def expect_text(text: str) -> str:
    """Return a text from the address; what no store can hold names nothing: NotFound."""
    if "\0" in text:
        raise NotFound
    return text
