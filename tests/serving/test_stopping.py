"""A stop loses no step: what was answered is there, what is there was answered, nobody is left."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.model.history import verify_chain
from engine.store import Store
from engine.store.case_reads import history_of
from engine.store.tables import case_file
from tests.acceptance.program import environment
from tests.cases.desk import Desk
from tests.cases.drawing import diagram, end, path, start, user
from tests.serving.server import (
    PATIENCE,
    Server,
    all_gone,
    eventually,
    own_command,
    running,
    serve_command,
)
from tests.support.clock import HandClock

STEP = diagram(
    "step", start(), user("a", assignee="${case.opened_by}"), end(), path("start", "a", "end")
)


@pytest.fixture
def office(database_url: str, clock: HandClock) -> str:
    """Return a database in which cases of one step can be opened."""
    store = Store(database_url)
    Desk(store, clock).deploy(STEP)
    store.close()
    return database_url


@dataclass
class Client:
    """Opens cases and completes their work, one after another, until nobody answers."""

    server: Server
    opened: list[str] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def work(self) -> None:
        try:
            while True:
                answer = self.server.ask("/test/cases", method="POST")
                if self._is_done(answer.status, answer.text):
                    self.opened.append(str(answer.json["case"]))
                    work = answer.json["work"]
                    done = self.server.ask(f"/test/work/{work}/completion", method="POST")
                    if self._is_done(done.status, done.text):
                        self.completed.append(self.opened[-1])
        except (OSError, http.client.HTTPException):
            return

    def _is_done(self, status: int, text: str) -> bool:
        if status != 200:
            self.refused.append(text)
        return status == 200


def test_every_answered_step_is_kept_and_every_kept_step_was_answered(
    office: str, tmp_path: Path
) -> None:
    with running(own_command(tmp_path, office), tmp_path) as server:
        family = server.family()
        clients = [Client(server) for _ in range(4)]
        threads = [threading.Thread(target=each.work) for each in clients]
        for thread in threads:
            thread.start()
        eventually(lambda: all(len(each.completed) >= 5 for each in clients), what="work")
        status = server.stop()
        for thread in threads:
            thread.join()
        assert (status, [each.refused for each in clients]) == (0, [[]] * 4), server.said()
        assert all_gone(family)
        assert "Traceback" not in server.said()
    opened = {case for each in clients for case in each.opened}
    completed = {case for each in clients for case in each.completed}
    store = Store(office)
    with store.read() as session:
        rows = session.execute(select(case_file.c.id, case_file.c.status)).all()
        flaws = [
            verify_chain(history_of(session, case), case_id=case, head=None) for case in opened
        ]
    store.close()
    assert {str(case) for case, _ in rows} == opened
    assert {str(case) for case, state in rows if state == "closed"} == completed
    assert set(flaws) == {None}


def test_ctrl_c_stops_it_as_cleanly(home: Path) -> None:
    with running(serve_command("--data", "d"), home) as server:
        family = server.family()
        assert server.stop(signal.SIGINT) == 0, server.said()
        assert all_gone(family)
        assert "Traceback" not in server.said()


def test_nobody_outlives_a_supervisor_that_was_killed(home: Path) -> None:
    with running(serve_command("--data", "d"), home) as server:
        # gunicorn, two web processes, the worker; it answers as soon as the first can
        eventually(lambda: len(server.family()) == 4, what="all four")
        family = server.family()
        server.process.kill()
        server.process.wait(PATIENCE)
        eventually(lambda: all_gone(family), what="the end of all children")


def test_nobody_outlives_a_parent_of_web_processes_that_was_killed(home: Path) -> None:
    with running(serve_command("--data", "d"), home) as server:
        family = server.family()
        server.children("web")[0].kill()
        eventually(lambda: "starts again in 1 s" in server.said(), what="word of it")
        eventually(lambda: len(server.children("web")) == 1, what="a new one")
        assert server.ask("/healthz").status == 200
        family += server.family()
        assert server.stop() == 0, server.said()
        assert all_gone(family)


@pytest.mark.parametrize("is_read", [False, True])
def test_ctrl_c_in_the_first_moments_prints_no_traceback(home: Path, *, is_read: bool) -> None:
    """While the modules are read the signal has its default effect; later we catch it."""
    process = subprocess.Popen(
        [sys.executable, "-c", AFTER_START, "serve", "--data", "d", "--port", "0"],
        cwd=home,
        env=environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "reading modules\n"
    if is_read:
        process.stdin.write("go on\n")
        process.stdin.flush()
        eventually(
            lambda: catches_ctrl_c(process.pid) or process.poll() is not None,
            what="the end of reading modules",
        )
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert "Traceback" not in out + err
    assert process.returncode in ((0, 130) if is_read else (-signal.SIGINT,))


AFTER_START = """
import runpy, sys

def halt(event, arguments):
    # In the midst of reading modules: until we are told to go on.
    if event == "import" and arguments[0] == "sqlalchemy" and not halted:
        halted.append(True)
        print("reading modules", flush=True)
        sys.stdin.readline()

halted = []
sys.addaudithook(halt)
runpy.run_module("dudao", run_name="__main__", alter_sys=True)
"""


def catches_ctrl_c(pid: int) -> bool:
    """Read from Linux whether a process has a handler for SIGINT."""
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    [mask] = [line.split()[1] for line in lines if line.startswith("SigCgt:")]
    return bool(int(mask, 16) >> (signal.SIGINT - 1) & 1)
