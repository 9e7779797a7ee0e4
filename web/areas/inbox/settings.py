"""My settings of messages: addresses, ways, calendar; which kinds are counted, and which always are."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine import commands
from engine.commands.reading.message_kinds import MessageKindView, list_message_kinds
from engine.commands.registers import Listed, every_page
from engine.model.registers import Page
from web.areas.inbox.area import INBOX
from web.areas.my_messages.area import mine
from web.asking import asked, form_key, look, service
from web.filling import Filled
from web.language import text
from web.pages import goto
from web.saying import say


@INBOX.form("/settings")
def settings() -> ResponseReturnValue:
    """Choose which kinds of messages are counted; those that the law wants told always are."""
    kinds = tuple(every_page(_page_of_kinds))
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            _set(kinds, set(form.values.getlist("kind")))
            say(text("消息设置已保存。"))
            return goto("pages-inbox.settings")
    chosen = set(form.values.getlist("kind")) if form.summary else None
    is_own = asked().actor.on_behalf_of is None
    page = render_template(
        "inbox/settings.html",
        form=form,
        kinds=kinds,
        chosen=chosen,
        mine=mine() if is_own else None,
        sends=bool(service().channels.names),
    )
    return page, form.status


def _set(kinds: tuple[MessageKindView, ...], chosen: set[str]) -> None:
    """Set all kinds in one unit of work, each by a command of its own."""
    own = service()
    with own.store.begin() as session:
        for each in kinds:
            is_counted = each.kind in chosen
            if each.can_be_muted and each.is_counted != is_counted:
                commands.set_notification(
                    session,
                    engine=own.engine,
                    clock=own.clock,
                    actor=asked().actor,
                    kind=each.kind,
                    is_counted=is_counted,
                    idempotency_key=form_key(f" {each.kind}"),
                )


def _page_of_kinds(page: Page) -> Listed[MessageKindView]:
    return look(list_message_kinds, page=page)
