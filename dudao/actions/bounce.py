"""`dudao bounce`: read what came back, from a mail alias, a Maildir folder or a mailbox."""

from __future__ import annotations

import sys

import click
from sqlalchemy.exc import DBAPIError

from dudao import system
from dudao.composition import build_engine, case_types
from dudao.failures import DONE, Stop, WrongUse
from dudao.files import read_given
from dudao.invocation import Invocation, command
from dudao.opening import opened
from dudao.screen import Screen
from notifications.bounces.imap import Unread
from notifications.bounces.origin import source_of
from notifications.bounces.reading import Tally, tally_bounces
from notifications.bounces.sources import Source, StreamSource
from notifications.channel import WrongAddress

TRY_AGAIN = 75
"""What a mail server takes as a reason to try later (EX_TEMPFAIL of sysexits.h)."""


def register(group: click.Group) -> None:
    """Add the command."""

    @command(group, "bounce", "读取退信；不给文件时从标准输入读取一封，可作邮件别名的程序。")
    @click.argument("file", metavar="[FILE]", required=False)
    @click.option(
        "--from",
        "origin",
        metavar="地址",
        help="退信所在：maildir:///文件夹 或 imaps://用户:口令@主机/邮箱。",
    )
    def bounce(invocation: Invocation, *, file: str | None, origin: str | None) -> int:
        tally = _from(origin, invocation) if origin else _piped(file, invocation)
        _report(tally, invocation.screen)
        return DONE


def _from(origin: str, invocation: Invocation) -> Tally:
    try:
        return _tallied(source_of(origin), invocation)
    except WrongAddress as error:
        raise WrongUse(f"--from：{error.zh}。", en=f"--from: {error}.") from error
    except Unread as error:
        raise Stop(f"{error.zh}。", en=f"{error}.", code="mailbox_unread") from error


def _piped(file: str | None, invocation: Invocation) -> Tally:
    """Read what a mail server gives; it must try later what cannot be dealt with now."""
    source = _given(file)
    try:
        tally = _tallied(source, invocation)
    except DBAPIError as error:
        raise _later(f"数据库不能使用：{error.orig}", str(error.orig)) from error
    except Stop as error:
        raise _later(error.zh.rstrip("。"), error.en.rstrip(".")) from error
    if tally.postponed:
        raise _later("同一投递正在由别人更改", "the delivery is being written by somebody else")
    return tally


def _tallied(source: Source, invocation: Invocation) -> Tally:
    with opened(invocation.place) as store:
        engine = build_engine(case_types())
        return tally_bounces(store, engine=engine, clock=system.clock, source=source)


def _given(file: str | None) -> Source:
    is_stream = file in (None, "-")
    return StreamSource(sys.stdin.buffer.read() if is_stream else read_given(file or "").data)


def _report(tally: Tally, screen: Screen) -> None:
    told = (
        (tally.bounced, "封退信，投递已标为失败"),
        (tally.delayed, "封延误通知，已记下"),
        (tally.known, "封此前已经处理"),
        (tally.unknown, "封退信不是本系统的投递，未作改动"),
        (tally.forged, "封退信的校验码不对，可能是伪造，未作改动"),
        (tally.others, "封不是退信，未作改动"),
        (tally.postponed, "封留待下次"),
    )
    for count, words in told:
        if count:
            screen.say(f"{count}{words}。")
    if not any(count for count, _ in told):
        screen.say("没有退信。")
    screen.answer({"ok": True, **{name: getattr(tally, name) for name in Tally.__slots__}})


class _Later(Stop):
    """The mail server is to try again later."""

    status = TRY_AGAIN
    code = "try_again"


def _later(zh: str, en: str) -> Stop:
    return _Later(
        f"现在不能处理退信，请邮件服务器稍后再投：{zh}。",
        en=f"The report cannot be dealt with now; try later: {en}.",
    )
