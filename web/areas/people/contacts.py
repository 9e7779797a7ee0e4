"""Where somebody is reached: an administrator sets an address, or removes it."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.model.errors import NotFound
from notifications.contacts.addresses import personal_channels
from notifications.contacts.reading import ContactView, read_contacts
from notifications.contacts.setting import set_contact, unset_contact
from web.areas.people.area import PEOPLE, Kept, kept_to_change
from web.asking import act, look_recorded, service
from web.filling import Filled
from web.language import either, text
from web.pages import goto
from web.saying import say


@PEOPLE.app_template_global("contact_channels")
def contact_channels() -> dict[str, str]:
    """Return the channels in which people have addresses, with their names."""
    known = personal_channels(service().channels)
    return {name: either(zh, en) for name, (zh, en) in known.items()}


def contacts_of(person: str) -> dict[str, ContactView]:
    """Return the addresses of somebody by channel, as whoever asks may see them."""
    found = look_recorded(read_contacts, channels=service().channels, person=person)
    return {each.channel: each for each in found}


@PEOPLE.form("/<string:person>/contacts/<string:channel>")
def contact(person: str, channel: str) -> ResponseReturnValue:
    """Set somebody's address; it counts at once."""
    found, name = _asked(person, channel)
    held = contacts_of(found.person.id).get(channel)
    form = Filled.of_request({"address": "" if held is None else held.address})
    if form.is_sent:
        with form.trying():
            act(
                set_contact,
                channels=service().channels,
                person=found.person.id,
                channel=channel,
                address=form.get("address"),
            )
            say(text("已登记%(who)s的%(name)s地址，立即可用。", who=found.person.name, name=name))
            return goto("pages-people.person", person=found.person.id)
    page = render_template("people/contact.html", form=form, person=found.person, name=name)
    return page, form.status


@PEOPLE.form("/<string:person>/contacts/<string:channel>/remove")
def remove_contact(person: str, channel: str) -> ResponseReturnValue:
    """Remove somebody's address after its consequence was said."""
    found, name = _asked(person, channel)
    held = contacts_of(found.person.id).get(channel)
    if held is None:
        raise NotFound("没有登记这一渠道的地址。", en="Expected an address in this channel.")
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            act(unset_contact, person=found.person.id, channel=channel)
            say(text("已删除%(who)s的%(name)s地址。", who=found.person.name, name=name))
            return goto("pages-people.person", person=found.person.id)
    page = render_template(
        "people/contact_remove.html", form=form, person=found.person, name=name, held=held
    )
    return page, form.status


def _asked(person: str, channel: str) -> tuple[Kept, str]:
    found, names = kept_to_change(person), contact_channels()
    if channel not in names:
        raise NotFound("没有这一渠道。", en="Expected a channel in which people have addresses.")
    return found, names[channel]
