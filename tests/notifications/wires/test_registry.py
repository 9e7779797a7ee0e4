"""Channels are found by name and scheme; a wrong one is named, and no secret is shown."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import ClassVar, Self

import pytest

from notifications.addresses import masked, place_of
from notifications.channel import Clock, Parcel, Sent, WrongAddress
from notifications.registry import Channels, WrongChannel
from tests.support.clock import HandClock

KEY = "s3cr3t-key"


class Pigeon:
    """A channel of these tests."""

    scheme: ClassVar[tuple[str, ...]] = ("pigeon", "dove")
    zh: ClassVar[str] = "信鸽"
    en: ClassVar[str] = "Pigeon"
    is_personal: ClassVar[bool] = True

    @classmethod
    def from_url(cls, url: str, *, clock: Clock) -> Self:
        del clock
        if "loft" not in url:
            raise WrongAddress("应写明鸽舍。", en="Expected a loft.")
        return cls()

    def check_address(self, address: str) -> str:
        return address

    def send(self, parcel: Parcel) -> Sent:
        return Sent(parcel.id)

    def close(self) -> None:
        pass


def test_names_are_those_of_the_settings_and_each_open_gives_a_new_object(clock: HandClock) -> None:
    urls = {"birds": "pigeon://loft", "quick_birds": "dove://loft"}
    channels = Channels.of(urls, clock=clock, found=[Pigeon])
    assert channels.names == ("birds", "quick_birds")
    assert channels.kind("quick_birds") is Pigeon
    assert channels.open("birds") is not channels.open("birds")


def test_a_wrong_address_is_known_at_the_start(clock: HandClock) -> None:
    with pytest.raises(WrongChannel) as wrong:
        Channels.of({"birds": f"pigeon://{KEY}"}, clock=clock, found=[Pigeon])
    assert wrong.value.name == "birds"
    assert wrong.value.zh == "渠道 birds：应写明鸽舍。"
    assert str(wrong.value) == "Channel birds: Expected a loft."


@pytest.mark.parametrize("url", [f"raven://{KEY}@loft/", KEY, "", f"//{KEY}", f"pigeo://{KEY}"])
def test_an_unknown_scheme_is_named_with_those_that_are_known(url: str, clock: HandClock) -> None:
    with pytest.raises(WrongChannel) as wrong:
        Channels.of({"birds": url}, clock=clock, found=[Pigeon])
    assert "dove、pigeon" in wrong.value.zh
    assert KEY not in wrong.value.zh + str(wrong.value)


@pytest.mark.parametrize("name", ["", "Birds", "1bird", "my-birds", "鸽", "b" * 33])
def test_a_name_that_no_variable_can_carry_is_refused(name: str, clock: HandClock) -> None:
    with pytest.raises(WrongChannel, match="lower-case letters"):
        Channels.of({name: "pigeon://loft"}, clock=clock, found=[Pigeon])


def test_no_secret_is_shown(clock: HandClock) -> None:
    url = f"pigeon://user:{KEY}@loft:99/{KEY}?key={KEY}#secret={KEY}"
    channels = Channels.of({"birds": url}, clock=clock, found=[Pigeon])
    assert channels.shown("birds") == "pigeon://…@loft:99/…"
    assert KEY not in repr(channels)
    assert channels.url("birds") == url


def installed(folder: Path, name: str, scheme: str) -> None:
    """Lay out a distribution as pip would: a module, and metadata with an entry point."""
    (folder / f"{name}.py").write_text(
        "from tests.notifications.wires.test_registry import Pigeon\n"
        "class Homing(Pigeon):\n    scheme = ('homing',)\n",
        "utf-8",
    )
    about = folder / f"{name}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8")
    (about / "entry_points.txt").write_text(
        f"[dudao.channels]\n{scheme} = {name}:Homing\n", "utf-8"
    )


def test_a_channel_of_another_distribution_is_found_by_its_entry_point(
    tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, "dudao_homing", "homing")
    monkeypatch.syspath_prepend(tmp_path)
    channels = Channels.of({"birds": "homing://loft"}, clock=clock)
    assert channels.kind("birds").__name__ == "Homing"
    assert channels.kind("birds").__module__ == "dudao_homing"
    sys.modules.pop("dudao_homing")


def test_nobody_takes_a_scheme_that_is_ours(
    tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, "dudao_thief", "webhook+https")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(WrongAddress, match=r"webhook\+https"):
        Channels.of({}, clock=clock)


def test_an_entry_point_under_another_scheme_than_its_class_reads_is_said(
    tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, "dudao_misnamed", "carrier")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(WrongChannel, match="to read carrier, but it reads homing"):
        Channels.of({"birds": "carrier://loft"}, clock=clock)
    sys.modules.pop("dudao_misnamed")


def test_an_entry_point_that_cannot_be_loaded_is_said(
    tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, "dudao_broken", "homing")
    (tmp_path / "dudao_broken.py").write_text("import no_such_module\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(WrongChannel, match="cannot be loaded"):
        Channels.of({"birds": "homing://loft"}, clock=clock)


@pytest.mark.parametrize(
    "url, place",
    [
        ("wecom+https://qyapi.weixin.qq.com/send?key=k", ("qyapi.weixin.qq.com", 443)),
        ("sms+http://[::1]:8080/", ("::1", 8080)),
        ("smtps://u:p@mail.example/?from=x", ("mail.example", 465)),
        ("smtp://mail.example/?from=x", ("mail.example", 587)),
        ("smtp://mail.example/?from=x&tls=none", ("mail.example", 25)),
        ("folder:///var/messages", None),
        ("pigeon://loft", None),
        ("smtp://mail.example:port/", None),
    ],
)
def test_where_an_address_leads(url: str, place: tuple[str, int] | None) -> None:
    assert place_of(url) == place


@pytest.mark.parametrize(
    "url, shown",
    [
        ("folder:///var/s3cr3t", "folder:…"),
        ("mailto:s3cr3t", "mailto:…"),
        ("smtp://mail.example", "smtp://mail.example"),
        ("smtp://s3cr3t:s3cr3t@[::1", "smtp:…"),
        ("s3cr3t", ":…"),
    ],
)
def test_of_an_address_only_the_place_is_shown(url: str, shown: str) -> None:
    assert masked(url) == shown
