"""Files that a form asks for: sent at once by a script, or with the form.

Where they go is the page's affair (`Take`): to a case, or to where they wait for one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, cast

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from engine import commands
from engine.commands import Upload
from engine.model.errors import EngineError, NotAuthenticated, NotFound
from web.asking import form_key
from web.forms.asked_form import AskedForm
from web.language import either, text

Take = Callable[[str, Upload, str | None], tuple[str, str]]
"""Takes in a file by its name, what was received and the key of the form; returns id and name."""
_UNLIMITED = 2**63
"""`receive` need not count again: the request was held to the limit while it was read."""
_INPUTS = ("_file.", "_photo.")


def take_file(asked: AskedForm, take: Take, *, upload_to: str) -> ResponseReturnValue:
    """Take in one file for a field, and answer with the field that now holds it."""
    file = request.files.get("file")
    if not file:
        return refused_file(text("请选择文件。"))
    wanted = request.form.get("field")
    field = next((each for each in asked.file_fields if each.id == wanted), None)
    if field is None:
        raise NotFound
    try:
        _hold(asked, field.id, _received(file, take, form_key()))
    except (NotAuthenticated, NotFound):
        raise
    except EngineError as error:
        return refused_file(either(error.message, error.en))
    return render_template("parts/file.html", asked_form=asked, field=field, upload_to=upload_to)


def take_files(asked: AskedForm, take: Take) -> bool:
    """Take in the files that came with the form; say whether all of them were accepted."""
    for each in asked.file_fields:
        for file in filter(None, (request.files.get(start + each.id) for start in _INPUTS)):
            try:
                _hold(asked, each.id, _received(file, take, form_key(f".{each.id}")))
            except (NotAuthenticated, NotFound):
                raise
            except EngineError as error:
                asked.filled.wrong(asked.name(each.id), either(error.message, error.en))
    return not asked.filled.summary


def refused_file(said: str) -> ResponseReturnValue:
    """Say to a script why a file was not taken."""
    return render_template("parts/file_refused.html", said=said), 422


def _received(file: FileStorage, take: Take, key: str | None) -> tuple[str, str]:
    # Taken in before a unit of work begins: a slow sender holds none.
    with commands.receive(cast("BinaryIO", file.stream), limit=_UNLIMITED) as upload:
        return take(file.filename or "", upload, key)


def _hold(asked: AskedForm, field_id: str, file: tuple[str, str]) -> None:
    known = asked.references.files
    if file[0] not in dict(known):
        asked.references.files = (*known, file)
    asked.put(field_id, file[0])
