"""How an installation names its mail server, and what it can get wrong."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from notifications.channel import WrongAddress
from notifications.channels.mail import MailChannel
from notifications.channels.mail.place import MailPlace
from tests.notifications.mail.conftest import Watch

FROM = "from=office@example.com"


def test_an_address_says_all_that_is_needed() -> None:
    place = MailPlace.from_url(
        "smtp://u%40x:p%2F%3A%23@mail.example.com:2525/?from=督导办 <office@example.com>"
        "&tls=starttls&timeout=7.5&bounce=back@example.com&helo=dudao.example.com"
    )
    assert (place.host, place.port, place.timeout) == ("mail.example.com", 2525, 7.5)
    assert (place.user, place.password) == ("u@x", "p/:#")
    assert (place.sender.name, place.sender.address) == ("督导办", "office@example.com")
    assert (place.bounce, place.helo) == ("back@example.com", "dudao.example.com")


def test_it_may_be_escaped_as_well() -> None:
    sender = quote("督导办 <office+a@example.com>", safe="")
    place = MailPlace.from_url(f"smtps://mail.example.com?from={sender}")
    assert (place.sender.name, place.sender.address) == ("督导办", "office+a@example.com")
    assert (place.port, place.tls) == (465, "implicit")


@pytest.mark.parametrize(
    "address, port, tls",
    [
        (f"smtp://h?{FROM}", 587, "starttls"),
        (f"smtp://h?{FROM}&tls=none", 25, "none"),
        (f"smtps://h?{FROM}", 465, "implicit"),
    ],
)
def test_encryption_is_what_is_not_said_otherwise(address: str, port: int, tls: str) -> None:
    place = MailPlace.from_url(address)
    assert (place.port, place.tls, place.timeout) == (port, tls, 20)
    assert (place.context is None) == (tls == "none")
    assert place.bounce == "bounce@example.com"


def test_a_password_is_not_shown() -> None:
    place = MailPlace.from_url(f"smtp://user:geheim@h?{FROM}")
    assert "geheim" not in repr(place)


@pytest.mark.parametrize(
    "address, word",
    [
        ("", "smtp://"),
        (f"http://h?{FROM}", "smtp://"),
        (f"smtp://h:99999?{FROM}", "smtp://"),
        (f"smtp://u:p#w@h?{FROM}", "%XX"),
        (f"smtp://h/path?{FROM}", "smtp://"),
        (f"smtp://?{FROM}", "主机"),
        ("smtp://h", "from"),
        ("smtp://h?from=督导办", "from"),
        ("smtp://h?from=督导办@example.com", "ASCII"),
        ("smtp://h?from=a%0d%0aBcc: x <office@example.com>", "from"),
        (f"smtp://h?{FROM}&tls=ssl", "tls"),
        (f"smtps://h?{FROM}&tls=starttls", "tls"),
        (f"smtp://u:p@h?{FROM}&tls=none", "加密"),
        (f"smtp://u@h?{FROM}", "口令"),
        (f"smtp://u:口令@h?{FROM}", "ASCII"),
        (f"smtp://u:a%0d%0ab@h?{FROM}", "ASCII"),
        (f"smtp://h?{FROM}&timeout=0", "timeout"),
        (f"smtp://h?{FROM}&timeout=nan", "timeout"),
        (f"smtp://h?{FROM}&timeout=soon", "timeout"),
        (f"smtp://h?{FROM}&bounce=back", "bounce"),
        (f"smtp://h?{FROM}&bounce=much-too-long-name@example.com", "bounce"),
        (f"smtp://h?{FROM}&helo=a%0d%0aQUIT", "helo"),
        (f"smtp://h?{FROM}&ca=/no/such/file", "ca"),
        (f"smtp://h?{FROM}&cafile=x", "from"),
        (f"smtp://h?{FROM}&{FROM}", "一次"),
    ],
)
def test_what_cannot_be_meant_is_said_without_the_password(address: str, word: str) -> None:
    with pytest.raises(WrongAddress) as wrong:
        MailPlace.from_url(address)
    assert word in wrong.value.zh
    assert "u:p" not in wrong.value.zh + str(wrong.value)
    assert str(wrong.value).isascii()


def test_a_file_that_is_no_certificate_is_said(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    file.write_text("no certificate\n")
    with pytest.raises(WrongAddress, match="ca"):
        MailPlace.from_url(f"smtp://h?{FROM}&ca={file}")


@pytest.mark.parametrize(
    "given, kept",
    [
        (" Li.Hua@Example.ORG ", "Li.Hua@example.org"),
        ("li+office@example.org", "li+office@example.org"),
        ("李某@教育.example", "李某@xn--wcvs22d.example"),
    ],
)
def test_an_address_of_a_person_is_kept_as_it_is_sent_to(
    watch: Watch, given: str, kept: str
) -> None:
    channel = MailChannel.from_url(f"smtp://h?{FROM}", clock=watch)
    assert channel.check_address(given) == kept
    assert channel.check_address(kept) == kept


@pytest.mark.parametrize(
    "given", ["", "li", "李某 <li@example.org>", "a@b@c", "li@exa mple.org", f"{'x' * 65}@e.org"]
)
def test_what_is_no_address_of_a_person_is_not_kept(watch: Watch, given: str) -> None:
    channel = MailChannel.from_url(f"smtp://h?{FROM}", clock=watch)
    with pytest.raises(WrongAddress):
        channel.check_address(given)
