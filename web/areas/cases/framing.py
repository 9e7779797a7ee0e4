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
class Deed:
    """Something that may be done with a case now, on a page of its own."""

    title: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class _Line:
    title: str
    view: str
    needs: str = ""
    count: int | None = None


def read(case_id: str) -> CaseView:
    """Return a case as whoever asks may see it; the reading is recorded."""
    return look_recorded(read_case, case_id=expect_text(case_id))


def message_name(case: CaseView, message: str) -> str:
    """Return what people call a message that a case waits for."""
    return next((each.name for each in case.waits if each.message == message), message)


def show(case: CaseView, template: str, *, tab: str = "", **shown: object) -> str:
    """Return a page of a case; the template extends `cases/case.html`.

    `tab` is the view of the tab that a page below it belongs to.
    """
    here = tab or (request.endpoint or "").rpartition(".")[2]
    return render_template(
        template,
        case=case,
        case_tabs=list(_tabs(case, here)),
        case_deeds=list(_deeds(case)),
        **shown,
    )


def _tabs(case: CaseView, here: str) -> Iterator[Tab]:
    for line in _lines(case):
        endpoint = f"pages-cases.{line.view}"
        if endpoint in current_app.view_functions and (not line.needs or line.needs in case.may):
            url = url_for(endpoint, case_id=case.id)
            yield Tab(line.title, url, is_here=line.view == here, count=line.count)


def _lines(case: CaseView) -> tuple[_Line, ...]:
    return (
        _Line(text("概况"), "case"),
        _Line(text("问题项"), "items", count=len(case.items)),
        _Line(text("期限"), "deadlines"),
        _Line(text("公文"), "documents"),
        _Line(text("附件"), "attachments"),
        _Line(text("经过"), "timeline"),
        _Line(text("通知"), "notifications", needs="see_internal"),
        _Line(text("在谁手上"), "holding", needs="read_history"),
    )


def _deeds(case: CaseView) -> Iterator[Deed]:
    if case.withdrawable is not None:
        yield _deed(case, text("撤回刚才的办理"), "withdrawal", icon="arrow-back-up")
    if any("extend_deadline" in each.may for each in case.work):
        yield _deed(case, text("延长期限"), "extension", icon="calendar-plus")
    for message in case.messages:
        name = text("告知案件：%(name)s", name=message_name(case, message))
        url = url_for("pages-cases.message", case_id=case.id, message=message)
        yield Deed(name, url, icon="message")
    for word, title, view, icon in _plain():
        if word in case.may:
            yield _deed(case, title, view, icon=icon)


def _plain() -> tuple[tuple[str, str, str, str], ...]:
    """Return deeds that one word allows, with the names of their icons as `icon` draws them."""
    return (
        _word("resume_case", text("恢复办理"), "resumption", icon="player-play"),
        _word("suspend_case", text("中止案件"), "suspension", icon="player-pause"),
        _word("move_timer", text("调整定时"), "timer", icon="clock-edit"),
        _word("cancel_case", text("撤销案件"), "cancellation", icon="ban"),
    )


def _word(word: str, title: str, view: str, *, icon: str) -> tuple[str, str, str, str]:
    return word, title, view, icon


def _deed(case: CaseView, title: str, view: str, *, icon: str) -> Deed:
    return Deed(title, url_for(f"pages-cases.{view}", case_id=case.id), icon)
