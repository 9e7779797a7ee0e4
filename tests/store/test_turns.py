"""Writers of one SQLite file take turns: in a process by a lock, between processes by two gates."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.model.errors import Conflict
from engine.store import Store
from engine.store.turns import Turns
from tests.acceptance.program import ROOT, environment

HOLDING = """
import sys
from pathlib import Path
from engine.store.turns import Turns
with Turns(Path(sys.argv[1])):
    print("taken", flush=True)
    sys.stdin.readline()
"""
FOREVER = 60.0


@contextmanager
def another_process(file: Path) -> Iterator[subprocess.Popen[str]]:
    """Let another process take the turn; it gives it back when it is written a line."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(file)],
        cwd=ROOT,
        env=environment(file.parent),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "taken\n"
        yield child
    finally:
        child.kill()
        child.communicate()


def test_a_turn_that_another_process_has_is_waited_for_but_not_for_ever(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with another_process(file):
        with pytest.raises(Conflict) as refused, Turns(file, seconds=0.05):
            pass
        assert refused.value.code == "busy"


def test_the_turn_comes_when_the_other_process_gives_it_back(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with another_process(file) as other:
        assert other.stdin is not None
        other.stdin.write("\n")
        other.stdin.flush()
        with Turns(file, seconds=FOREVER):
            pass


def test_a_process_that_is_killed_gives_its_turn_back(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with another_process(file) as other:
        other.kill()
        with Turns(file, seconds=FOREVER):
            pass


def test_whoever_gave_up_waiting_keeps_no_gate_shut(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    turns = Turns(file, seconds=0.05)
    with another_process(file) as other:
        with pytest.raises(Conflict), turns:
            pass
        other.kill()
        other.wait(FOREVER)
    with turns:
        pass
    with another_process(file):  # it must find both gates open
        pass


def test_threads_of_a_process_take_turns_too(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "a.db", seconds=0.05)
    refused: list[str] = []

    def wait() -> None:
        try:
            with turns:
                pass
        except Conflict as error:
            refused.append(error.code)

    with turns:
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join()
    assert refused == ["busy"]


def test_a_unit_of_work_that_failed_gives_its_turn_back(database_url: str) -> None:
    store = Store(database_url)
    with pytest.raises(ZeroDivisionError), store.begin():
        raise ZeroDivisionError
    with store.begin() as session:
        assert session.kind in database_url
    store.close()


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_whoever_may_write_to_the_database_may_take_a_turn(tmp_path: Path, mask: int) -> None:
    file = tmp_path / "a.db"
    file.touch()
    file.chmod(0o664)
    before = os.umask(mask)
    try:
        with Turns(file):
            pass
    finally:
        os.umask(before)
    assert file.with_name("a.db-turns").stat().st_mode & 0o777 == 0o664


def test_where_no_gates_can_be_there_threads_take_turns_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "a.db"
    file.with_name("a.db-turns").mkdir()  # cannot be opened to be written to, by anybody
    turns = Turns(file, seconds=0.05)
    for _ in range(2):
        with turns, pytest.raises(Conflict), turns:
            pass
    (told,) = caplog.messages
    assert "do not take turns" in told
