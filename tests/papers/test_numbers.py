"""Every series is gapless: whatever fails, is rolled back, is made void, or comes at once."""

from __future__ import annotations

import itertools
import subprocess
import sys
import threading
from collections.abc import Collection
from contextlib import nullcontext
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, update

from engine import commands
from engine.commands.numbering import take
from engine.commands.turn import Turn
from engine.model.case import SYSTEM
from engine.model.errors import AlreadyExists, InvalidState
from engine.store.number_checks import MOST, check_series
from engine.store.number_registers import all_series, register
from engine.store.numbers import VoidNumber, void
from engine.store.store import Session
from engine.store.tables import allocated_number, document, number_series, void_number
from tests.papers.office import SERIES, PaperDesk

THREADS, EACH = 4, 12
EXAMPLES = itertools.count(1)
"""Each example has a series of its own."""


def test_a_missing_line_is_found(desk: PaperDesk) -> None:
    desk.issued()
    desk.issued()
    with desk.store.begin() as session:
        session.execute(delete(allocated_number).where(allocated_number.c.serial == 1))
    (flaw,) = desk.read(lambda session: check_series(session, SERIES, year=2026).flaws)
    assert (flaw.seq, flaw.zh) == (1, "第1号没有登记。")


def test_a_line_beyond_the_last_is_found(desk: PaperDesk) -> None:
    document = desk.issued()
    with desk.store.begin() as session:
        values = {
            "series": SERIES,
            "year": 2026,
            "serial": 3,
            "number": "岳教督整〔2026〕3号",
            "case_id": document.case_id,
            "allocated_at": document.issued_at,
            "allocated_by": "wang",
        }
        session.execute(insert(allocated_number).values(**values))
    flaws = desk.read(lambda session: check_series(session, SERIES, year=2026).flaws)
    assert [flaw.seq for flaw in flaws] == [3]


def test_a_void_number_whose_document_holds_is_found(desk: PaperDesk) -> None:
    document = desk.issued()
    with desk.store.begin() as session:
        void(session, VoidNumber(SERIES, 2026, 1, "私下作废", document.issued_at, "li"))
    (flaw,) = desk.read(lambda session: check_series(session, SERIES, year=2026).flaws)
    assert flaw.seq == 1


def test_a_voided_number_never_taken_is_found(desk: PaperDesk) -> None:
    document = desk.issued()
    row = {"number": 7, "reason": "误", "voided_at": document.issued_at, "voided_by": "li"}
    with desk.store.begin() as session:
        session.execute(insert(void_number).values(series=SERIES, year=2026, **row))
    (flaw,) = desk.read(lambda session: check_series(session, SERIES, year=2026).flaws)
    assert flaw.seq == 7


def test_a_void_document_whose_number_holds_is_found(desk: PaperDesk) -> None:
    desk.issued()
    with desk.store.begin() as session:
        session.execute(update(document).values(status="void"))
    (flaw,) = desk.read(lambda session: check_series(session, SERIES, year=2026).flaws)
    assert (flaw.seq, flaw.zh) == (1, "第1号与其公文是否作废不一致。")


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    last=st.integers(1, 12),
    there=st.sets(st.integers(-1, 14)),
)
def test_every_number_that_is_missing_or_too_many_is_named(
    desk: PaperDesk, last: int, there: set[int]
) -> None:
    series, case_id = f"缺号{next(EXAMPLES)}", desk.opened()
    with desk.store.begin() as session:
        session.execute(insert(number_series).values(series=series, year=2026, last=last))
        write_numbers(desk, session, series, case_id, there)
    found = desk.read(lambda session: check_series(session, series, year=2026))
    expected = {*range(1, last + 1)} ^ there
    assert {flaw.seq for flaw in found.flaws} == expected
    assert found.count == len(found.flaws) == len(expected)


def test_of_many_flaws_the_first_are_named_and_all_are_counted(desk: PaperDesk) -> None:
    case_id = desk.opened()
    with desk.store.begin() as session:
        session.execute(insert(number_series).values(series="多", year=2026, last=1_000))
        write_numbers(desk, session, "多", case_id, {*range(3, 1_000, 3), *range(2_000, 2_300)})
    found = desk.read(lambda session: check_series(session, "多", year=2026))
    named = [flaw.seq for flaw in found.flaws]
    assert named[:3] == [1, 2, 4]
    assert named[MOST - 1 : MOST + 1] == [149, 2_000]
    assert len(named) == 2 * MOST
    assert found.count == 1_000 - 333 + 300


