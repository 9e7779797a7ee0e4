"""The commands of `dudao`, one module each."""

from __future__ import annotations

import click

from dudao.actions import doctor, initialise, lint, settings

_IN_ORDER = (initialise, lint, settings, doctor)


def register(group: click.Group) -> None:
    """Add every command to the group, in the order in which one needs them."""
    for module in _IN_ORDER:
        module.register(group)
