"""What is published: procedures and decision tables."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.commands.reading.procedures import list_published
from engine.commands.reading.proposals import list_proposals
from engine.model.proposals import ProposalState
from engine.model.registers import Page
from web.areas.processes.area import PROCESSES
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
