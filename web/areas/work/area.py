"""The part of the office that its modules add their pages to, and how work is found."""

from __future__ import annotations

from flask import current_app, url_for

from engine.commands import upload_limit
from engine.commands.reading.works import PastWork, WorkForm, read_past_work, read_work
from engine.model.errors import NotFound
from web.asking import expect_text, look, look_recorded, service
from web.pages import Pages

WORK = Pages("work", "/work")
_AROUND = 4 * 1024 * 1024
_CASE = "pages-cases.case"
_FILES = 2
"""How many files of the greatest size one form may bring along where no script sends them."""


def find(work_id: str) -> WorkForm | PastWork:
    """Return work, or what became of it; NotFound for what is none of one's business."""
    try:
        return look_recorded(read_work, work_id=expect_text(work_id))
    except NotFound:
        return look(read_past_work, work_id=work_id)


def find_open(work_id: str) -> WorkForm | None:
    """Return work that is open; None when it is over."""
    found = find(work_id)
    return found if isinstance(found, WorkForm) else None


def longest_form() -> int:
    """Return how long the form of work may be, in bytes, its files included."""
    return longest_file() * _FILES + _AROUND


def longest_file() -> int:
    """Return how long one uploaded file may be, in bytes, with what stands around it."""
    own = service()
    with own.store.read() as session:
        return upload_limit(session, engine=own.engine, clock=own.clock) + _AROUND


@WORK.app_template_global("case_url")
def case_url(case_id: str) -> str:
    """Return the address of the page of a case."""
    if _CASE in current_app.view_functions:
        return url_for(_CASE, case_id=case_id)
    return f"/cases/{case_id}"
