"""The part of the office that all pages about the calendar belong to."""

from __future__ import annotations

from engine.commands.recomputing import ask_recomputation
from web.asking import asked as asking
from web.asking import form_key, service
from web.language import text
from web.pages import Pages

CALENDARS = Pages("calendars", "/calendars")


def compute_again() -> str:
    """Have provisional deadlines computed again in the name of whoever asks; say what happens."""
    own = service()
    with own.store.begin() as session:
        asked = ask_recomputation(
            session,
            engine=own.engine,
            clock=own.clock,
            actor=asking().actor,
            idempotency_key=form_key(".again"),
        )
    if not asked.total:
        return text("没有在办的案件，不用重算期限。")
    return text("后台正在逐件重算 %(n)s 件在办案件的暂估期限。", n=asked.total)
