"""What comes back is matched to its delivery and told to those who can do something about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine.model.history import verify_chain
from engine.store.deliveries import Course, set_course
from engine.store.return_secrets import keep_return_secret
from engine.store.tables import history_event, outbox_message, return_secret
from notifications.bounces.reading import Tally
from notifications.channels.mail.names import name_of, return_path
from notifications.seals import seal_of, secret_for
from tests.notifications.mail.bounces.reports import (
    ID,
    NAME,
    SECRET,
    TO,
    answer,
    exchange,
    holiday,
    named,
    postfix,
    worded_in_chinese,
)
from tests.notifications.mail.bounces.returning import Returning

DELAYED = postfix(action="delayed", status="4.4.1", said="connection timed out")
OTHER = "7a1b459e-ee8a-3ca4-894e-db77e160355f"
HEX = ID.replace("-", "")
STRANGE = ("strange-0001", "strange-0002", name_of(OTHER, "a" * 18))
FORGED = (ID, HEX + "a" * 18, HEX + NAME[32:-1] + ("b" if NAME[-1] == "a" else "a"))
"""What who knows the id alone may write: none, an invented seal, one that is nearly right."""


def of(id_: str) -> bytes:
    """A report of a mail of ours with another id."""
    return postfix(to=f"bounce+{named(id_)}@example.com", name=named(id_))


@pytest.mark.parametrize(
    "octets", [postfix(), exchange(), worded_in_chinese()], ids=["Postfix", "Exchange", "worded"]
)
def test_a_mail_that_came_back_for_good_is_dead_and_so_is_its_address(
    office: Returning, octets: bytes
) -> None:
    assert office.come_back(octets) == Tally(bounced=1)
    status, code, failure, next_at = office.state()
    assert (status, code, next_at) == ("dead", "mail_bounced", None)
    assert failure is not None
    assert failure.startswith("邮件被退回：")
    address = office.address()
    assert address.failed_at == office.clock()
    assert address.failure == failure
    assert not address.is_usable


def test_the_case_keeps_it_as_evidence_and_its_own_history_stays(office: Returning) -> None:
    before = office.history(office.case_id)
    office.come_back(postfix())
    (event,) = office.mail_events()
    assert event["type"] == "delivery_bounced"
    assert event["person"] == "system"
    assert event["data"] == {
        "delivery": ID,
        "message": office.message_id,
        "channel": "mail",
        "person": office.person,
        "status": "5.1.1",
        "cause": "550 5.1.1 <li@example.org>: Recipient address rejected: User unknown",
        "address_failed": True,
    }
    assert office.history(office.case_id) == before
    for chain in (f"{office.case_id}/access", "system"):
        assert verify_chain(office.history(chain), case_id=chain) is None


def test_the_person_and_the_administrators_are_told_in_their_inbox(office: Returning) -> None:
    office.come_back(postfix())
    for person in (office.person, "in_administrator", "out_administrator"):
        (said,) = office.told(person)
        assert "的邮件地址收不到邮件，已停止使用。请核对后重新填写。" in said
        assert "User unknown" in said
    assert office.told("in_leader") == []


def test_the_same_bounce_again_changes_nothing(office: Returning) -> None:
    office.come_back(postfix())
    before = _counts(office)
    assert office.come_back(postfix(), exchange(), DELAYED) == Tally(known=3)
    assert _counts(office) == before
    assert len(office.told(office.person)) == 1


def test_several_mails_to_one_dead_address_are_told_once(office: Returning) -> None:
    office.deliver_mail(OTHER)
    found = office.come_back(postfix(), of(OTHER))
    assert found == Tally(bounced=2)
    assert office.state(OTHER)[0] == "dead"
    assert len(office.mail_events()) == 2
    assert len(office.told(office.person)) == 1


def test_a_digest_that_came_back_is_every_delivery_that_went_in_it(office: Returning) -> None:
    parcel, parts = "9c858901-8a57-4791-81fe-4c455b099bc9", (OTHER, OTHER.replace("7a1b", "7a1c"))
    for each in parts:
        office.deliver_mail(each)
    with office.store.begin() as session:
        for each in parts:
            set_course(session, Course(each, parcel_id=parcel))
    found = office.come_back(of(parcel))
    assert found == Tally(bounced=1)
    assert [office.state(each)[0] for each in parts] == ["dead", "dead"]
    assert office.state()[0] == "sent"
    assert not office.address().is_usable
    assert len(office.told(office.person)) == 1


def test_a_delay_is_noted_once_and_nothing_is_lost(office: Returning) -> None:
    assert office.come_back(DELAYED, DELAYED) == Tally(delayed=1, known=1)
    status, code, failure, _ = office.state()
    assert (status, code) == ("sent", "mail_delayed")
    assert "connection timed out" in (failure or "")
    assert office.address().is_usable
    assert [each["type"] for each in office.mail_events()] == ["delivery_delayed"]
    assert office.told(office.person) == []
    assert office.come_back(postfix()) == Tally(bounced=1)
    assert office.state()[0] == "dead"


def test_a_mail_given_up_for_another_reason_leaves_the_address_in_use(office: Returning) -> None:
    assert office.come_back(postfix(status="5.2.2", said="mailbox full")) == Tally(bounced=1)
    assert office.state()[:2] == ("dead", "mail_bounced")
    assert office.address().is_usable
    assert office.told(office.person) == []


def test_an_address_that_was_given_since_stays_in_use(office: Returning) -> None:
    office.give_address("li@new.example.org")
    assert office.come_back(postfix()) == Tally(bounced=1)
    assert office.state()[0] == "dead"
    assert office.address().is_usable
    assert office.told(office.person) == []


def test_what_is_unknown_changes_nothing_and_is_counted(office: Returning) -> None:
    before = _counts(office)
    strangers = [postfix(to=f"bounce+{each}@example.com", name=each) for each in STRANGE]
    many = ", ".join(f"bounce+guessed-{n:05}@example.com" for n in range(2000))
    found = office.come_back(*strangers, postfix(to=f"{many}, {TO}"), holiday(), answer())
    assert found == Tally(unknown=4, others=2)
    assert _counts(office) == before
    assert office.state()[0] == "sent"
    assert office.address().is_usable


@pytest.mark.parametrize("name", FORGED)
def test_who_works_out_the_id_of_a_delivery_cannot_say_that_it_came_back(
    office: Returning, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """By the return path, by the Message-ID alone, and by the id of the envelope."""
    before = _counts(office)
    by_envelope = postfix(to="office@example.com", name="unknown-0001").replace(
        b"Reporting-MTA", f"Original-Envelope-Id: {name}\r\nReporting-MTA".encode(), 1
    )
    forged = [
        postfix(to=f"bounce+{name}@example.com", name=name),
        postfix(to="office@example.com", name=name),
        by_envelope,
    ]
    assert office.come_back(*forged) == Tally(forged=3)
    assert "3 reports name deliveries of ours without the right seal" in caplog.text
    assert _counts(office) == before
    assert office.state()[0] == "sent"
    assert office.address().is_usable
    assert office.come_back(postfix()) == Tally(bounced=1), "the real one counts all the same"


def test_the_seal_of_one_mail_says_nothing_of_another(office: Returning) -> None:
    office.deliver_mail(OTHER)
    mixed = named(OTHER)[:32] + NAME[32:]
    assert office.come_back(postfix(to=f"bounce+{mixed}@example.com", name=mixed)) == Tally(
        forged=1
    )
    both = postfix(to=f"bounce+{mixed}@example.com, {TO}", name=mixed)
    assert office.come_back(both) == Tally(bounced=1)
    assert (office.state()[0], office.state(OTHER)[0]) == ("dead", "sent")


def test_a_name_whose_letters_a_server_changed_is_known(office: Returning) -> None:
    assert office.come_back(postfix(to=TO.upper(), name="unknown-0001")) == Tally(bounced=1)


def test_a_secret_is_made_once_and_is_another_one_in_each_installation(
    office: Returning,
) -> None:
    with office.store.begin() as session:
        kept = secret_for(session, engine=office.engine, now=office.clock())
        keep_return_secret(session, "another", at=office.clock())
        assert secret_for(session, engine=office.engine, now=office.clock()) == kept == SECRET
        session.execute(return_secret.delete())
        numbers = iter("xyz")
        engine = replace(office.engine, new_secret=lambda: next(numbers))
        assert secret_for(session, engine=engine, now=office.clock()) == "x"
        assert secret_for(session, engine=engine, now=office.clock()) == "x"


@pytest.mark.parametrize("bounce", ["bounce", "thirteen-char"])
def test_a_return_path_fits_and_is_lower_case(bounce: str) -> None:
    """RFC 5321, section 4.5.3.1.1: a local part has at most 64 octets."""
    local = return_path(f"{bounce}@example.com", NAME).partition("@")[0]
    assert len(local) <= 64
    assert local == local.lower()
    assert len(seal_of(SECRET, ID)) * 5 >= 80


@pytest.mark.parametrize("status", ["skipped", "held", "dead"])
def test_a_mail_that_was_not_sent_cannot_come_back(office: Returning, status: str) -> None:
    office.deliver_mail(OTHER, status=status)
    assert office.come_back(of(OTHER)) == Tally(known=1)
    assert office.state(OTHER)[0] == status
    assert office.address().is_usable


def test_a_mail_whose_answer_was_lost_is_not_sent_again_once_it_came_back(
    office: Returning,
) -> None:
    office.deliver_mail(OTHER, status="pending")
    assert office.come_back(of(OTHER)) == Tally(bounced=1)
    status, _, _, next_at = office.state(OTHER)
    assert (status, next_at) == ("dead", None)


def test_a_mail_of_no_case_is_dead_without_evidence_in_a_case(office: Returning) -> None:
    office.deliver_mail(OTHER, with_case=False)
    office.come_back(of(OTHER))
    assert office.state(OTHER)[0] == "dead"
    assert office.mail_events() == []
    assert [each.type for each in office.history("system")][-1] == "address_failed"


def test_the_latest_instant_counts(office: Returning) -> None:
    office.clock.advance(timedelta(days=5))
    office.come_back(postfix())
    assert office.address().failed_at == office.clock()


def _counts(office: Returning) -> list[int]:
    with office.store.read() as session:
        return [
            session.execute(select(func.count()).select_from(each)).scalar_one()  # type: ignore[misc]
            for each in (history_event, outbox_message)
        ]
