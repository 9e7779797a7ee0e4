"""Note that messages stand on a screen, once for each reader."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request

from engine.commands.reading.notifications import NotificationView
from engine.commands.reading.showing import find_unshown, note_shown
from web.asking import look, look_recorded


def stood_on_screen(messages: Iterable[NotificationView]) -> None:
    """Note the messages of a page that was just made for whoever asks.

    A browser that fetches a page in advance, or asks for its head alone, shows nothing.
    """
    if request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return
    new = look(find_unshown, messages=[each.id for each in messages])
    if new:
        look_recorded(note_shown, messages=new)
