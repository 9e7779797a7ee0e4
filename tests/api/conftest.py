"""Desks with an interface, on each of the two stores."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dudao.groups import GROUPS
from engine.store import Session, Store
from engine.store.statements import Cell, Cursor, Statement
from tests.api.office import Interface, let_one_publish
from tests.cases.conftest import store
from tests.cases.desk import Desk
from tests.ledger.office import Office as LedgerOffice
from tests.papers.office import PaperDesk
from tests.publications.office import CLOSING, NOTICE
from tests.registers.office import Office as RegisterOffice
from tests.support.clock import HandClock

__all__ = ["store"]


@pytest.fixture
def papers(store: Store, clock: HandClock) -> PaperDesk:
    """Return an office that issues a notice in each case."""
    return PaperDesk(store, clock).with_procedure()


@pytest.fixture
def ledger(store: Store, clock: HandClock) -> LedgerOffice:
    """Return an office that decides outcomes."""
    return LedgerOffice(store, clock)


@pytest.fixture
def registers(store: Store, clock: HandClock) -> RegisterOffice:
    """Return an office with rectification."""
    return RegisterOffice(store, clock)


@pytest.fixture
def notices(store: Store, clock: HandClock) -> Desk:
    """Return an office that publishes notices."""
    desk = Desk(store, clock)
    desk.deploy(NOTICE, CLOSING)
    return desk


@pytest.fixture
def interface(request: pytest.FixtureRequest) -> Interface:
    """Return the interface of the one office that the test takes."""
    names = ("papers", "ledger", "registers", "notices")
    (name,) = (each for each in names if each in request.fixturenames)
    return Interface(request.getfixturevalue(name))


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that are run, prepared ones and others."""
    found: list[str] = []
    run, rows, row, execute = Session.run, Session.rows, Session.row, Session.execute

    def running(self: Session, statement: Statement, *arguments: Cell) -> Cursor:
        found.append("run")
        return run(self, statement, *arguments)

    def reading(self: Session, statement: Statement, *arguments: Cell) -> list[list[Cell]]:
        found.append("rows")
        return rows(self, statement, *arguments)

    def finding(self: Session, statement: Statement, *arguments: Cell) -> list[Cell] | None:
        found.append("row")
        return row(self, statement, *arguments)

    def executing(self: Session, *arguments: object) -> object:
        found.append("execute")
        return execute(self, *arguments)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(Session, "run", running)
    monkeypatch.setattr(Session, "rows", reading)
    monkeypatch.setattr(Session, "row", finding)
    monkeypatch.setattr(Session, "execute", executing)
    return found


@pytest.fixture
def office(store: Store, clock: HandClock) -> Interface:
    """Return an office with the groups of an installation, and no diagrams; one person publishes."""
    desk = Desk(store, clock)
    desk.engine = replace(desk.engine, groups=GROUPS)
    with store.begin() as session:
        let_one_publish(session, at=clock())
    return Interface(desk)
