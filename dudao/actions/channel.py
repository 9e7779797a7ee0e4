"""`dudao channel`: the channels of this installation, and whether a message arrives through one."""

from __future__ import annotations

import click
from rich.text import Text

from dudao import system
from dudao.failures import DONE, Stop, WrongUse
from dudao.invocation import CommandsInChinese, Invocation, command
from dudao.opened_channels import configured_channels
from dudao.screen import table
from notifications.channel import Parcel, Sent, Undelivered, WrongAddress
from notifications.registry import Channels


def register(group: click.Group) -> None:
    """Add the commands."""
    channel = CommandsInChinese(
        "channel", help="渠道：列出、试发一条消息。", subcommand_metavar="命令 …"
    )
    group.add_command(channel)
    _list(channel)
    _try(channel)


def _list(channel: click.Group) -> None:
    @command(channel, "list", "列出设置的渠道；口令和密钥不显示。")
    def list_(invocation: Invocation) -> int:
        channels = configured_channels(invocation)
        screen = invocation.screen
        if not channels.names:
            screen.say(
                "没有设置渠道，消息只在“消息”页查看；设置方法见 docs/notifications/channels.md。"
            )
        else:
            rows = [_row(channels, name) for name in channels.names]
            screen.show(table("名称", "渠道", "送到", "地址", rows=rows))
        screen.answer({"ok": True, "channels": [_json(channels, each) for each in channels.names]})
        return DONE


def _try(channel: click.Group) -> None:
    @command(channel, "try", "经一个渠道试发一条消息，打印对方的回执或未送达的原因。")
    @click.argument("name", metavar="名称")
    @click.argument("address", metavar="[收件地址]", default="")
    def try_(invocation: Invocation, name: str, address: str) -> int:
        channels = configured_channels(invocation)
        sent = _sent(channels, name, _address(channels, name, address))
        screen = invocation.screen
        screen.say(Text("✓ ", "green") + Text(f"对方已接收。回执：{sent.receipt}"))
        screen.answer({"ok": True, "channel": name, "receipt": sent.receipt})
        return DONE


def _address(channels: Channels, name: str, address: str) -> str:
    if name not in channels.names:
        known = "、".join(channels.names) or "（无）"
        raise WrongUse(
            f"没有名为 {name} 的渠道；设置的渠道：{known}。",
            en=f"Expected one of the channels {', '.join(channels.names) or '(none)'}.",
            code="no_such_channel",
        )
    kind = channels.kind(name)
    if not address and kind.is_personal:
        raise WrongUse(
            f"{kind.zh}是送到个人的，请写明收件地址：dudao channel try {name} 地址。",
            en="Expected the address of a person.",
            code="address_missing",
        )
    return address


def _sent(channels: Channels, name: str, address: str) -> Sent:
    opened = channels.open(name)
    try:
        return opened.send(_parcel(opened.check_address(address) if address else ""))
    except WrongAddress as error:
        raise WrongUse(
            f"收件地址不对：{error.zh}", en=str(error), code="invalid_address"
        ) from error
    except Undelivered as cause:
        raise Stop(f"没有送达：{cause.zh}", en=cause.en, code=cause.code) from cause
    finally:
        opened.close()


def _parcel(address: str) -> Parcel:
    return Parcel(
        id=str(system.new_id()),
        to=address,
        subject="督导：测试消息",
        text="这是督导发出的测试消息，收到即说明这个渠道可以使用。\nThis is a test message of Dudao.",
        short="这是督导发出的测试消息，收到即说明这个渠道可以使用。",
        said_at=system.clock(),
        kind="test",
    )


def _row(channels: Channels, name: str) -> tuple[str, ...]:
    kind = channels.kind(name)
    return name, kind.zh, "个人" if kind.is_personal else "共用", channels.shown(name)


def _json(channels: Channels, name: str) -> dict[str, object]:
    kind = channels.kind(name)
    return {
        "name": name,
        "zh": kind.zh,
        "en": kind.en,
        "is_personal": kind.is_personal,
        "address": channels.shown(name),
    }
