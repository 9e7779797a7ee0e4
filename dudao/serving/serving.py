"""Serve an installation: its sockets, its children, their supervisor, from start to stop."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from dudao import system
from dudao.composition import build_engine, case_types
from dudao.serving.binding import bind, close, url_of
from dudao.serving.children import Child, Kind
from dudao.serving.folders import RunFolder
from dudao.serving.options import Assignment, Serving
from dudao.serving.supervisor import Supervisor
from dudao.serving.watchman import Watchman
from dudao.settings import Place
from engine.commands import Engine
from engine.store import Store

BUILD = "dudao.serving.application:build"
"""What makes the WSGI application in each web process."""


def serve(
    place: Place,
    serving: Serving,
    *,
    announce: Callable[[Sequence[str]], None],
    has_worker: bool = True,
    build: str = BUILD,
    channels: Mapping[str, str] | None = None,
) -> int:
    """Serve until asked to stop; return the exit status.

    `announce` gets the addresses once they answer; `channels` are those of the installation. Raises Stop when the address cannot be used,
    when another supervisor serves this data folder, or when a child does not start.
    """
    folder = RunFolder(place.data / "run")
    with folder.taken(), _bound(serving) as sockets, _pipe() as (reading, writing):
        addresses = [url_of(each) for each in sockets]
        supervisor = Supervisor(
            children=list(
                _children(
                    place,
                    serving,
                    folder,
                    sockets,
                    writing,
                    build,
                    channels=dict(channels or {}),
                    has_worker=has_worker,
                )
            ),
            sockets=sockets,
            ready=reading,
            announce=lambda: announce(addresses),
            monotonic=time.monotonic,
        )
        watchman = Watchman(lambda: _opened(place), system.clock)
        watchman.start()
        try:
            return supervisor.run()
        finally:
            watchman.stopping.set()


def _opened(place: Place) -> tuple[Store, Engine]:
    """Open the database for the watchman; diagrams and people are read only when asked for."""
    return Store(place.database, pool_size=1), build_engine(case_types())


def _children(
    place: Place,
    serving: Serving,
    folder: RunFolder,
    sockets: Sequence[socket.socket],
    ready: int,
    build: str,
    *,
    channels: dict[str, str],
    has_worker: bool,
) -> Iterator[Child]:
    descriptors = tuple(each.fileno() for each in sockets)
    web = Assignment(place, serving, os.getpid(), build, descriptors, ready, channels)
    kinds = [Kind("web", "网页进程", web, folder.empty, folder.metrics, (*descriptors, ready))]
    if has_worker:
        told = replace(serving, public_url=serving.public_url or url_of(sockets[0]).rstrip("/"))
        worker = Assignment(place, told, os.getpid(), build, channels=channels)
        kinds.append(Kind("worker", "后台进程", worker, folder.empty, folder.metrics))
    for kind in kinds:
        yield Child(kind, time.monotonic)


@contextmanager
def _bound(serving: Serving) -> Iterator[list[socket.socket]]:
    sockets = bind(serving.host, serving.port)
    try:
        yield sockets
    finally:
        close(sockets)


@contextmanager
def _pipe() -> Iterator[tuple[int, int]]:
    both = os.pipe()
    try:
        yield both
    finally:
        for each in both:
            os.close(each)
