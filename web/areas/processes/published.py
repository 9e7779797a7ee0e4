"""What is published: procedures and decision tables, and where people are short for them."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.commands.reading.procedures import list_published
from engine.commands.reading.proposals import list_proposals
from engine.commands.reading.staffing import list_staffing
from engine.model.proposals import ProposalState
from engine.model.registers import Page
from web.areas.processes.area import PROCESSES
from web.areas.processes.staffing_words import shortage_words
from web.asking import look

_MOST_WAITING = 5


@PROCESSES.page("")
def processes() -> ResponseReturnValue:
    """Show every procedure and every decision table in its newest version."""
    waiting = look(
        list_proposals,
        states=[ProposalState.AWAITING],
        page=Page(_MOST_WAITING, is_descending=True),
    )
    return render_template(
        "processes/published.html", found=look(list_published), waiting=waiting.rows
    )


@PROCESSES.page("/staffing")
def staffing_of_all() -> ResponseReturnValue:
    """Show for which procedures people are short, in the units below one's own."""
    published = look(list_published)
    names = {each.key: each.name for each in published.processes}
    return render_template(
        "processes/staffing.html",
        found=look(list_staffing),
        names=names,
        shortage_words=shortage_words,
    )
