"""The inbox of whoever reads: what reaches them today, what they muted, where they are in it.

In the place of an absent person one reads that person's messages; the marks are one's own, so the
absent person still finds as unread what they did not read themselves.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import orjson

from engine.commands.policy.acting import standing
from engine.commands.turn import Turn
from engine.store.inbox import (
    Inbox,
    Unread,
    muted_kinds,
    put_read_until,
    read_until,
    unread_messages,
)
from engine.store.recipients import keys_of

_SETTLED = timedelta(hours=1)
"""After this long no unit of work is still open that could bring a message of that time."""
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class OwnInbox:
    """The inbox of an actor, and the kinds of messages they muted."""

    turn: Turn
    inbox: Inbox
    muted: frozenset[str]

    @classmethod
    def of(cls, turn: Turn) -> OwnInbox:
        """Return the actor's inbox; NotPermitted for somebody unknown or not substituting today."""
        person = standing(turn.office, turn.actor).person
        posts = ((each.group, each.unit) for each in person.posts)
        inbox = Inbox(turn.actor.person, person.id, keys_of(person.id, posts), person.above)
        declared = turn.engine.message_kinds
        muted = muted_kinds(turn.session, turn.actor.person)
        may = frozenset(each for each in muted if declared.kind(each).duty is None)
        return cls(turn, inbox, may)

    def unread(self, most: int) -> tuple[list[Unread], bool]:
        """Return up to so many messages to count, the newest first, and whether there may be more."""
        return unread_messages(
            self.turn.session, self.inbox, muted=self.muted, since=self._since(), most=most
        )

    def newest_unread(self, most: int) -> tuple[list[Unread], bool]:
        """Return up to so many unread messages, muted ones too, of the newest alone."""
        return unread_messages(
            self.turn.session, self.inbox, muted=frozenset(), since=None, most=most
        )

    def all_unread(self, most: int) -> tuple[list[Unread], bool]:
        """Return up to so many unread messages, muted ones too, and whether there are more."""
        return self._thoroughly(most, frozenset(), None)

    def move_on(self, most: int) -> None:
        """Keep the place up to which nothing is left to count, if no more than so many are left."""
        since = self._since()
        found, has_more = self._thoroughly(most, self.muted, since)
        if has_more:
            return
        until = self.turn.now - _SETTLED
        if found:
            until = min(until, found[-1].created_at - _INSTANT)
        if since is None or until > since:
            put_read_until(self.turn.session, self.inbox, state=self._state, until=until)

    def _thoroughly(
        self, most: int, muted: frozenset[str], since: datetime | None
    ) -> tuple[list[Unread], bool]:
        """Look at the newest messages, and at all only where those leave it open."""
        look = partial(
            unread_messages, self.turn.session, self.inbox, muted=muted, since=since, most=most
        )
        found, has_more = look()
        if has_more and len(found) < most:
            return look(looked_at=None)
        return found, has_more

    def _since(self) -> datetime | None:
        return read_until(self.turn.session, self.inbox, state=self._state)

    @property
    def _state(self) -> str:
        """Name what decides which messages count: another post, another setting, another name."""
        said = [self.inbox.keys, sorted(self.inbox.above), sorted(self.muted)]
        return hashlib.sha256(orjson.dumps(said)).hexdigest()
