"""`dudao serve`: web processes and a worker under one supervisor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import click
from rich.text import Text

from dudao.actions.demonstrate import fill
from dudao.demo.accounts import demo_account_lines
from dudao.demo.place import demo_place
from dudao.invocation import Invocation, command
from dudao.opening import opened
from dudao.screen import Screen
from dudao.serving.binding import is_taken
from dudao.serving.logs import log_to_stderr
from dudao.serving.options import HOST, PORT, THREADS, WORKERS, Serving, find_serving
from dudao.serving.serving import serve
from dudao.serving.telling import find_outlets
from dudao.settings import Place, find_channel_urls, find_said


def register(group: click.Group) -> None:
    """Add the command."""

    @command(group, "serve", "提供网页和接口服务，连同后台进程；Ctrl+C 停止。")
    @click.option("--host", metavar="地址", help=f"在哪个地址上提供服务（{HOST}，仅本机）。")
    @click.option("--port", metavar="端口", help=f"端口（{PORT}）；0 表示任选空闲端口。")
    @click.option("--workers", metavar="个数", help=f"网页进程数（{WORKERS}）。")
    @click.option("--threads", metavar="个数", help=f"每个网页进程同时处理的请求数（{THREADS}）。")
    @click.option(
        "--behind-proxy", "trusted_proxies", metavar="层数", help="前面有几层可信的反向代理（0）。"
    )
    @click.option("--without-worker", is_flag=True, help="不启动后台进程（另有主机运行它）。")
    @click.option("--demo", is_flag=True, help="先填入示范数据；端口被占用时另选一个。")
    def serve_(
        invocation: Invocation, *, without_worker: bool, demo: bool, **options: str | None
    ) -> int:
        screen = invocation.screen
        serving = find_serving(find_said(options, config=invocation.config))
        urls = find_channel_urls(config=invocation.config)
        find_outlets(urls, serving)  # a wrong address is said before anything starts
        place = demo_place(invocation) if demo else invocation.place
        if demo:
            fill(place, screen)
            serving = _with_free_port(serving, screen)
        with opened(place):
            pass  # the embedded database is made on first use; a server is set up on purpose
        _warn(serving, screen)
        log_to_stderr()
        announce = _announcing(screen, place, serving, is_demo=demo, has_worker=not without_worker)
        status = serve(
            place, serving, announce=announce, has_worker=not without_worker, channels=urls
        )
        screen.say("已停止。")
        return status


def _with_free_port(serving: Serving, screen: Screen) -> Serving:
    if serving.port and is_taken(serving.host, serving.port):
        screen.say(f"! 端口 {serving.port} 已被占用，另选一个空闲端口。", style="yellow")
        return replace(serving, port=0)
    return serving


def _warn(serving: Serving, screen: Screen) -> None:
    if not serving.is_local and not serving.trusted_proxies:
        screen.err.print(
            Text("! ", "yellow")
            + Text(
                f"在 {serving.host} 上提供服务，但本程序不加密（没有 TLS）：口令会以明文经过网络。"
                "请在前面设反向代理，并写明 --behind-proxy 1；见 docs/operation.md。"
            ),
            soft_wrap=True,
        )


def _announcing(
    screen: Screen, place: Place, serving: Serving, *, is_demo: bool, has_worker: bool
) -> Callable[[Sequence[str]], None]:
    """Make what says where to go, once that answers."""

    def announce(addresses: Sequence[str]) -> None:
        worker = "和1个后台进程" if has_worker else "，没有后台进程"
        screen.say(Text(f"督导已启动：{'  '.join(addresses)}", "bold"))
        screen.say(f"  {serving.workers}个网页进程{worker}；数据在 {place.data}；Ctrl+C 停止。")
        screen.say("  用浏览器打开上面的地址；给程序用的接口说明在 /api/docs。")
        if is_demo:
            for line in demo_account_lines(place.data):
                screen.say(f"  {line}")
        answer = {"ok": True, "addresses": list(addresses), "data": str(place.data)}
        screen.answer(answer)
        screen.out.file.flush()

    return announce
