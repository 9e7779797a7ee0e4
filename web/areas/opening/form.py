"""The form that opens a case: filled in, looked at with its due dates, and only then confirmed.

All of it is one form, so that nothing typed is lost between the steps. What was looked at is named
by its digest; whoever changes the form afterwards, or comes back on another day, looks again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from json import dumps

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.commands import open_case
from engine.commands.reading.case_previews import CasePreview, preview_case
from engine.commands.reading.recent_units import list_recent_units
from engine.commands.reading.similar_cases import SimilarCase, find_similar_cases
from engine.commands.reading.start_forms import StartForm, read_start_form
from engine.model.deadlines import local_day
from engine.model.errors import InvalidArgument
from web.areas.opening.area import OPENING
from web.areas.opening.bases import suggested, words_of
from web.areas.opening.choosing import sentence
from web.areas.opening.files import held_files, holding, longest_form
from web.asking import act, asked, expect_text, look, service
from web.filling import Filled
from web.forms import AskedForm, References
from web.forms.files import take_files
from web.forms.references import labelled
from web.language import either, text
from web.pages import goto
from web.saying import say

_FIELD_OF = {"invalid_title": "title", "unknown_unit": "unit"}
_GROUNDS = "grounds"
CONFIRM = "open"


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody wants to open, as they filled it in; `unit` is a code, or what was typed."""

    process: StartForm
    form: AskedForm
    title: str
    unit: str

    def arguments(self) -> dict[str, object]:
        """Return what the command and its preview take."""
        return {
            "process": self.process.key,
            "unit": self.unit,
            "title": self.title,
            "form": self.form.values(),
        }

    def digest(self) -> str:
        """Return what tells this apart from anything else that could be previewed, or when."""
        said = [
            self.process.definition_id,
            local_day(service().clock()),
            asked().actor,
            self.arguments(),
        ]
        return sha256(dumps(said, default=str, sort_keys=True).encode()).hexdigest()


@OPENING.form("/<string:key>", takes=longest_form)
def start(key: str) -> ResponseReturnValue:
    """Show the form of a procedure, then what opening would lead to, then open the case."""
    process = look(read_start_form, process=expect_text(key))
    filled = Filled.of_request({"unit": request.args.get("unit", ""), "title": ""})
    opening = _opening(process, filled)
    preview: CasePreview | None = None
    is_stale = False
    are_taken = filled.is_sent and take_files(opening.form, holding(process))
    if are_taken and not _fills_in(opening):
        is_confirmed = request.form.get("_then") == CONFIRM
        if is_confirmed and request.form.get("_previewed") == opening.digest():
            done = _open(opening)
            if done is not None:
                return done
        else:
            preview, is_stale = _preview(opening), is_confirmed
    return _shown(opening, preview, is_stale=is_stale), filled.status


def _opening(process: StartForm, filled: Filled) -> Opening:
    references = References()
    form = AskedForm.of(filled, process.schema, given=process.values, references=references)
    if form.names_files:
        references.files = held_files(process)
    unit = references.unit(request.form.get("_unit") or filled.get("unit"))
    if unit:
        filled.values["unit"] = references.unit_label(unit)
    return Opening(process, form, filled.get("title"), unit)


def _fills_in(opening: Opening) -> bool:
    """Say whether a button was pressed that only fills something in."""
    return opening.form.changes_rows() or "_unit" in request.form


def _open(opening: Opening) -> ResponseReturnValue | None:
    """Open the case and lead to it; None where it is refused."""
    filled = opening.form.filled
    with opening.form.trying(), _beside_its_field(filled):
        done = act(open_case, **opening.arguments())
    if not filled.is_accepted:
        return None
    if done.reference:
        said = text(
            "“%(title)s”已立案，案号%(number)s。", title=opening.title, number=done.reference
        )
    else:
        said = text("“%(title)s”已立案。", title=opening.title)
    say(said, draft=_draft(opening.process))
    return goto("pages-cases.case", case_id=done.case_id)


def _preview(opening: Opening) -> CasePreview | None:
    filled = opening.form.filled
    if not opening.title:
        filled.wrong("title", text("请写标题。"))
    if not opening.unit:
        filled.wrong("unit", text("请选择单位。"))
    if filled.errors:
        return None
    found: CasePreview | None = None
    with opening.form.trying(), _beside_its_field(filled):
        found = look(preview_case, **opening.arguments())
    return found if filled.is_accepted else None


@contextmanager
def _beside_its_field(filled: Filled) -> Iterator[None]:
    """Let a refusal about the title or the unit stand beside it too."""
    try:
        yield
    except InvalidArgument as error:
        name = _FIELD_OF.get(error.code)
        if name is not None:
            filled.errors.setdefault(name, []).append(either(error.message, error.en))
        raise


def _similar(opening: Opening) -> tuple[SimilarCase, ...]:
    grounds = opening.form.values().get(_GROUNDS)
    return look(
        find_similar_cases,
        process=opening.process.key,
        unit=opening.unit,
        title=opening.title,
        grounds=grounds if isinstance(grounds, str) else None,
    )


def _shown(opening: Opening, preview: CasePreview | None, *, is_stale: bool) -> str:
    process = opening.process
    return render_template(
        "opening/start.html",
        about=sentence(process.name, process.documentation),
        asked_form=opening.form,
        digest=opening.digest(),
        draft=_draft(process),
        form=opening.form.filled,
        is_stale=is_stale,
        preview=preview,
        process=process,
        recent=[(each.id, labelled(each.id, each.name)) for each in look(list_recent_units)],
        similar=_similar(opening) if preview else (),
        suggested=suggested,
        words_of=words_of,
    )


def _draft(process: StartForm) -> str:
    return f"open.{process.key}"
