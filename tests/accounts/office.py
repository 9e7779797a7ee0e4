"""People with passwords, cheap hashes, and secrets that can be foretold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import pyotp

from engine import commands
from engine.commands import Identity, SignedIn, TokenIssued
from engine.identity import HashCost, Membership, Passwords, PersonEntry, upsert_people
from engine.model.case import SYSTEM, Actor
from engine.model.errors import EngineError
from engine.store import Session, Store
from engine.store.account_rows import AccountRow
from engine.store.accounts import read_account
from engine.store.tables import METADATA
from tests.cases.desk import Desk
from tests.support.clock import HandClock

R = TypeVar("R")
CHEAP = HashCost(rounds=1, memory=8, lanes=1)
PASSWORD = "竹杖芒鞋轻胜马 穿林"
MACHINE = "oa"


class CountedSecrets:
    """Make secrets that are different and the same in every run."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self) -> str:
        self.made.append(f"secret{len(self.made):037d}")
        return self.made[-1]


class Office(Desk):
    """Do with accounts what people and programs do."""

    def __init__(self, store: Store, clock: HandClock) -> None:
        super().__init__(store, clock)
        self.secrets = CountedSecrets()
        self.engine = replace(self.engine, passwords=Passwords(CHEAP), new_secret=self.secrets)
        with store.begin() as session:
            upsert_people(
                session,
                [
                    PersonEntry(MACHINE, "公文系统", "430600", (Membership("service"),)),
                    PersonEntry("gone", "离某", "430600", (), is_active=False),
                    PersonEntry("fen", "分某", "430621", (Membership("administrator"),)),
                ],
            )
            commands.give_first_password(
                session,
                engine=self.engine,
                clock=clock,
                people=["li", "wang", "guan", "fen", "gone", MACHINE],
                password_hash=self.engine.passwords.hash(PASSWORD),
            )

    # ---------------------------------------------------------------------- signing in

    def sign_in(
        self, person: str = "li", password: str = PASSWORD, code: str | None = None
    ) -> SignedIn:
        return commands.sign_in(
            self.store,
            engine=self.engine,
            clock=self.clock,
            person=person,
            password=password,
            code=code,
            address="10.0.0.7",
            agent="浏览器",
        )

    def refused(self, person: str = "li", password: str = "错", code: str | None = None) -> str:
        """Sign in where that must fail; return the code of the refusal."""
        try:
            self.sign_in(person, password, code)
        except EngineError as refusal:
            return refusal.code
        raise AssertionError("signed in")

    def account(self, person: str = "li") -> AccountRow:
        found = self.read(lambda session: read_account(session, person))
        assert found is not None
        return found

    # ---------------------------------------------------------------------- requests

    def identify(self, secret: str) -> Identity | None:
        return self.read(
            lambda session: commands.identify_session(
                session, engine=self.engine, clock=self.clock, secret=secret
            )
        )

    def identify_token(self, secret: str) -> Identity | None:
        return self.read(
            lambda session: commands.identify_token(
                session, engine=self.engine, clock=self.clock, secret=secret
            )
        )

    def request(self, secret: str) -> bool:
        """Send a request that is noted; say whether the secret is still worth something."""
        identity = self.identify(secret)
        if identity is None:
            return False
        with self.store.begin() as session:
            commands.touch(session, clock=self.clock, identity=identity)
        return True

    def rotate(self, secret: str) -> str | None:
        with self.store.begin() as session:
            return commands.rotate(session, engine=self.engine, clock=self.clock, secret=secret)

    # ---------------------------------------------------------------------- commands

    def do(self, command: Callable[..., R], person: str, /, **arguments: object) -> R:
        """Give a command that takes the store."""
        actor = SYSTEM if person == SYSTEM.person else Actor(person)
        return command(self.store, engine=self.engine, clock=self.clock, actor=actor, **arguments)

    def see(self, look: Callable[..., R], person: str, /, **arguments: object) -> R:
        actor = SYSTEM if person == SYSTEM.person else Actor(person)
        return self.read(
            lambda session: look(
                session, engine=self.engine, clock=self.clock, actor=actor, **arguments
            )
        )

    def issue(
        self,
        person: str = "li",
        /,
        *,
        scopes: Sequence[str] = ("cases:read",),
        days: float = 30,
        **more: object,
    ) -> TokenIssued:
        return self.give(
            commands.issue_token,
            person,
            name="报表程序",
            scopes=scopes,
            expires_at=self.clock() + timedelta(days=days),
            **more,
        )

    def enrol(self, person: str = "li") -> tuple[str, tuple[str, ...]]:
        """Enrol one-time codes, a minute ago; return their secret and the recovery codes."""
        begun = self.do(commands.begin_codes, person, password=PASSWORD)
        secret = pyotp.parse_uri(begun.uri).secret
        confirmed = self.give(commands.confirm_codes, person, code=code_at(secret, self.clock()))
        self.clock.advance(timedelta(minutes=2))
        return secret, confirmed.recovery_codes

    def everything(self) -> str:
        """Write out every row of every table, bytes as text and as hexadecimal."""
        return self.read(_dump)


def _dump(session: Session) -> str:
    cells = []
    for table in METADATA.sorted_tables:
        for row in session.execute(table.select()).all():
            for cell in row:
                if isinstance(cell, bytes | memoryview):
                    cells += [bytes(cell).decode("utf-8", "replace"), bytes(cell).hex()]
                else:
                    cells.append(str(cell))
    return "\n".join(cells)


def code_at(secret: str, instant: datetime) -> str:
    """Return what the application on the phone shows."""
    return pyotp.TOTP(secret).at(instant)
