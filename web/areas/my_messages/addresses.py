"""My addresses: give one, confirm it by the code that came there, ask for another, remove it."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.model.errors import NotFound
from notifications.contacts.giving import (
    confirm_contact,
    expect_confirmed,
    give_contact,
    remove_contact,
    send_contact_code,
)
from web.areas.my_messages.area import MY_MESSAGES, Way, way_named
from web.asking import act, expect_text, service
from web.filling import Filled
from web.language import text
from web.pages import goto
from web.saying import say


@MY_MESSAGES.form("/addresses/<string:channel>")
def address(channel: str) -> ResponseReturnValue:
    """Give my address in a channel; a code goes there."""
    way = _way(channel)
    contact = way.contact
    form = Filled.of_request({"address": "" if contact is None else contact.address})
    if form.is_sent:
        with form.trying():
            done = act(
                give_contact,
                channels=service().channels,
                channel=way.channel,
                address=form.get("address"),
            )
            if done.is_confirmed:
                say(text("这一地址本来就在使用。"))
                return goto("pages-inbox.settings")
            say(text("确认码已发往%(address)s。", address=form.get("address")))
            return goto("pages-my-messages.code", channel=way.channel)
    return render_template("my_messages/address.html", form=form, way=way), form.status


@MY_MESSAGES.form("/addresses/<string:channel>/code")
def code(channel: str) -> ResponseReturnValue:
    """Confirm my address by the code that came there."""
    way = _held(channel)
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            expect_confirmed(act(confirm_contact, channel=way.channel, code=form.get("code")))
            say(text("地址已确认，从现在起可以使用。"))
            return goto("pages-inbox.settings")
    # Read again: a code that was missed may hold no longer.
    return render_template("my_messages/code.html", form=form, way=_held(channel)), form.status


@MY_MESSAGES.form("/addresses/<string:channel>/again")
def again(channel: str) -> ResponseReturnValue:
    """Have another code sent to my address."""
    way = _held(channel)
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            act(send_contact_code, channels=service().channels, channel=way.channel)
            say(text("已发送新的确认码，以前的作废。"))
            return goto("pages-my-messages.code", channel=way.channel)
    return render_template("my_messages/again.html", form=form, way=way), form.status


@MY_MESSAGES.form("/addresses/<string:channel>/remove")
def remove(channel: str) -> ResponseReturnValue:
    """Remove my address after its consequence was said."""
    way = _held(channel)
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            act(remove_contact, channel=way.channel)
            say(text("已删除%(name)s地址。", name=way.name))
            return goto("pages-inbox.settings")
    return render_template("my_messages/remove.html", form=form, way=way), form.status


def _way(channel: str) -> Way:
    found = way_named(expect_text(channel))
    if found is None:
        raise NotFound("没有开通这一渠道。", en="Expected a channel of this installation.")
    return found


def _held(channel: str) -> Way:
    found = _way(channel)
    if found.contact is None:
        raise NotFound("没有登记这一渠道的地址。", en="Expected an address of yours.")
    return found
