"""Files that the form opening a case asks for: held until it is opened, let go with its draft."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from engine import commands
from engine.commands.held_files import drop_held_files, hold_file, list_held_files
from engine.commands.reading.start_forms import StartForm, read_start_form
from web.areas.opening.area import OPENING
from web.asking import act, asked, expect_text, look, service
from web.filling import Filled
from web.forms import AskedForm, References
from web.forms.files import Take
from web.forms.files import take_file as take_one

_AROUND = 4 * 1024 * 1024
_FILES = 2
"""How many files of the greatest size one form may bring along where no script sends them."""


def longest_file() -> int:
    """Return how long one uploaded file may be, in bytes, with what stands around it."""
    own = service()
    with own.store.read() as session:
        return commands.upload_limit(session, engine=own.engine, clock=own.clock) + _AROUND


def longest_form() -> int:
    """Return how long the form may be, in bytes, its files included."""
    return longest_file() * _FILES + _AROUND


@OPENING.deed("/<string:key>/files", takes=longest_file)
def take_file(key: str) -> ResponseReturnValue:
    """Hold one file for a field, and answer with the field that now names it."""
    process = look(read_start_form, process=expect_text(key))
    references = References(files=held_files(process))
    form = AskedForm.of(Filled(), process.schema, given=process.values, references=references)
    upload_to = url_for("pages-opening.take_file", key=process.key)
    return take_one(form, holding(process), upload_to=upload_to)


@OPENING.deed("/<string:key>/files/drop")
def drop_files(key: str) -> ResponseReturnValue:
    """Let go of all files that wait for such a case: the draft was thrown away."""
    act(drop_held_files, process=expect_text(key))
    return "", 204


def held_files(process: StartForm) -> tuple[tuple[str, str], ...]:
    """Return the files that wait for a case of this process, by id and name."""
    return tuple((each.id, each.name) for each in look(list_held_files, process=process.key))


def holding(process: StartForm) -> Take:
    """Return what holds a file for a case of this process."""
    own = service()

    def take(name: str, upload: commands.Upload, key: str | None) -> tuple[str, str]:
        with own.store.begin() as session:
            held = hold_file(
                session,
                engine=own.engine,
                clock=own.clock,
                actor=asked().actor,
                process=process.key,
                name=name,
                upload=upload,
                idempotency_key=key,
            )
        return held.file_id, held.name

    return take
