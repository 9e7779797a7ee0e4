"""A meeting is put into a calendar, and taken out of it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from notifications.channels.mail import MailChannel
from tests.notifications.mail.post_office import Rooms
from tests.notifications.mail.samples import MEETING, SAID_AT, parcel

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_an_invitation_is_read_as_the_instant_that_was_meant(
    channel: MailChannel, rooms: Rooms
) -> None:
    channel.send(parcel(invitation=MEETING))
    event = _calendar(rooms).events[0]
    lines = event.to_ical().decode().replace("\r\n ", "").split("\r\n")
    assert event.start == datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
    assert event.end == datetime(2026, 3, 10, 2, 30, tzinfo=UTC)
    assert event.DTSTAMP == SAID_AT
    assert "DTSTART;TZID=Asia/Shanghai:20260310T090000" in lines
    assert "SUMMARY:约谈：食堂留样不规范" in lines
    assert "ORGANIZER;CN=督导办:mailto:office@example.com" in lines
    assert any(
        each.startswith("ATTENDEE;CN=李某;") and each.endswith(":mailto:li@example.org")
        for each in lines
    )
    assert str(event["LOCATION"]) == MEETING.place
    assert (event.uid, event.sequence, event["STATUS"]) == (MEETING.uid, 0, "CONFIRMED")


def test_it_carries_the_zone_that_its_times_are_in(channel: MailChannel, rooms: Rooms) -> None:
    channel.send(parcel(invitation=MEETING))
    zones = _calendar(rooms).timezones
    assert [each.tz_name for each in zones] == ["Asia/Shanghai"]
    there = zones[0].to_tz(lookup_tzid=False)  # as a program that knows no zones by name
    for month in (1, 3, 7, 12):
        at = datetime(2026, month, 10, 9, 0, tzinfo=SHANGHAI)
        assert at.replace(tzinfo=there).utcoffset() == at.utcoffset()


@pytest.mark.parametrize(
    "is_cancelled, method, status, name",
    [(False, "REQUEST", "CONFIRMED", "invite.ics"), (True, "CANCEL", "CANCELLED", "cancel.ics")],
)
def test_what_is_asked_stands_in_the_part_and_in_the_object(
    channel: MailChannel, rooms: Rooms, is_cancelled: bool, method: str, status: str, name: str
) -> None:
    meeting = replace(MEETING, is_cancelled=is_cancelled, sequence=3)
    channel.send(parcel(invitation=meeting))
    part, mail = _part(rooms), rooms.arrived[0].mail
    calendar = _calendar(rooms)
    assert part["Content-Type"].params["method"] == calendar["METHOD"] == method
    assert calendar.events[0]["STATUS"] == status
    assert (calendar.events[0].uid, calendar.events[0].sequence) == (MEETING.uid, 3)
    attached = list(mail.iter_attachments())
    assert [each.get_filename() for each in attached] == [name]
    assert attached[0].get_content_type() == "application/ics"
    assert Calendar.from_ical(attached[0].get_content()).to_ical() == calendar.to_ical()


def test_who_reads_no_invitations_finds_the_texts_beside_it(
    channel: MailChannel, rooms: Rooms
) -> None:
    channel.send(parcel(invitation=MEETING))
    mail = rooms.arrived[0].mail
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]


def test_a_text_cannot_add_a_property(channel: MailChannel, rooms: Rooms) -> None:
    meeting = replace(MEETING, summary="约谈\r\nATTENDEE:mailto:x@example.org", place="a\nURL:b")
    channel.send(parcel(invitation=meeting, person='李"某\r\nX:1'))
    event = _calendar(rooms).events[0]
    assert event["ATTENDEE"] == "mailto:li@example.org"
    assert event["URL"] == "https://dudao.example.com/work/1"
    assert "X" not in event


def _calendar(rooms: Rooms) -> Calendar:
    found = Calendar.from_ical(_part(rooms).get_content())
    assert isinstance(found, Calendar)
    return found


def _part(rooms: Rooms) -> EmailMessage:
    found = [
        each for each in rooms.arrived[0].mail.walk() if each.get_content_type() == "text/calendar"
    ]
    assert isinstance(found[0], EmailMessage)
    return found[0]
