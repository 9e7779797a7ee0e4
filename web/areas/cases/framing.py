"""What stands around every page of one case: its head, its tabs, and what may be done with it.

A tab is a page at an address of its own. Its template extends `cases/case.html` and fills the block
`tab`; its view ends with `show`. A tab appears once its endpoint exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, render_template, request, url_for

from engine.commands.reading.cases import read_case
from engine.commands.reading.views import CaseView
from web.asking import expect_text, look_recorded
from web.language import text


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab as it is shown; `count` is None where nothing is counted."""

    title: str
    url: str
    is_here: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    title: str
    view: str
    needs: str = ""
    count: int | None = None


def read(case_id: str) -> CaseView:
    """Return a case as whoever asks may see it; the reading is recorded."""
    return look_recorded(read_case, case_id=expect_text(case_id))


def show(case: CaseView, template: str, **shown: object) -> str:
    """Return a page of a case; the template extends `cases/case.html`."""
    return render_template(template, case=case, case_tabs=list(_tabs(case)), **shown)


def _tabs(case: CaseView) -> Iterator[Tab]:
    for line in _lines(case):
        endpoint = f"pages-cases.{line.view}"
        if endpoint in current_app.view_functions and (not line.needs or line.needs in case.may):
            url = url_for(endpoint, case_id=case.id)
            yield Tab(line.title, url, is_here=request.endpoint == endpoint, count=line.count)


def _lines(case: CaseView) -> tuple[_Line, ...]:
    return (
        _Line(text("概况"), "case"),
        _Line(text("问题项"), "items", count=len(case.items)),
        _Line(text("公文"), "documents"),
        _Line(text("附件"), "attachments"),
        _Line(text("经过"), "timeline"),
        _Line(text("通知"), "notifications"),
        _Line(text("在谁手上"), "holding", needs="see_internal"),
    )
