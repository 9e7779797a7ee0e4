"""Where mails come back to: each is dealt with once, whatever dies in between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.model.errors import Conflict
from engine.store import Store
from notifications.bounces.imap import Unread
from notifications.bounces.origin import source_of
from notifications.bounces.reading import Tally, read_bounces, tally_bounces
from notifications.bounces.sources import MaildirSource, Returned, Source, StreamSource
from notifications.channel import WrongAddress
from notifications.channels.mail import MailChannel
from notifications.seals import seal_of
from tests.notifications.mail.bounces.imap_server import Mailbox
from tests.notifications.mail.bounces.reports import (
    ID,
    NAME,
    SECRET,
    answer,
    exchange,
    named,
    postfix,
)
from tests.notifications.mail.bounces.returning import Returning
from tests.notifications.mail.post_office import PEM, USER, Rooms, mail_server
from tests.notifications.mail.samples import parcel
from tests.notifications.mail.scripted import scripted_server
from tests.support.clock import HandClock

OTHER = "7a1b459e-ee8a-3ca4-894e-db77e160355f"
SECOND = postfix(to=f"bounce+{named(OTHER)}@example.com", name=named(OTHER))


@pytest.fixture
def here(clock: HandClock) -> Iterator[Returning]:
    """The office on one store alone: what is tried here is not the store."""
    store = Store.memory()
    yield Returning(store, clock)
    store.close()


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    folder = tmp_path / "退信 箱"
    for each in ("new", "cur", "tmp"):
        (folder / each).mkdir(parents=True)
    return folder


def _read(office: Returning, source: Source, *, limit: int = 200) -> Tally:
    return tally_bounces(
        office.store, engine=office.engine, clock=office.clock, source=source, limit=limit
    )


def test_a_mail_in_a_folder_is_dealt_with_once(here: Returning, maildir: Path) -> None:
    (maildir / "new" / "1772415060.M1P2.mx").write_bytes(postfix())
    (maildir / "new" / "1772415061.M1P2.mx").write_bytes(answer())
    (maildir / "tmp" / "1772415062.M1P2.mx").write_bytes(b"not complete yet")
    source = source_of(f"maildir://{maildir}")
    assert _read(here, source) == Tally(bounced=1, others=1)
    assert _read(here, source) == Tally()
    assert list((maildir / "new").iterdir()) == []
    assert sorted(each.name for each in (maildir / "cur").iterdir()) == [
        "1772415060.M1P2.mx:2,S",
        "1772415061.M1P2.mx:2,S",
    ]


def test_a_job_is_told_how_many_said_something_new(here: Returning, maildir: Path) -> None:
    for name, octets in (("1", postfix()), ("2", postfix()), ("3", answer()), ("4", b"")):
        (maildir / "new" / name).write_bytes(octets)
    source = MaildirSource(maildir)
    read = partial(read_bounces, here.store, engine=here.engine, clock=here.clock, source=source)
    assert read() == 1
    assert read() == 0


def test_one_turn_reads_so_many_and_the_next_the_rest(here: Returning, maildir: Path) -> None:
    for number in range(5):
        (maildir / "new" / str(number)).write_bytes(answer())
    source = MaildirSource(maildir)
    assert [_read(here, source, limit=2).others for _ in range(4)] == [2, 2, 1, 0]


def test_after_a_death_before_it_was_put_away_it_is_known(here: Returning, maildir: Path) -> None:
    (maildir / "new" / "1").write_bytes(postfix())

    class Dies(MaildirSource):
        def returned(self, limit: int) -> Iterator[Returned]:
            for each in super().returned(limit):
                yield Returned(each.octets, _die)

    with pytest.raises(KeyboardInterrupt):
        _read(here, Dies(maildir))
    assert here.state()[0] == "dead"
    events = here.mail_events()
    assert _read(here, MaildirSource(maildir)) == Tally(known=1)
    assert here.mail_events() == events
    assert list((maildir / "new").iterdir()) == []


def test_two_workers_at_one_folder_do_not_mind_each_other(here: Returning, maildir: Path) -> None:
    (maildir / "new" / "1").write_bytes(postfix())
    source = MaildirSource(maildir)
    first = next(source.returned(10))
    assert _read(here, source) == Tally(bounced=1)
    first.settle()  # the other one was faster


def test_what_somebody_else_is_writing_stays_for_the_next_time(
    here: Returning, maildir: Path
) -> None:
    (maildir / "new" / "1").write_bytes(postfix())

    class Busy(Store):
        def begin(self) -> Busy:  # type: ignore[override]  # refuses, as a store that is locked
            raise Conflict("忙", en="busy", code="busy")

    busy = Busy.__new__(Busy)
    found = tally_bounces(busy, engine=here.engine, clock=here.clock, source=MaildirSource(maildir))
    assert found == Tally(postponed=1)
    assert _read(here, MaildirSource(maildir)) == Tally(bounced=1)


def test_a_database_that_fails_leaves_the_mail_where_it_is(here: Returning, maildir: Path) -> None:
    (maildir / "new" / "1").write_bytes(postfix())
    with here.store.begin() as session:
        session.execute(text("ALTER TABLE contact RENAME TO contact_away"))
    with pytest.raises(Exception, match="contact"):
        _read(here, MaildirSource(maildir))
    assert here.state()[0] == "sent"
    with here.store.begin() as session:
        session.execute(text("ALTER TABLE contact_away RENAME TO contact"))
    assert _read(here, MaildirSource(maildir)) == Tally(bounced=1)


def test_a_stream_is_one_mail_or_an_mbox_of_several(here: Returning) -> None:
    here.deliver_mail(OTHER)
    line = b"From MAILER-DAEMON  Mon Mar  2 09:31:00 2026\n"
    assert _read(here, StreamSource(postfix())) == Tally(bounced=1)
    assert _read(here, StreamSource(line + postfix())) == Tally(known=1)
    assert _read(here, StreamSource(line + exchange() + b"\n\n" + line + SECOND)) == Tally(
        bounced=1, known=1
    )
    assert _read(here, StreamSource(b"")) == Tally()


def test_what_a_server_was_handed_comes_back_and_is_believed_and_nothing_else(
    here: Returning, maildir: Path
) -> None:
    """Over a real SMTP server, by the return path that it was told, into a folder and a pipe."""
    rooms = Rooms()
    with mail_server(rooms) as port, ExitStack() as stack:
        address = f"smtp://127.0.0.1:{port}/?from=office@example.com&tls=none"
        channel = MailChannel.from_url(address, clock=here.clock)
        stack.callback(channel.close)
        channel.send(parcel(id=ID, seal=seal_of(SECRET, ID)))
    (arrived,) = rooms.arrived
    assert arrived.sender == f"bounce+{NAME}@example.com"
    assert arrived.mail["Message-ID"] == f"<{NAME}@example.com>"
    forged = postfix(to=arrived.sender.replace(NAME, ID), name=ID)
    (maildir / "new" / "1772415060.M1P2.mx").write_bytes(forged)
    assert _read(here, MaildirSource(maildir)) == Tally(forged=1)
    assert _read(here, StreamSource(forged)) == Tally(forged=1)
    assert here.state()[0] == "sent"
    (maildir / "new" / "1772415061.M1P2.mx").write_bytes(postfix(to=arrived.sender, name="lost"))
    assert _read(here, MaildirSource(maildir)) == Tally(bounced=1)
    assert here.state()[0] == "dead"


@pytest.mark.parametrize("is_at_once", [True, False], ids=["imaps", "starttls"])
def test_a_mailbox_is_read_over_an_encrypted_line_and_marked_as_seen(
    here: Returning, is_at_once: bool
) -> None:
    here.deliver_mail(OTHER)
    mailbox = Mailbox({3: postfix(), 5: SECOND, 8: answer()}, {8}, [], is_at_once)
    with scripted_server(mailbox.talk) as port:
        source = source_of(_imap(port, "imaps" if is_at_once else "imap"))
        assert _read(here, source) == Tally(bounced=2)
        assert _read(here, source) == Tally()
    assert mailbox.seen == {3, 5, 8}


def test_a_mailbox_whose_line_is_dropped_is_read_on_the_next_time(here: Returning) -> None:
    here.deliver_mail(OTHER)
    mailbox = Mailbox({3: postfix(), 5: SECOND}, drops_after=b"FETCH 5")
    with scripted_server(mailbox.talk) as port:
        with pytest.raises(Unread):
            _read(here, source_of(_imap(port)))
        assert mailbox.seen == {3}
        assert _read(here, source_of(_imap(port))) == Tally(bounced=1)


@pytest.mark.parametrize("part, other", [("%3A%2F%40", "wrong"), ("/bounces", "/nowhere")])
def test_a_mailbox_that_cannot_be_read_is_said_without_the_password(
    here: Returning, part: str, other: str
) -> None:
    mailbox = Mailbox({3: postfix()})
    with scripted_server(mailbox.talk) as port, pytest.raises(Unread) as unread:
        _read(here, source_of(_imap(port).replace(part, other)))
    assert "s3cret" not in unread.value.zh
    assert mailbox.seen == set()


def test_a_mailbox_whose_certificate_nobody_vouches_for_is_not_read(here: Returning) -> None:
    mailbox = Mailbox({3: postfix()})
    with scripted_server(mailbox.talk) as port, pytest.raises(Unread):
        _read(here, source_of(_imap(port).partition("?")[0]))
    assert not mailbox.said


@pytest.mark.parametrize(
    "address",
    ["", "/var/mail", "mbox:///x", "maildir:///no/such/folder", "imaps://host/box",
     "imaps://user@host/box", "imaps://user:p@host:99999/box", "imaps://user:p@host/box?ca=/no"],
)  # fmt: skip
def test_what_is_no_place_of_bounces_is_said(address: str) -> None:
    with pytest.raises(WrongAddress) as wrong:
        source_of(address)
    assert wrong.value.zh
    assert not wrong.value.zh.isascii()


def _imap(port: int, scheme: str = "imaps") -> str:
    return f"{scheme}://{USER}:s3cret%3A%2F%40@localhost:{port}/bounces?ca={PEM}"


def _die() -> None:
    raise KeyboardInterrupt
