"""One procedure: its drawing, and beside it what happens at each step in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from engine.commands.reading.definitions import read_definition, read_diagram_source
from engine.commands.reading.procedures import read_procedure
from engine.commands.reading.staffing import read_staffing, survey_staffing
from engine.commands.reading.steps import StepView
from web.areas.processes import words
from web.areas.processes.area import PROCESSES, drawn, saved, version_asked
from web.areas.processes.changes_words import changes_words
from web.areas.processes.staffing_words import shortage_words
from web.asking import expect_text, look
from web.filling import Filled
from web.forms.references import References
from web.language import text


@PROCESSES.page("/<string:key>")
def process(key: str) -> ResponseReturnValue:
    """Show a version of a procedure, by default the newest."""
    found = look(read_procedure, key=expect_text(key), version=version_asked())
    return render_template(
        "processes/process.html",
        found=found,
        marks=list(_marks(found.steps)),
        changes=[] if found.changes is None else list(changes_words(found.changes)),
        words=words,
    )


@PROCESSES.page("/<string:key>/staffing")
def staffing(key: str) -> ResponseReturnValue:
    """Show whether there are people enough; to htmx, only where they are short."""
    around = look(survey_staffing, key=expect_text(key))
    if request.headers.get("HX-Request"):
        return render_template(
            "processes/staffing_summary.html",
            around=around,
            key=key,
            shortage_words=shortage_words,
        )
    found = look(read_procedure, key=key)
    form, staff = Filled(MultiDict(request.args)), None
    with form.trying():
        if unit := form.get("unit"):
            staff = look(read_staffing, key=key, unit=References().unit(unit))
    shown = render_template(
        "processes/staffing.html",
        around=around,
        form=form,
        found=found,
        key=key,
        names={each.node: each.name for each in found.steps} | {"start": text("立案")},
        shortage_words=shortage_words,
        staff=staff,
    )
    return shown, form.status


@PROCESSES.page("/<string:key>/diagram.bpmn")
def diagram(key: str) -> ResponseReturnValue:
    """Give out the drawing of a version, for the script that shows it."""
    return drawn(look(read_definition, key=expect_text(key), version=version_asked()).xml)


@PROCESSES.page("/<string:key>/source")
def source(key: str) -> Response:
    """Give out the file of a version byte for byte, to be saved and changed."""
    found = look(read_diagram_source, key=expect_text(key), version=version_asked())
    return saved(found, f"{key}.bpmn")


def _marks(steps: Iterable[StepView]) -> Iterator[dict[str, str]]:
    """Yield who does what people do, and until when, for the drawing."""
    for step in steps:
        if step.kind != "userTask":
            continue
        said = [words.who_words(step), words.short_rule(step.due)]
        yield {
            "element": step.node,
            "state": "said",
            "text": " · ".join(each for each in said if each),
        }
