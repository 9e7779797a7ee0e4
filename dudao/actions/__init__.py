"""The commands of `dudao`, one module each."""

from __future__ import annotations

import click

from dudao.actions import (
    account,
    attach,
    bounce,
    channel,
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
    openapi,
    play,
    publication,
    registering,
    scenario,
    searching,
    serve,
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
    searching,
    settings,
    ledger,
    publication,
    account,
    channel,
    serve,
    worker,
    bounce,
    openapi,
    doctor,
)


def register(group: click.Group) -> None:
    """Add every command to the group, in the order in which one needs them."""
    for module in _IN_ORDER:
        module.register(group)