def write_numbers(
    desk: PaperDesk, session: Session, series: str, case_id: str, serials: Collection[int]
) -> None:
    """Write lines into a register past the office."""
    same = {
        "series": series,
        "year": 2026,
        "case_id": case_id,
        "allocated_at": desk.clock(),
        "allocated_by": "wang",
    }
    for each in serials:
        number = f"{series}〔2026〕{each}号"
        session.execute(insert(allocated_number).values(serial=each, number=number, **same))


def take_one(desk: PaperDesk, case_id: str, series: str = SERIES, *, fails: bool) -> None:
    """Take a number for a case; fail after it was taken and written, if so asked."""
    with desk.store.begin() as session:
        turn = Turn(session, engine=desk.engine, clock=desk.clock, actor=SYSTEM)
        take(turn.case(case_id), series)
        turn.finish()
        if fails:
            raise ZeroDivisionError


def test_many_at_once_some_rolled_back_leave_no_gap(desk: PaperDesk) -> None:
    cases = [desk.opened() for _ in range(THREADS)]
    failed: list[int] = []

    def work(number: int) -> None:
        random = Random(number)
        for _ in range(EACH):
            try:
                take_one(desk, cases[number], fails=random.random() < 0.4)
            except ZeroDivisionError:
                failed.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = desk.read(lambda session: register(session, SERIES, year=2026))
    assert failed
    assert [line.serial for line in lines] == list(range(1, THREADS * EACH - len(failed) + 1))
    assert desk.read(lambda session: check_series(session, SERIES, year=2026).flaws) == ()
    for case_id in cases:
        desk.check(case_id)


PROGRAM = """
import sys
from engine.store import Store
from engine.store.numbers import take_number
store = Store(sys.argv[1])
for attempt in range(12):
    try:
        with store.begin() as session:
            number = take_number(session, "岳教督整", year=2026)
            if attempt % 3 == int(sys.argv[2]) % 3:
                raise ZeroDivisionError
    except ZeroDivisionError:
        continue
    print(number)
store.close()
"""


@pytest.mark.usefixtures("desk")
def test_several_processes_take_each_number_once(database_url: str) -> None:
    command = [sys.executable, "-W", "error", "-c", PROGRAM, database_url]
    running = [
        subprocess.Popen([*command, str(number)], stdout=subprocess.PIPE, text=True)
        for number in range(3)
    ]
    taken = [
        int(line) for process in running for line in process.communicate(timeout=300)[0].split()
    ]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert sorted(taken) == list(range(1, len(taken) + 1))
    assert len(taken) == 24


DEEDS = st.lists(
    st.tuples(st.sampled_from(["take", "fail", "void", "issue"]), st.integers(0, 1)), max_size=12
)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(deeds=DEEDS)
def test_any_order_of_taking_failing_and_voiding_is_gapless(
    desk: PaperDesk, deeds: list[tuple[str, int]]
) -> None:
    series, case_id, taken = f"系列{next(EXAMPLES)}", desk.opened(), 0
    for deed, which in deeds:
        if deed == "issue":
            desk.issued(series=series)
        elif deed != "void":
            with pytest.raises(ZeroDivisionError) if deed == "fail" else nullcontext():
                take_one(desk, case_id, series, fails=deed == "fail")
        elif taken:
            void_one(desk, series, 1 + which * (taken - 1))
        taken += deed in ("take", "issue")
        assert desk.read(lambda session: check_series(session, series, year=2026).flaws) == ()
        assert desk.read(lambda session: len(register(session, series, year=2026))) == taken
    assert ((series, 2026) in desk.read(all_series)) is (taken > 0)


def void_one(desk: PaperDesk, series: str, serial: int) -> None:
    """Make a number void: with its document when it has one; twice is refused."""
    lines = desk.read(lambda session: register(session, series, year=2026))
    document_id = lines[serial - 1].document_id
    with (
        pytest.raises((AlreadyExists, InvalidState))
        if lines[serial - 1].voided_at
        else (nullcontext())
    ):
        if document_id is not None:
            give = {"document_id": document_id, "reason": "重复"}
            desk.give(commands.void_document, "wang", **give)
            return
        row = VoidNumber(series, 2026, serial, "重复", desk.clock(), "li")
        with desk.store.begin() as session:
            void(session, row)
