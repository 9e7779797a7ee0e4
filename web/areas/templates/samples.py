"""What a template makes, shown with samples (样本): as the page shows it, and as PDF."""

from __future__ import annotations

import io

from flask import Response, request
from flask.typing import ResponseReturnValue

from api.files import send_made
from documents import Content, compose_sample, render_sample
from engine.commands.reading.templates import read_template_text
from engine.commands.template_reading import read_sample_facts
from engine.commands.templates import MAX_SOURCE
from engine.model.errors import InvalidArgument
from web.areas.cases.giving_out import shown_here
from web.areas.templates.area import TEMPLATES
from web.asking import expect_text, look
from web.language import either, text

_PDF = "application/pdf"
_BYTES = 4 * MAX_SOURCE + 64 * 1024


def sample_of(source: str) -> Content:
    """Return a document of samples; InvalidArgument for a template that makes none."""
    facts = look(read_sample_facts)
    if len(source) > MAX_SOURCE:
        raise InvalidArgument(
            f"模板不超过{MAX_SOURCE}字。", en=f"Expected at most {MAX_SOURCE} characters."
        )
    return compose_sample(source, office=facts.office, today=facts.today)


@TEMPLATES.page("/<string:key>/sample.pdf")
def sample_pdf(key: str) -> Response:
    """Give out the PDF of a version that is published, made of samples."""
    version = request.args.get("version", type=int)
    found = look(read_template_text, key=expect_text(key), version=version)
    return _pdf(sample_of(found.row.source))


@TEMPLATES.deed("/sample.pdf", takes=_BYTES)
def sample_of_draft() -> ResponseReturnValue:
    """Give out the PDF of a text that is not published yet, made of samples."""
    return _pdf(sample_of(expect_text(request.form.get("source", "")).replace("\r\n", "\n") + "\n"))


def _pdf(content: Content) -> Response:
    made = send_made(io.BytesIO(render_sample(content)), f"{text('样本')}.pdf", _PDF)
    return shown_here(made)


def why_not(error: InvalidArgument) -> list[str]:
    """Say what keeps a template from making a sample, line by line."""
    lines = [f"{each.path}：{either(each.zh, each.en)}" for each in error.errors]
    return lines or [either(error.message, error.en)]
