"""The commands of `dudao`, one module each."""

from __future__ import annotations

import click

from dudao.actions import (
    demonstrate,
    deploy,
    doctor,
    importing,
    initialise,
    lint,
    play,
    publication,
    scenario,
    settings,
    worker,
)

_IN_ORDER = (
    play,
    initialise,
    demonstrate,
    lint,
    scenario,
    deploy,
    importing,
    settings,
    publication,
    worker,
    doctor,
)


def register(group: click.Group) -> None:
    """Add every command to the group, in the order in which one needs them."""
    for module in _IN_ORDER:
        module.register(group)
