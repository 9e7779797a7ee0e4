"""Files that the form of work asks for: attached to its case."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from api.hiding import hiding
from engine import commands
from engine.commands.reading.works import WorkForm
from engine.model.errors import NotFound
from web.areas.work.area import WORK, find_open, longest_file
from web.asking import asked as asking
from web.asking import look, service
from web.filling import Filled
from web.forms import AskedForm, References
from web.forms.files import Take, refused_file
from web.forms.files import take_file as take_one
from web.language import text


@WORK.deed("/<string:work_id>/files", takes=longest_file)
def take_file(work_id: str) -> ResponseReturnValue:
    """Take in one file for a field, and answer with the field that now holds it."""
    found = find_open(work_id)
    if found is None:
        return refused_file(text("这项待办已经办结，没有上传。"))
    references = References(files=attached_files(found.case.id))
    asked = AskedForm.of(Filled(), found.schema, given=found.values, references=references)
    upload_to = url_for("pages-work.take_file", work_id=work_id)
    return take_one(asked, attaching(found), upload_to=upload_to)


def attached_files(case_id: str) -> tuple[tuple[str, str], ...]:
    """Return the files of a case that count, by id and name; none where one sees no case."""
    try:
        found = look(commands.list_attachments, case_id=case_id)
    except NotFound:
        return ()
    return tuple((each.id, each.name) for each in found if each.removed_at is None)


def attaching(found: WorkForm) -> Take:
    """Return what attaches a file to the case, for this work."""
    own = service()

    def take(name: str, upload: commands.Upload, key: str | None) -> tuple[str, str]:
        with hiding(work_id=found.work.id), own.store.begin() as session:
            attached = commands.attach(
                session,
                engine=own.engine,
                clock=own.clock,
                actor=asking().actor,
                case_id=found.case.id,
                work_id=found.work.id,
                name=name,
                upload=upload,
                idempotency_key=key,
            )
        return attached.attachment_id, attached.name

    return take
