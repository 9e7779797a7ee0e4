"""Where people are reached: my own addresses, and those of people whom one keeps.

联系地址：本人登记并用确认码确认，或者由系统管理员登记。
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.area import Area
from api.asking import act, expect_text, look_recorded, service
from api.schemas import contacts as schemas
from api.schemas.derived import answer_of
from engine.model.errors import NotFound
from notifications.contacts.giving import (
    confirm_contact,
    expect_confirmed,
    give_contact,
    remove_contact,
    send_contact_code,
)
from notifications.contacts.reading import ContactView, read_contacts
from notifications.contacts.setting import set_contact, unset_contact

OWN_CONTACTS = Area(
    "own-contacts", "/account/contacts", "我的联系地址：登记、确认、删除", scope="account"
)
CONTACTS = Area("contacts", "/people/<string:person>/contacts", "人员的联系地址", scope="directory")
Body = Mapping[str, Any]


@OWN_CONTACTS.route("")
@OWN_CONTACTS.response(200, answer_of(ContactView)(many=True))
def mine() -> object:
    """List the caller's addresses, and how each stands.

    我的联系地址及其状态。
    """
    return list(look_recorded(read_contacts, channels=service().channels))


@OWN_CONTACTS.route("/<string:channel>", methods=["PUT"])
@OWN_CONTACTS.arguments(schemas.AnAddress)
@OWN_CONTACTS.response(200, answer_of(ContactView))
def give(body: Body, channel: str) -> object:
    """Give one's own address; a code goes there, and it counts once that is confirmed.

    登记本人的地址；确认码发往该地址，确认后才开始使用。
    """
    act(give_contact, channels=service().channels, channel=expect_text(channel), **body)
    return _one(channel)


@OWN_CONTACTS.route("/<string:channel>/code", methods=["POST"])
@OWN_CONTACTS.response(200, answer_of(ContactView))
def send_code(channel: str) -> object:
    """Send another code; earlier ones are void.

    重新发送确认码，以前的作废。
    """
    act(send_contact_code, channels=service().channels, channel=expect_text(channel))
    return _one(channel)


@OWN_CONTACTS.route("/<string:channel>/confirmation", methods=["PUT"])
@OWN_CONTACTS.arguments(schemas.ACode)
@OWN_CONTACTS.response(200, answer_of(ContactView))
def confirm(body: Body, channel: str) -> object:
    """Confirm one's own address by the code that came there; five wrong ones void it.

    用确认码确认地址；输错五次即作废。
    """
    expect_confirmed(act(confirm_contact, channel=expect_text(channel), **body))
    return _one(channel)


@OWN_CONTACTS.route("/<string:channel>", methods=["DELETE"])
@OWN_CONTACTS.response(204)
def remove(channel: str) -> None:
    """Remove one's own address.

    删除本人的地址。
    """
    act(remove_contact, channel=expect_text(channel))


@CONTACTS.route("")
@CONTACTS.response(200, answer_of(ContactView)(many=True))
@CONTACTS.alt_response(404, "NOT_FOUND")
def of_person(person: str) -> object:
    """List somebody's addresses, masked to who does not keep them; the reading is recorded.

    人员的联系地址；不维护此人的只见掩码，查阅留痕。
    """
    own = service().channels
    return list(look_recorded(read_contacts, channels=own, person=expect_text(person)))


@CONTACTS.route("/<string:channel>", methods=["PUT"])
@CONTACTS.arguments(schemas.AnAddress)
@CONTACTS.response(200, answer_of(ContactView))
def put(body: Body, person: str, channel: str) -> object:
    """Set somebody's address; it counts at once.

    登记人员的地址，立即可用。
    """
    act(
        set_contact,
        channels=service().channels,
        person=expect_text(person),
        channel=expect_text(channel),
        **body,
    )
    return _one(channel, person)


@CONTACTS.route("/<string:channel>", methods=["DELETE"])
@CONTACTS.response(204)
def unset(person: str, channel: str) -> None:
    """Remove somebody's address.

    删除人员的地址。
    """
    act(unset_contact, person=expect_text(person), channel=expect_text(channel))


def _one(channel: str, person: str | None = None) -> ContactView:
    found = look_recorded(read_contacts, channels=service().channels, person=person)
    for each in found:
        if each.channel == channel:
            return each
    raise NotFound("没有登记这一渠道的地址。", en="Expected an address in this channel.")
