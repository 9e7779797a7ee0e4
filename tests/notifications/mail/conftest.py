from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from notifications.channels.mail import MailChannel
from tests.notifications.mail.post_office import Rooms, mail_server

Open = Callable[..., MailChannel]


class Watch:
    """The clock of a channel, moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def rooms() -> Rooms:
    return Rooms()


@pytest.fixture
def office(rooms: Rooms) -> Iterator[int]:
    """The port of a server without encryption and without login."""
    with mail_server(rooms) as port:
        yield port


@pytest.fixture
def channel_of(watch: Watch) -> Iterator[Open]:
    """Make channels that are closed with the test."""
    with ExitStack() as stack:

        def make(address: str) -> MailChannel:
            channel = MailChannel.from_url(address, clock=watch)
            stack.callback(channel.close)
            return channel

        yield make


@pytest.fixture
def channel(channel_of: Open, office: int) -> MailChannel:
    return channel_of(f"smtp://127.0.0.1:{office}/?from=督导办 <office@example.com>&tls=none")
