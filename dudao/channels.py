"""The channels of this installation, from its settings."""

from __future__ import annotations

from collections.abc import Mapping

from dudao import system
from dudao.failures import WrongUse
from notifications.channel import WrongAddress
from notifications.registry import Channels


def open_channels(urls: Mapping[str, str]) -> Channels:
    """Read the channels; raise WrongUse naming the one that cannot be meant."""
    try:
        return Channels.of(urls, clock=system.clock)
    except WrongAddress as error:
        raise WrongUse(
            f"{error.zh}见 docs/notifications/channels.md。",
            en=str(error),
            code="invalid_channel",
        ) from error
