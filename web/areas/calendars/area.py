"""The part of the office that all pages about the calendar belong to."""

from __future__ import annotations

from engine.commands import Recomputed, recompute_provisional
from web.asking import asked, service
from web.language import text
from web.pages import Pages

CALENDARS = Pages("calendars", "/calendars")


def compute_again() -> Recomputed:
    """Compute provisional deadlines again in the name of whoever asks."""
    own = service()
    return recompute_provisional(own.store, engine=own.engine, clock=own.clock, actor=asked().actor)


def computed_words(made: Recomputed) -> str:
    """Say what computing again did, and what is left to do."""
    done = text("暂估期限已重算，%(n)s 件案件有变化。", n=made.changed)
    if not made.left:
        return done
    return done + text("另有 %(n)s 件当时正被他人办理，没有重算，请稍后再重算一次。", n=made.left)
