"""Proposals: the list, and one with what was found in it, at its elements and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from engine.commands.reading.proposal_drawings import (
    DrawingView,
    read_proposal_drawing,
    read_proposal_drawings,
)
from engine.commands.reading.proposals import (
    ActionView,
    ProposalView,
    list_proposals,
    read_proposal,
    read_proposal_source,
)
from engine.model.proposals import ProposalFinding, ProposalState
from engine.model.registers import Page
from web.areas.processes.area import PROCESSES, drawn, saved
from web.areas.processes.changes_words import changes_words
from web.asking import expect_text, look
from web.filling import Filled
from web.language import text

_ROWS = 50
_TYPES = {"diagram": "application/xml", "table": "application/xml", "scenario": "application/yaml"}


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its number, and what people call the element; "" where it has no name."""

    number: int
    finding: ProposalFinding
    name: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A diagram of a proposal with its findings and their marks."""

    view: DrawingView
    findings: tuple[Found, ...]

    @property
    def marks(self) -> list[dict[str, str]]:
        """Return the marks of the drawing; each carries the number that the list has."""
        return [
            {
                "element": each.finding.element,
                "state": "wrong" if each.finding.severity == "error" else "doubtful",
                "text": f"{severity_word(each.finding.severity)} {each.number}",
            }
            for each in self.findings
            if each.finding.element
        ]


@PROCESSES.page("/proposals")
def proposals() -> ResponseReturnValue:
    """Show proposals, the newest first, of some states or of any."""
    known = {each.value: each for each in ProposalState}
    states = [known[each] for each in request.args.getlist("state") if each in known]
    page = Page(_ROWS, request.args.get("after") or None, is_descending=True)
    found = look(list_proposals, states=states, page=page)
    return render_template(
        "processes/proposals.html",
        found=found,
        given={"state": [each.value for each in states]} if states else {},
        states=states,
        state_word=state_word,
        known=list(ProposalState),
    )


@PROCESSES.page("/proposals/<string:proposal>")
def proposal(proposal: str) -> ResponseReturnValue:
    """Show a proposal: what was found, how its scenarios went, what may be done with it."""
    found = look(read_proposal, proposal=expect_text(proposal))
    return render_template("processes/proposal.html", **parts_of(found))


@PROCESSES.page("/proposals/<string:proposal>/drawing")
def proposal_drawing(proposal: str) -> ResponseReturnValue:
    """Give out a diagram of a proposal, for the script that shows it."""
    name = expect_text(request.args.get("file", ""))
    return drawn(look(read_proposal_drawing, proposal=expect_text(proposal), name=name))


@PROCESSES.page("/proposals/<string:proposal>/files/<string:name>")
def proposal_file(proposal: str, name: str) -> Response:
    """Give out a file of a proposal byte for byte, to be saved."""
    file = look(read_proposal_source, proposal=expect_text(proposal), name=expect_text(name))
    return saved(file.data, file.name, _TYPES[file.kind])


def parts_of(found: ProposalView) -> dict[str, object]:
    """Return what the page of a proposal shows."""
    drawings = look(read_proposal_drawings, proposal=found.proposal.id)
    findings = _numbered(found.findings, drawings)
    return {
        "found": found,
        "proposal": found.proposal,
        "actions": actions_of(found),
        "blank": Filled(),
        "findings": findings,
        "drawings": [
            Drawing(each, tuple(f for f in findings if f.finding.file == each.file))
            for each in drawings
        ],
        "changes_words": changes_words,
        "severity_word": severity_word,
        "state_word": state_word,
    }


def actions_of(found: ProposalView) -> Mapping[str, ActionView]:
    """Return what may be done with a proposal, by command."""
    return {each.command: each for each in found.actions}


def severity_word(severity: str) -> str:
    """Return what a severity is called."""
    return text("错误") if severity == "error" else text("提醒")


def state_word(state: ProposalState) -> str:
    """Return what a state of a proposal is called."""
    return {
        ProposalState.FAULTY: text("有误"),
        ProposalState.AWAITING: text("待发布"),
        ProposalState.PUBLISHED: text("已发布"),
        ProposalState.WITHDRAWN: text("已撤回"),
        ProposalState.REFUSED: text("已退回"),
    }[state]


def _numbered(
    findings: Sequence[ProposalFinding], drawings: Sequence[DrawingView]
) -> tuple[Found, ...]:
    """Return findings with their numbers, errors first, and the names of their elements."""
    names = {each.file: each.names for each in drawings}
    errors_first = sorted(findings, key=lambda each: each.severity != "error")
    return tuple(
        Found(number, each, names.get(each.file, {}).get(each.element, ""))
        for number, each in enumerate(errors_first, 1)
    )
