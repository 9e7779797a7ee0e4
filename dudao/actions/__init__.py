"""The commands of `dudao`, one module each."""

from __future__ import annotations

import click

from dudao.actions import (
    attach,
    demonstrate,
    deploy,
    directory,
    doctor,
    document,
    draw,
    export,
    importing,
    initialise,
    ledger,
    lint,
    play,
    publication,
    registering,
    scenario,
    settings,
    template,
    worker,
)

_IN_ORDER = (
    play,
    initialise,
    demonstrate,
    lint,
    draw,
    scenario,
    deploy,
    export,
    importing,
    directory,
    document,
    template,
    attach,
    registering,
    settings,
    ledger,
    publication,
    worker,
    doctor,
)


def register(group: click.Group) -> None:
    """Add every command to the group, in the order in which one needs them."""
    for module in _IN_ORDER:
        module.register(group)
