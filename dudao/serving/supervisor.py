"""The supervisor: starts the children, starts one again that dies, lets all end their steps.

It does no work itself, so that nothing can bring it down. It wakes when a signal comes, a child
ends, or a child says that it is ready; it never polls faster than once a second.
"""

from __future__ import annotations

import logging
import os
import selectors
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from dudao.failures import ANSWER_IS_NO, DONE, Stop
from dudao.serving.children import MOST_QUICK, Child

STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PATIENCE = 25.0
"""Seconds that children are given to end their steps: gunicorn's own grace, and some."""
TICK = 1.0
_LOG = logging.getLogger("dudao.supervisor")


@dataclass(slots=True)
class Supervisor:
    """Watches children until it is asked to stop, or until one of them is hopeless."""

    children: Sequence[Child]
    sockets: Sequence[socket.socket]
    ready: int
    """Where a web process writes when it can answer."""
    announce: Callable[[], None]
    monotonic: Callable[[], float]
    _asked: list[int] = field(default_factory=list)
    _is_announced: bool = False

    def run(self) -> int:
        """Run until asked to stop; return 0 when every child ended by itself."""
        with _woken(self._note) as wakeup, selectors.DefaultSelector() as selector:
            selector.register(wakeup, selectors.EVENT_READ)
            selector.register(self.ready, selectors.EVENT_READ)
            try:
                self._watch(selector)
            finally:
                ended_well = self._stop(selector)
        return DONE if ended_well else ANSWER_IS_NO

    def _watch(self, selector: selectors.BaseSelector) -> None:
        while not self._asked:
            self._tend()
            self._wait(selector)

    def _tend(self) -> None:
        for child in self.children:
            status = child.ended()
            if status is not None:
                how = f"signal {-status}" if status < 0 else f"status {status}"
                self._mourn(child, f"ended with {how}", how)
            if child.process is None and self.monotonic() >= child.again_at:
                self._start(child)

    def _start(self, child: Child) -> None:
        """Start a child; a host that has no room for a process now may have it soon."""
        try:
            child.start()
        except OSError as error:
            child.not_started()
            self._mourn(child, f"could not be started: {error}", str(error))

    def _mourn(self, child: Child, what: str, how: str) -> None:
        if child.is_hopeless:
            raise Stop(
                f"{child.kind.zh}连续{MOST_QUICK}次启动失败（{how}），已停止；原因见上面的日志。",
                en=f"The {child.kind.name} process ended {MOST_QUICK} times right after its start"
                f" ({how}).",
                code="child_fails",
            )
        delay = child.again_at - self.monotonic()
        _LOG.error("the %s process %s; starts again in %.0f s", child.kind.name, what, delay)

    def _wait(self, selector: selectors.BaseSelector) -> None:
        for key, _ in selector.select(TICK):
            os.read(key.fd, 512)
            if key.fd == self.ready and not self._is_announced:
                self._is_announced = True
                self.announce()

    def _stop(self, selector: selectors.BaseSelector) -> bool:
        """Let every child end; kill those that do not in time, or when asked a second time."""
        for each in self.sockets:
            each.close()
        asked = len(self._asked)
        deadline = self.monotonic() + PATIENCE
        for child in self.children:
            child.send(signal.SIGTERM)
        while self._living() and self.monotonic() < deadline and len(self._asked) <= asked:
            self._wait(selector)
        killed = self._living()
        for child in self.children:
            child.send(signal.SIGKILL)
        for child in killed:
            _LOG.error("the %s process did not end in time and was killed", child.kind.name)
            if child.process is not None:
                child.process.wait()
        return not killed

    def _living(self) -> list[Child]:
        return [child for child in self.children if child.groups()]

    def _note(self, number: int, frame: FrameType | None) -> None:
        del frame
        if number != signal.SIGCHLD:
            self._asked.append(number)


@contextmanager
def _woken(note: Callable[[int, FrameType | None], None]) -> Iterator[int]:
    """Give a descriptor that becomes readable with every signal.

    What whoever started us had ignored stays ignored (`nohup`), but for the one that systemd sends.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    heeded = [
        each
        for each in STOPPING
        if each == signal.SIGTERM or signal.getsignal(each) is not signal.SIG_IGN
    ]
    before = {each: signal.signal(each, note) for each in (*heeded, signal.SIGCHLD)}
    former = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    try:
        yield reading
    finally:
        signal.set_wakeup_fd(former)
        for each, handler in before.items():
            signal.signal(each, handler)
        os.close(reading)
        os.close(writing)
