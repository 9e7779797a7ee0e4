"""What arrives is what was said, whatever it holds."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.channel import Parcel, Refused
from notifications.channels.mail import MailChannel
from notifications.channels.mail.letter import letter_of, plain
from notifications.channels.mail.mailboxes import Mailbox
from tests.notifications.mail.conftest import Open
from tests.notifications.mail.post_office import SERVER, Rooms, mail_server
from tests.notifications.mail.samples import CASE, ID, parcel

SENDER = Mailbox.read("督导办 <office@example.com>")


def test_chinese_arrives_as_it_was_said(channel: MailChannel, rooms: Rooms) -> None:
    said = parcel()
    sent = channel.send(said)
    mail = rooms.arrived[0].mail
    assert sent.receipt == "250 2.0.0 queued as 4711"
    assert mail["Subject"] == said.subject
    assert mail["From"].addresses[0].display_name == "督导办"
    assert mail["From"].addresses[0].addr_spec == "office@example.com"
    assert mail["To"].addresses[0].display_name == "李某"
    assert rooms.arrived[0].to == ["li@example.org"]
    assert _text(mail, "plain") == said.text
    assert _text(mail, "html") == f"{said.html}\n"
    assert mail.get_content_type() == "multipart/alternative"


def test_a_mail_says_what_it_is_and_where_it_belongs(channel: MailChannel, rooms: Rooms) -> None:
    channel.send(parcel())
    mail = rooms.arrived[0].mail
    assert mail["Message-ID"] == f"<{ID}@example.com>"
    assert mail["References"] == mail["In-Reply-To"] == f"<thread.{CASE}@example.com>"
    assert mail["Date"].datetime == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert mail["Date"].endswith("+0800")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "zh-CN"
    assert mail["Precedence"] is None
    assert mail["Importance"] is None
    assert rooms.arrived[0].sender == f"bounce+{ID}@example.com"


def test_a_second_attempt_has_the_same_message_id(channel: MailChannel, rooms: Rooms) -> None:
    channel.send(parcel())
    channel.send(parcel())
    first, second = (each.mail for each in rooms.arrived)
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


def test_mails_of_one_case_refer_to_one_id_and_of_another_to_another(
    channel: MailChannel, rooms: Rooms
) -> None:
    for each in (
        parcel(),
        parcel(id="11111111-aaaa", subject="别的"),
        parcel(id="22222222-bbbb", thread="案件 乙"),
        parcel(id="33333333-cccc", thread=None),
    ):
        channel.send(each)
    one, same, other, alone = (each.mail["References"] for each in rooms.arrived)
    assert one == same != other
    assert other.isascii()
    assert alone is None


def test_what_is_urgent_is_marked(channel: MailChannel, rooms: Rooms) -> None:
    channel.send(parcel(is_urgent=True, language="en"))
    mail = rooms.arrived[0].mail
    assert (mail["Importance"], mail["X-Priority"]) == ("high", "1")
    assert mail["Content-Language"] == "en"


def test_the_envelope_sender_is_as_the_settings_say(
    channel_of: Open, rooms: Rooms, office: int
) -> None:
    base = f"smtp://127.0.0.1:{office}/?from=office@example.com&tls=none"
    channel_of(f"{base}&bounce=back@bounces.example.com").send(parcel())
    channel_of(f"{base}&bounce=none").send(parcel())
    assert [each.sender for each in rooms.arrived] == [
        f"back+{ID}@bounces.example.com",
        "office@example.com",
    ]


def test_a_chinese_domain_goes_out_in_its_ascii_form(channel: MailChannel, rooms: Rooms) -> None:
    channel.send(parcel(channel.check_address("li@教育.example")))
    assert rooms.arrived[0].to == ["li@xn--wcvs22d.example"]


def test_a_chinese_local_part_goes_where_the_server_takes_it(
    channel: MailChannel, rooms: Rooms
) -> None:
    channel.send(parcel("李某@example.org"))
    assert rooms.arrived[0].to == ["李某@example.org"]
    assert "\r\nTo: 李某 <李某@example.org>\r\n".encode() in rooms.arrived[0].octets
    channel.send(parcel())  # the line is as before
    assert rooms.arrived[1].to == ["li@example.org"]


def test_a_chinese_local_part_is_refused_where_the_server_does_not(channel_of: Open) -> None:
    rooms = Rooms()
    with mail_server(rooms, make=partial(SERVER, enable_SMTPUTF8=False)) as port:
        channel = channel_of(f"smtp://127.0.0.1:{port}/?from=office@example.com&tls=none")
        with pytest.raises(Refused) as refused:
            channel.send(parcel("李某@example.org"))
        channel.send(parcel())
    assert (refused.value.code, refused.value.is_address) == ("mail_smtputf8", True)
    assert len(rooms.arrived) == len(rooms.lines) == 1


@pytest.mark.parametrize(
    "to",
    ["", "li", "li@", "@example.org", "a b@example.org", "li@example.org\r\nBcc: x@example.org",
     "li@example.org\r\nX-A: 1", "li@example.org>,<x@example.org", '"li"@example.org', "li@[127.0.0.1]", "li@-x.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused_before_anything_is_said(
    channel: MailChannel, rooms: Rooms, to: str
) -> None:
    with pytest.raises(Refused) as refused:
        channel.send(parcel(to))
    assert refused.value.is_address
    assert refused.value.zh
    assert not rooms.said


def test_a_line_that_begins_with_a_dot_arrives(channel: MailChannel, rooms: Rooms) -> None:
    text = ".\n..\n.hidden\nQUIT\n"
    channel.send(parcel(text=text, html=None))
    assert _text(rooms.arrived[0].mail, "plain") == text
    assert rooms.arrived[0].mail.get_content_type() == "text/plain"


_ANY = st.text(max_size=120)
_ENDS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@given(subject=_ANY, person=_ANY, kind=st.sampled_from(["zh", "en"]))
def test_no_text_can_add_a_header(subject: str, person: str, kind: str) -> None:
    said = parcel(subject=f"{subject}\r\nBcc: x@example.org\r\n\r\n{person}", person=person)
    names = list(_sent(said).keys())
    assert names == list(_sent(parcel(language=kind)).keys())


@given(subject=_ANY, person=_ANY)
def test_subject_and_name_survive_but_for_blanks_and_what_cannot_be_printed(
    subject: str, person: str
) -> None:
    mail = _sent(parcel(subject=subject, person=person))
    assert _bare(mail["Subject"]) == _bare(subject)
    assert _bare(mail["To"].addresses[0].display_name) == _bare(person)
    assert mail["To"].addresses[0].addr_spec == "li@example.org"


@given(text=st.text(max_size=3000), html=st.none() | st.text(max_size=3000))
def test_no_line_is_too_long_and_no_octet_above_seven_bits(text: str, html: str | None) -> None:
    octets = letter_of(
        parcel(text=text, html=html), sender=SENDER, to=Mailbox.read("li@example.org")
    ).as_bytes()
    assert octets.isascii()
    assert max(map(len, octets.split(b"\r\n"))) <= 998
    assert b"\r" not in octets.replace(b"\r\n", b"")


@given(text=st.text(alphabet="字，a \n", min_size=500, max_size=3000))
def test_a_long_line_is_broken_and_nothing_of_it_is_lost(text: str) -> None:
    shown = plain(text)
    assert all(len(line.encode()) <= 998 for line in shown.split("\n"))
    assert "".join(shown.split()) == "".join(text.split())


def test_a_long_line_is_broken_where_a_sentence_ends() -> None:
    sentence = "请按期报送整改报告" * 20 + "。"
    assert plain(sentence * 3) == f"{sentence}\n{sentence}\n{sentence}\n"


def _sent(said: Parcel) -> EmailMessage:
    octets = letter_of(said, sender=SENDER, to=Mailbox.read("li@example.org")).as_bytes()
    return message_from_bytes(octets, policy=default)


def _bare(text: str) -> str:
    return "".join(each for each in text if each.isprintable() and not each.isspace())[:100]


def _text(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")
