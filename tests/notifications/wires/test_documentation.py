"""The samples of `docs/notifications/channels.md` do what the page says."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from notifications.channel import Deferred, WrongAddress
from notifications.channels.sms import SmsGateway
from notifications.channels.webhook import Webhook
from notifications.registry import Channels
from tests.notifications.wires.receiver import NOW, PARCEL, Receiver, SteadyClock

PAGE = (Path(__file__).parents[3] / "docs/notifications/channels.md").read_text("utf-8")
SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"


def block(kind: str, name: str = "") -> str:
    found = re.findall(
        rf"^```{kind}{' ' if name else ''}{name}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
    )
    assert len(found) == 1, f"{kind} {name}"
    return str(found[0])


def sample(name: str) -> Callable[..., bool]:
    """Return the function of a sample."""
    made = dict[str, Callable[..., bool]]()
    exec(block("python", name), made)  # noqa: S102 - our own page
    return made["is_ours"]


def test_every_address_of_the_sample_of_settings_can_be_read(at: SteadyClock) -> None:
    said = tomllib.loads(block("toml"))
    urls = {name: url.replace("whsec_…", SECRET) for name, url in said["channels"].items()}
    names = Channels.of(urls, clock=at).names
    assert names == ("mail", "sms", "wecom", "dingtalk", "feishu", "webhook")


def test_a_gateway_verifies_a_short_message_by_the_sample(
    receiver: Receiver, at: SteadyClock
) -> None:
    secret, now = "0123456789abcdef", NOW.timestamp()
    receiver.answers(200, '{"id":"1"}')
    channel = SmsGateway.from_url(f"sms+http://{receiver.host}/send?a=1#secret={secret}", clock=at)
    channel.send(replace(PARCEL, to="+8613800001234"))
    channel.close()
    is_ours, got = sample("sms"), receiver.last
    given = (got.path, got.headers, got.body)
    assert is_ours(secret, "POST", *given, now, set())
    assert not is_ours("another", "POST", *given, now, set())
    assert not is_ours(secret, "POST", "/send?a=2", *given[1:], now, set())
    assert not is_ours(secret, "POST", got.path, got.headers, got.body + b" ", now, set())
    assert not is_ours(secret, "POST", *given, now + 301, set())
    assert not is_ours(secret, "POST", *given, now, {got.headers["Dudao-Nonce"]})


def test_a_receiver_verifies_a_webhook_by_the_sample(receiver: Receiver, at: SteadyClock) -> None:
    channel = Webhook.from_url(f"webhook+http://{receiver.host}/#secret={SECRET}", clock=at)
    channel.send(PARCEL)
    channel.close()
    is_ours, got = sample("webhook"), receiver.last
    assert is_ours(SECRET, got.headers, got.body, NOW.timestamp())
    assert not is_ours(SECRET, got.headers, got.body + b" ", NOW.timestamp())
    assert not is_ours(SECRET, got.headers, got.body, NOW.timestamp() + 301)
    assert not is_ours(SECRET.replace("M", "N"), got.headers, got.body, NOW.timestamp())


def test_the_sample_of_a_channel_works_once_it_is_installed(
    tmp_path: Path, at: SteadyClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my_channels.py").write_text(block("python", "channel"), "utf-8")
    about = tmp_path / "my_channels-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: my-channels\nVersion: 1\n")
    points = tomllib.loads(block("toml", "channel"))["project"]["entry-points"]["dudao.channels"]
    lines = [f"{name} = {value}" for name, value in points.items()]
    (about / "entry_points.txt").write_text("\n".join(["[dudao.channels]", *lines]))
    monkeypatch.syspath_prepend(tmp_path)
    channels = Channels.of({"kept": f"folder://{tmp_path}"}, clock=at)
    opened = channels.open("kept")
    assert opened.send(PARCEL).receipt == f"{tmp_path}/messages.txt"
    assert "食堂留样不全" in (tmp_path / "messages.txt").read_text("utf-8")
    (tmp_path / "messages.txt").unlink()
    (tmp_path / "messages.txt").mkdir()
    with pytest.raises(Deferred):
        opened.send(PARCEL)
    with pytest.raises(WrongAddress, match="Channel kept: expected folder:///absolute/path"):
        Channels.of({"kept": "folder://relative"}, clock=at)
    sys.modules.pop("my_channels")


def test_every_code_of_the_page_is_one_of_the_code() -> None:
    source = "".join(
        each.read_text("utf-8") for each in Path("notifications/channels").rglob("*.py")
    )
    for code in (
        "timeout",
        "unreachable",
        "tls",
        "cut_off",
        "unreadable_answer",
        "no_such_number",
        "too_long",
    ):
        assert f"`{code}`" in PAGE
        assert f'code="{code}"' in source
