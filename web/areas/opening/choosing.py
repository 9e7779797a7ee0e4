"""Which procedure a case is to be opened for."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.commands.reading.definitions import list_startable
from web.areas.opening.area import OPENING
from web.asking import look


@OPENING.page("")
def opening() -> ResponseReturnValue:
    """Show the procedures of which one may open a case, each with a sentence on what it does."""
    startable = look(list_startable).rows
    choices = [(each.key, each.name, sentence(each.name, each.documentation)) for each in startable]
    return render_template("opening/choose.html", choices=choices)


def sentence(name: str, documentation: str) -> str:
    """Return the first sentence of what a diagram says of itself, without its name before it."""
    first, stop, _ = documentation.strip().removeprefix(f"{name}：").partition("。")
    return first + stop
