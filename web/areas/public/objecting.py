"""Somebody objects without a name, and finds out by the receipt code what became of it.

The code stands in an answer to a form and never in an address, because addresses are kept: by
browsers, by proxies, in logs. It is worked out from the key of the form
(`engine.commands.objections`), so the form sent again shows the same code. The key is therefore
random, unlike that of a form in the office.
"""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from api.asking import expect_text
from api.authentication import expect_own_origin
from engine import commands
from engine.commands.accounts.credentials import fresh
from engine.commands.objections import MAX_CONTACT, MAX_OBJECTION
from engine.model.errors import Conflict, NotFound
from engine.model.publications import ObjectionView, PublicView
from web.areas.public.site import PUBLIC
from web.asking import form_key, service
from web.filling import Filled
from web.language import text

_SENT_BEFORE = "idempotency_mismatch"
_LONGEST_RECEIPT = 100


@PUBLIC.form("/publications/<string:number>/objection")
def objection(number: str) -> ResponseReturnValue:
    """Take an objection while objections are taken, and show its receipt code once."""
    found, form = _publication(expect_text(number)), Filled.of_request()
    if form.is_sent:
        expect_own_origin()
        filed = _file(found, form)
        if filed is not None:
            return render_template("public/receipt_given.html", found=found, filed=filed)
    page = render_template(
        "public/objection.html",
        found=found,
        form=form,
        key=form.get("_key") or fresh(service().engine),
        most=MAX_OBJECTION,
        most_contact=MAX_CONTACT,
    )
    return page, form.status


@PUBLIC.form("/receipt")
def receipt() -> ResponseReturnValue:
    """Tell the holder of a receipt code what became of the objection."""
    form = Filled.of_request()
    told = _look_up(form) if form.is_sent else None
    return render_template("public/receipt.html", form=form, told=told), form.status


def _publication(number: str) -> PublicView:
    own = service()
    with own.store.read() as session:
        return commands.read_publication(session, clock=own.clock, publication=number)


def _file(found: PublicView, form: Filled) -> commands.ObjectionFiled | None:
    own = service()
    with form.trying():
        try:
            with own.store.begin() as session:
                return commands.file_objection(
                    session,
                    engine=own.engine,
                    clock=own.clock,
                    publication=found.number,
                    text=form.get("text"),
                    contact=form.get("contact") or None,
                    idempotency_key=form_key(),
                )
        except Conflict as refusal:
            if refusal.code != _SENT_BEFORE:
                raise
            form.refuse(refusal)
            form.summary = text(
                "这张表已经提交过一件异议，当时显示了它的回执号。要把现在的内容作为另一件异议提出，请再次提交。"
            )
            form.values["_key"] = ""
    return None


def _look_up(form: Filled) -> ObjectionView | None:
    try:
        with service().store.read() as session:
            typed = form.get("receipt")[:_LONGEST_RECEIPT]
            return commands.look_up_objection(session, receipt=typed)
    except NotFound as refusal:
        form.refuse(refusal)
        form.errors["receipt"] = [text("回执号是 20 位数字，请逐位核对；空格可有可无。")]
        return None
