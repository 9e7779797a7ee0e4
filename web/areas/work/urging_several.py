"""Several pieces of work urged at once: shown with what stands against it, then each by itself."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine import commands
from engine.commands.reading.urging import WorkToUrge, works_to_urge
from engine.commands.urging import expect_words
from web.areas.work.area import WORK
from web.areas.work.urging import back_to
from web.asking import act, expect_text, look
from web.authentication import own_path
from web.filling import Filled
from web.language import either, text
from web.one_of_several import why_refused
from web.saying import say

_MOST = 50
"""How many are urged at once: a page of a list."""
_LIST = "pages-worklist.worklist"


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one of several; `refusal` is blank for what was urged."""

    work_id: str
    row: WorkToUrge | None
    refusal: str


@WORK.deed("/urges")
def urges() -> ResponseReturnValue:
    """Show the chosen `work_id`; sent once more from there (`sure`), urge each, and say which not.

    Nothing is urged before all of it was shown, and what is refused is named with the reason.
    """
    form, back = Filled.of_request(), own_path(request.form.get("back"))
    chosen = list(dict.fromkeys(map(expect_text, request.form.getlist("work_id"))))
    if not chosen or len(chosen) > _MOST:
        say(_wrong_number(len(chosen)))
        return back_to(back, _LIST)
    rows = {each.id: each for each in look(works_to_urge, work_ids=chosen)}
    if form.get("sure"):
        with form.trying():
            words = expect_words(form.get("words"))
        if not form.summary:
            return _urge(chosen, rows, words=words, back=back)
    lines = [Line(each, rows.get(each), _why_not(rows.get(each))) for each in chosen]
    ready = [each for each in lines if not each.refusal]
    page = render_template("work/urges.html", lines=lines, ready=ready, form=form, back=back)
    return page, form.status


def _urge(
    chosen: list[str], rows: dict[str, WorkToUrge], *, words: str, back: str | None
) -> ResponseReturnValue:
    lines = [Line(each, rows.get(each), _urge_one(each, words)) for each in chosen]
    refused = [each for each in lines if each.refusal]
    if not refused:
        say(text("已催办 %(n)s 件。", n=len(lines)))
        return back_to(back, _LIST)
    return render_template("work/urged.html", lines=lines, refused=refused, back=back), 409


def _urge_one(work_id: str, words: str) -> str:
    """Urge one; return why it was refused, or nothing."""
    return why_refused(
        work_id,
        lambda key: act(commands.urge_work, work_id=work_id, words=words, idempotency_key=key),
    )


def _wrong_number(number: int) -> str:
    if not number:
        return text("请先勾选要催办的工作。")
    return text("一次最多催办 %(most)s 件，您勾选了 %(n)s 件；没有催办。", most=_MOST, n=number)


def _why_not(row: WorkToUrge | None) -> str:
    if row is None:
        return text("已经办结，或者不归您催办。")
    return either(row.why_not, row.why_not_en)
