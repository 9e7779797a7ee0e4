"""The channels of this installation, from its settings."""

from __future__ import annotations

from collections.abc import Mapping

from dudao import system
from dudao.failures import WrongUse
from dudao.invocation import Invocation
from dudao.settings import find_channel_urls
from notifications.channel import WrongAddress
from notifications.registry import Channels


def configured_channels(invocation: Invocation) -> Channels:
    """Find the channels in variables and the file; raise WrongUse naming one that is wrong."""
    return open_channels(find_channel_urls(config=invocation.config))


def open_channels(urls: Mapping[str, str]) -> Channels:
    """Read the channels; raise WrongUse naming the one that cannot be meant."""
    try:
        return Channels.of(urls, clock=system.clock)
    except WrongAddress as error:
        raise WrongUse(
            f"{error.zh}写法见 docs/notifications/channels.md。",
            en=str(error),
            code="invalid_channel",
        ) from error
