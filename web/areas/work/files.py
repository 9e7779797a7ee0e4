"""Files that the form of work asks for: sent at once by a script, or with the form."""

from __future__ import annotations

from typing import BinaryIO, cast

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from api.hiding import hiding
from engine import commands
from engine.commands.reading.works import WorkForm
from engine.model.errors import EngineError, NotAuthenticated, NotFound
from web.areas.work.area import WORK, find_open, longest_file
from web.asking import asked as asking
from web.asking import form_key, look, service
from web.filling import Filled
from web.forms import AskedForm, References
from web.language import either, text

_UNLIMITED = 2**63
"""`receive` need not count again: the request was held to the limit while it was read."""
_INPUTS = ("_file.", "_photo.")


@WORK.deed("/<string:work_id>/files", takes=longest_file)
def take_file(work_id: str) -> ResponseReturnValue:
    """Take in one file for a field, and answer with the field that now holds it."""
    found = find_open(work_id)
    file = request.files.get("file")
    if found is None or not file:
        return _refused(text("这项待办已经办结，没有上传。") if file else text("请选择文件。"))
    filled = Filled()
    references = References(files=attached_files(found.case.id))
    asked = AskedForm.of(filled, found.schema, given=found.values, references=references)
    field = next((each for each in asked.file_fields if each.id == request.form["field"]), None)
    if field is None:
        raise NotFound
    try:
        attached = _attach(found, file, form_key())
    except (NotAuthenticated, NotFound):
        raise
    except EngineError as error:
        return _refused(either(error.message, error.en))
    _hold(asked, field.id, attached)
    return render_template("work/file.html", asked_form=asked, field=field, work_id=work_id)


def take_files(asked: AskedForm, found: WorkForm) -> bool:
    """Take in the files that came with the form; say whether all of them were accepted."""
    for each in asked.file_fields:
        for file in filter(None, (request.files.get(start + each.id) for start in _INPUTS)):
            try:
                _hold(asked, each.id, _attach(found, file, form_key(f".{each.id}")))
            except (NotAuthenticated, NotFound):
                raise
            except EngineError as error:
                asked.filled.wrong(asked.name(each.id), either(error.message, error.en))
    return not asked.filled.summary


def attached_files(case_id: str) -> tuple[tuple[str, str], ...]:
    """Return the files of a case that count, by id and name; none where one sees no case."""
    try:
        found = look(commands.list_attachments, case_id=case_id)
    except NotFound:
        return ()
    return tuple((each.id, each.name) for each in found if each.removed_at is None)


def _attach(found: WorkForm, file: FileStorage, key: str | None) -> commands.Attached:
    own = service()
    # Taken in before a unit of work begins: a slow sender holds none.
    with (
        commands.receive(cast("BinaryIO", file.stream), limit=_UNLIMITED) as upload,
        hiding(work_id=found.work.id),
        own.store.begin() as session,
    ):
        return commands.attach(
            session,
            engine=own.engine,
            clock=own.clock,
            actor=asking().actor,
            case_id=found.case.id,
            work_id=found.work.id,
            name=file.filename or "",
            upload=upload,
            idempotency_key=key,
        )


def _hold(asked: AskedForm, field_id: str, attached: commands.Attached) -> None:
    known = asked.references.files
    if attached.attachment_id not in dict(known):
        asked.references.files = (*known, (attached.attachment_id, attached.name))
    asked.put(field_id, attached.attachment_id)


def _refused(said: str) -> ResponseReturnValue:
    return render_template("work/file_refused.html", said=said), 422
