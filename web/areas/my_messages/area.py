"""The part of the office that these pages belong to; they are nobody else's to see to."""

from __future__ import annotations

from dataclasses import dataclass

from notifications.choices.choosing import ChoiceView, read_choice
from notifications.contacts.addresses import personal_channels
from notifications.contacts.reading import ContactView, read_contacts
from notifications.feeds.tokens import FeedView, read_feed
from web.asking import look, service
from web.language import either
from web.pages import Pages

MY_MESSAGES = Pages("my-messages", "/inbox/mine", in_own_name=True)


@dataclass(frozen=True, slots=True)
class Way:
    """A channel of this installation in which I may have an address; `contact` is None without."""

    channel: str
    name: str
    contact: ContactView | None
    is_configured: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """How I am told: by which ways, as I chose, and whether my calendar is read."""

    ways: tuple[Way, ...]
    choice: ChoiceView
    feed: FeedView | None


def mine() -> Mine:
    """Return how whoever asks is told."""
    return Mine(tuple(ways()), look(read_choice), look(read_feed))


def ways() -> list[Way]:
    """Return the channels that are open here, and those in which I have an address."""
    own = service().channels
    held = {each.channel: each for each in look(read_contacts, channels=own)}
    return [
        Way(name, either(zh, en), held.get(name), name in own.names)
        for name, (zh, en) in personal_channels(own).items()
        if name in own.names or name in held
    ]


def way_named(channel: str) -> Way | None:
    """Return one of these channels."""
    return next((each for each in ways() if each.channel == channel), None)
