"""`dudao init`: create or upgrade the data folder and the database."""

from __future__ import annotations

import click

from dudao.invocation import Invocation, command
from dudao.preparing import initialise


def register(group: click.Group) -> None:
    """Add the command."""
    command(group, "init", "建立或升级数据目录和数据库（可以重复运行）。")(_init)


def _init(invocation: Invocation) -> int:
    place, screen = invocation.place, invocation.screen
    did = initialise(place)
    for sentence in did:
        screen.say(f"✓ {sentence}")
    if not did:
        screen.say("✓ 已是最新，无需改动。")
    screen.say(f"  数据目录 {place.data}")
    screen.say(f"  数据库   {place.shown}")
    screen.answer({"ok": True, "did": did, "data": str(place.data), "database": place.shown})
    return 0
