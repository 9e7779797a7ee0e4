"""viewflow in a process of its own, measured round by round beside ours."""

from __future__ import annotations

import json
import subprocess
from types import TracebackType
from typing import IO, Self

from sqlalchemy import make_url

from bench.peers.environment import NotInstalled, environment
from bench.places import ROOT

PACKAGES = ("django-viewflow", "psycopg[binary]")


class Viewflow:
    """A child that answers each number of cases with the seconds of their steps."""

    def __init__(self, url: str, *, stored: int) -> None:
        """Install it if need be and store cases in an empty database; raise NotInstalled."""
        python = environment("viewflow", *PACKAGES)
        place = make_url(url)
        kind = place.get_backend_name()
        arguments = [kind, str(place.database)]
        if kind == "postgresql":
            arguments += [str(place.query["host"]), str(place.username)]
        self._child = subprocess.Popen(  # noqa: S603 - a fixed command
            [str(python), "-m", "bench.peers.viewflow_app", *arguments, str(stored)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            self.version = str(self._answer())
        except RuntimeError as why:
            self.__exit__(None, None, None)
            raise NotInstalled(str(why)) from None

    def steps(self, cases: int) -> list[float]:
        """Complete the three tasks of so many cases; return the seconds of each step."""
        asked = self._pipe(self._child.stdin)
        asked.write(f"{cases}\n")
        asked.flush()
        seconds = self._answer()
        assert isinstance(seconds, list)
        return [float(each) for each in seconds]

    def _answer(self) -> object:
        line = self._pipe(self._child.stdout).readline()
        if not line:
            raise RuntimeError("viewflow's process ended before its time; see its message above")
        return json.loads(line)

    @staticmethod
    def _pipe(stream: IO[str] | None) -> IO[str]:
        assert stream is not None
        return stream

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pipe(self._child.stdin).close()
        self._pipe(self._child.stdout).close()
        self._child.wait()
