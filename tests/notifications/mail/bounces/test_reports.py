"""What a mail that came back says, in whatever form it says it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.bounces.report import Report, read_report
from tests.notifications.mail.bounces.reports import (
    NAME,
    answer,
    exchange,
    holiday,
    postfix,
    qmail,
    worded_in_chinese,
)


@pytest.mark.parametrize(
    "octets, status, said",
    [
        (postfix(), "5.1.1", "User unknown"),
        (exchange(), "5.1.10", "RecipientNotFound"),
        (worded_in_chinese(), "", "550 Mailbox not found"),
        (worded_in_chinese(code="550 5.1.1 no such user"), "5.1.1", "no such user"),
        (qmail(), "5.1.1", "550 5.1.1 User unknown"),
        (postfix(to="office@example.com"), "5.1.1", "User unknown"),  # only the Message-ID tells
        (postfix(name="nothing"), "5.1.1", "User unknown"),  # only the VERP tells
        (postfix().replace(b"\r\n", b"\n"), "5.1.1", "User unknown"),
    ],
    ids=["Postfix", "Exchange", "worded", "worded with status", "qmail", "no VERP", "VERP", "LF"],
)
def test_a_failure_names_its_parcel_its_status_and_its_cause(
    octets: bytes, status: str, said: str
) -> None:
    report = _report(octets)
    assert report.ids[0] == NAME
    assert (report.is_final, report.is_address) == (True, True)
    assert report.status == status
    assert said in report.said


@pytest.mark.parametrize(
    "status, said",
    [
        ("5.2.2", "552 5.2.2 mailbox full"),
        ("5.7.1", "554 5.7.1 message refused by policy"),
        ("5.1.8", "501 5.1.8 bad sender's system address"),
        ("5.4.4", "unable to route"),
        ("4.4.1", "connect to mail.example.org: Connection timed out"),  # given up after days
    ],
)
def test_a_mail_given_up_for_another_reason_leaves_the_address(status: str, said: str) -> None:
    report = _report(postfix(status=status, said=said))
    assert (report.is_final, report.is_address) == (True, False)


@pytest.mark.parametrize(
    "octets",
    [
        postfix(action="delayed", status="4.4.1", said="connection timed out"),
        worded_in_chinese(code="451 4.7.1 try again later"),
        worded_in_chinese(code="450 greylisted"),
    ],
)
def test_a_delay_is_not_final(octets: bytes) -> None:
    report = _report(octets)
    assert report.ids[0] == NAME
    assert (report.is_final, report.is_address) == (False, False)


@pytest.mark.parametrize(
    "octets",
    [
        holiday(),
        answer(),
        postfix(action="delivered", status="2.0.0", said="250 ok"),
        postfix(action="relayed", status="2.0.0", said="250 ok"),
        b"",
        b"\r\n\r\n",
        b"Subject: =?x-unknown?b?!!!?=\r\nFrom: MAILER-DAEMON\r\n\r\n550 5.1.1\r\n",
        b"Content-Type: message/delivery-status\r\n\r\n",
    ],
)
def test_what_is_no_report_is_none(octets: bytes) -> None:
    assert read_report(octets) is None


def test_of_several_recipients_the_one_that_failed_counts() -> None:
    block = b"\r\nFinal-Recipient: rfc822; wang@example.org\r\nAction: delayed\r\nStatus: 4.2.0\r\n"
    octets = postfix().replace(b"\r\nFinal-Recipient", block + b"\r\nFinal-Recipient", 1)
    assert _report(octets).status == "5.1.1"


def test_a_status_in_base64_is_read_as_well() -> None:
    whole = postfix()
    begin = whole.index(b"Reporting-MTA")
    end = whole.index(b"\r\n--4A1B2C", begin)
    import base64  # noqa: PLC0415 - of this test alone

    octets = (
        whole[: begin - 2]
        + b"Content-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(whole[begin:end])
        + whole[end:]
    )
    assert (_report(octets).status, _report(octets).is_final) == ("5.1.1", True)


def test_the_id_an_envelope_was_given_tells_as_well() -> None:
    octets = postfix(to="office@example.com", name="nothing").replace(
        b"Reporting-MTA", f"Original-Envelope-Id: {NAME}\r\nReporting-MTA".encode()
    )
    assert _report(octets).ids[0] == NAME


@given(
    cut=st.integers(0, 2500),
    noise=st.binary(max_size=60),
    base=st.sampled_from([postfix(), exchange(), worded_in_chinese(), qmail()]),
)
def test_a_mangled_report_is_read_or_is_none(cut: int, noise: bytes, base: bytes) -> None:
    report = read_report(base[:cut] + noise + base[cut + len(noise) :])
    assert report is None or len(report.said) <= 300


@given(octets=st.binary(max_size=400))
def test_noise_is_no_report(octets: bytes) -> None:
    assert read_report(octets) is None


def _report(octets: bytes) -> Report:
    report = read_report(octets)
    assert report is not None
    return report
