"""Write a meeting as an iCalendar object that a calendar program acts upon (RFC 5545, RFC 5546)."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from notifications.channel import Invitation, Parcel
from notifications.channels.mail.mailboxes import Mailbox

PRODUCT = "-//Dudao//Dudao//ZH"
_ZONE = ZoneInfo("Asia/Shanghai")


def method_of(invitation: Invitation) -> str:
    """Return what the receiver's calendar is asked to do: REQUEST or CANCEL (RFC 5546, 3.2)."""
    return "CANCEL" if invitation.is_cancelled else "REQUEST"


def calendar_of(
    parcel: Parcel, invitation: Invitation, *, organizer: Mailbox, attendee: Mailbox
) -> bytes:
    """Return the calendar object in UTF-8, with the time zone that its times are in.

    No answer is asked for: nobody reads the mailbox of the sender, and whether somebody comes is
    said where the link leads.
    """
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method_of(invitation))
    calendar.add_component(_event(parcel, invitation, organizer=organizer, attendee=attendee))
    # The rules of the year alone: summer times of long ago are what some programs stumble over.
    calendar.add_missing_timezones(
        first_date=date(invitation.starts_at.year - 1, 1, 1),
        last_date=date(invitation.ends_at.year + 2, 1, 1),
    )
    written: bytes = calendar.to_ical()
    return written


def _event(
    parcel: Parcel, invitation: Invitation, *, organizer: Mailbox, attendee: Mailbox
) -> Event:
    event = Event()
    event.add("UID", invitation.uid)
    event.add("SEQUENCE", invitation.sequence)
    event.add("DTSTAMP", parcel.said_at)
    event.add("DTSTART", invitation.starts_at.astimezone(_ZONE))
    event.add("DTEND", invitation.ends_at.astimezone(_ZONE))
    event.add("SUMMARY", invitation.summary)
    if invitation.place:
        event.add("LOCATION", invitation.place)
    event.add("DESCRIPTION", "\n".join(filter(None, (parcel.short, parcel.link))))
    if parcel.link:
        event.add("URL", parcel.link)
    event.add("STATUS", "CANCELLED" if invitation.is_cancelled else "CONFIRMED")
    event.add("ORGANIZER", _party(organizer, organizer.name))
    event.add("ATTENDEE", _attendee(attendee, parcel.person))
    return event


def _party(mailbox: Mailbox, name: str) -> vCalAddress:
    party = vCalAddress(f"mailto:{mailbox.address}")
    if name:
        party.params["CN"] = vText(name)
    return party


def _attendee(mailbox: Mailbox, name: str) -> vCalAddress:
    party = _party(mailbox, name)
    party.params["CUTYPE"] = vText("INDIVIDUAL")
    party.params["ROLE"] = vText("REQ-PARTICIPANT")
    party.params["PARTSTAT"] = vText("NEEDS-ACTION")
    party.params["RSVP"] = vText("FALSE")
    return party
