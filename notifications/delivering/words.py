"""What puts messages into words; the module `notifications.words.writing` is one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from engine.commands.engine import Engine
from engine.identity import Person
from engine.store.rows import OutboxRow
from engine.store.store import Session
from notifications.channel import Language
from notifications.words.content import Content, Detail


class Words(Protocol):
    """Write what a message, or a digest of several, says."""

    def content_of(  # noqa: PLR0913 - all that words depend on
        self,
        session: Session,
        *,
        engine: Engine,
        now: datetime,
        message: OutboxRow,
        to: Person | None,
        on_behalf_of: Person | None,
        language: Language,
        detail: Detail,
        base_url: str,
    ) -> Content:
        """Write one message; `to` is None for a shared place."""

    def digest_of(
        self,
        session: Session,
        *,
        engine: Engine,
        now: datetime,
        messages: Sequence[OutboxRow],
        to: Person,
        language: Language,
        detail: Detail,
        base_url: str,
    ) -> Content:
        """Write several messages as one."""

    def link_of(self, message: OutboxRow, base_url: str, *, is_shared: bool = False) -> str | None:
        """Return where a message leads: somebody to what is asked, or all who read a place."""
