"""A server that says what a test tells it to, to the octet, and never more."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

Talk = Callable[[socket.socket, Event], None]
"""Speaks on one connection; the event says that the test is over."""


@contextmanager
def scripted_server(talk: Talk) -> Iterator[int]:
    """Let each connection be served by `talk`, one after another; give the port."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)

        def serve() -> None:
            while not over.is_set():
                try:
                    peer, _ = listening.accept()
                except OSError:
                    return
                with peer, suppress(OSError):
                    talk(peer, over)

        thread = Thread(target=serve)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            over.set()
            with suppress(OSError):  # wakes accept
                socket.create_connection(listening.getsockname(), timeout=1).close()
            thread.join()


def says(*answers: bytes) -> Talk:
    """Answer each line of the client with the next of these; nothing after the last."""

    def talk(peer: socket.socket, over: Event) -> None:
        reader = peer.makefile("rb")
        for index, answer in enumerate(answers):
            if index:
                reader.readline()
            peer.sendall(answer)
        while not over.is_set() and reader.readline():
            pass

    return talk


def drips(before: bytes, endless: bytes, *, every: float) -> Talk:
    """Say something at once, then one octet at a time, for ever."""

    def talk(peer: socket.socket, over: Event) -> None:
        peer.sendall(before)
        index = 0
        while not over.wait(every):
            peer.sendall(endless[index % len(endless) :][:1])
            index += 1

    return talk
