"""The files attached to a case (附件): taken in several at once, shown, given out, taken off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, cast

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from api.hiding import hiding
from engine import commands
from engine.commands.downloads import find_attachment_file
from engine.commands.reading.papers import AttachmentView, read_case_attachments
from engine.commands.reading.views import CaseView, WorkView
from engine.model.documents import Visibility
from engine.model.errors import EngineError, NotAuthenticated, NotFound
from web.areas.cases import framing
from web.areas.cases.area import CASES
from web.areas.cases.giving_out import SHOWN, give
from web.asking import act, asked, expect_text, form_key, look, look_recorded, service
from web.filling import Filled
from web.language import either, text
from web.pages import goto
from web.saying import say

_ONE = "/<string:case_id>/attachments/<string:attachment_id>"
_ALL = "pages-cases.attachments"
_AROUND = 1024 * 1024
_AT_ONCE = 4
"""How many files of the greatest size one form may bring where no script sends each by itself."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken, and why."""

    name: str
    why: str


def longest_file() -> int:
    """Return how long one attachment may be, in bytes: the setting `attachment.max_size`."""
    own = service()
    with own.store.read() as session:
        return commands.upload_limit(session, engine=own.engine, clock=own.clock)


def longest_form() -> int:
    """Return how long a form with attachments may be, in bytes."""
    return longest_file() * _AT_ONCE + _AROUND


@CASES.form("/<string:case_id>/attachments", takes=longest_form)
def attachments(case_id: str) -> ResponseReturnValue:
    """Show the attachments of a case, and take in more; one that is refused stops no other."""
    filled = Filled.of_request()
    refused: list[Refused] = []
    if filled.is_sent:
        taken, refused = _take(expect_text(case_id), filled)
        if request.headers.get("HX-Request"):  # a script sends each file by itself
            return _answer(refused)
        if not refused:
            say(text("已上传 %(n)s 个文件。", n=taken))
            return goto(_ALL, case_id=case_id)
    case = framing.read(case_id)
    shown = framing.show(
        case,
        "cases/attachments.html",
        attachments=look(read_case_attachments, case_id=case.id)[::-1],
        form=filled,
        longest=longest_file(),
        refused=refused,
        shown_types=SHOWN,
        works=_works(case),
    )
    return shown, 422 if refused else 200


@CASES.page(_ONE)
def attachment(case_id: str, attachment_id: str) -> ResponseReturnValue:
    """Show one attachment: the file itself where browsers can, and who attached it for what."""
    case = framing.read(case_id)
    found = _find(case.id, attachment_id)
    return framing.show(
        case, "cases/attachment.html", tab="attachments", attachment=found, shown_types=SHOWN
    )


@CASES.page(f"{_ONE}/file")
def attachment_file(case_id: str, attachment_id: str) -> Response:
    """Give out a file, to be shown with `shown=1`; the history says who took it."""
    _find(expect_text(case_id), attachment_id)
    find = find_attachment_file if request.method == "HEAD" else commands.download_attachment
    read = look if request.method == "HEAD" else look_recorded
    return give(read(find, attachment_id=attachment_id), is_shown="shown" in request.args)


@CASES.form(f"{_ONE}/removal")
def remove(case_id: str, attachment_id: str) -> ResponseReturnValue:
    """Ask for the reason, say what follows, and take a file off its case."""
    case = framing.read(case_id)
    found = _find(case.id, attachment_id)
    filled = Filled.of_request()
    if filled.is_sent:
        with filled.trying():
            act(
                commands.remove_attachment,
                attachment_id=found.row.id,
                reason=filled.get("reason"),
            )
    if filled.is_accepted:
        say(text("附件“%(name)s”已移除。", name=found.row.name), draft="removal")
        return goto(_ALL, case_id=case.id)
    shown = framing.show(
        case, "cases/removal.html", tab="attachments", attachment=found, form=filled
    )
    return shown, filled.status


def _works(case: CaseView) -> tuple[WorkView, ...] | None:
    """Return the open work that one may attach for; None where one may attach nothing."""
    if case.ended_at is not None:
        return None
    if "attach" in case.may:
        return case.work
    return tuple(each for each in case.work if "complete" in each.may) or None


def _take(case_id: str, filled: Filled) -> tuple[int, list[Refused]]:
    sent = (*request.files.getlist("file"), *request.files.getlist("photo"))
    files = [each for each in sent if each.filename]
    if not files:
        return 0, [Refused("", text("请选择文件。"))]
    refused = []
    for number, file in enumerate(files):
        try:
            _attach(case_id, file, filled, key=form_key(f".{number}"))
        except (NotAuthenticated, NotFound):
            raise
        except EngineError as error:
            refused.append(Refused(file.filename or "", either(error.message, error.en)))
    return len(files) - len(refused), refused


def _attach(case_id: str, file: FileStorage, filled: Filled, *, key: str | None) -> None:
    own = service()
    # Taken in before a unit of work begins: a slow sender holds none.
    with (
        commands.receive(cast("BinaryIO", file.stream), limit=longest_file()) as upload,
        hiding(case_id=case_id),
        own.store.begin() as session,
    ):
        commands.attach(
            session,
            engine=own.engine,
            clock=own.clock,
            actor=asked().actor,
            case_id=case_id,
            work_id=filled.get("work") or None,
            name=file.filename or "",
            upload=upload,
            visibility=Visibility.UNIT if filled.get("shown") else Visibility.INTERNAL,
            note=filled.get("note"),
            idempotency_key=key,
        )


def _answer(refused: list[Refused]) -> ResponseReturnValue:
    if refused:
        return render_template("cases/refused.html", refused=refused[0]), 422
    return "", 204


def _find(case_id: str, attachment_id: str) -> AttachmentView:
    """Return a file of this very case; NotFound for what one may not see or what is another's."""
    for each in look(read_case_attachments, case_id=case_id):
        if each.row.id == attachment_id:
            return each
    raise NotFound
