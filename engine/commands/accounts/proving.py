"""Proving who one is by a password, so that no unit of work waits for a hash.

First the account is read, then the password is verified with nothing open, then the result is
counted in a unit of work that holds the account: of two wrong attempts at once both count.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from engine.commands.accounts.events import record
from engine.commands.accounts.lockout import after_wrong, is_locked
from engine.commands.accounts.policy import AccountPolicy
from engine.commands.accounts.refusals import locked, wrong_password
from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.identity import SERVICE, Person
from engine.model.case import SYSTEM, Clock
from engine.model.errors import EngineError
from engine.store.account_rows import AccountRow
from engine.store.accounts import hold_account, put_account, read_account
from engine.store.store import Session, Store


class Verdict(Enum):
    """What became of an attempt."""

    RIGHT = "right"
    """The password is theirs."""
    WRONG = "wrong"
    """It is not, or there is nobody whose it could be; counted where there is somebody."""
    LOCKED = "locked"
    """The account is locked, whatever the password was; not counted."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A password verified against an account as it was read."""

    person_id: str
    person: Person | None
    known: str | None = field(repr=False)
    is_right: bool
    renewed: str | None = field(repr=False)
    """The hash at the present cost, where the known one was made at another."""
    policy: AccountPolicy


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict, and the account held for what follows; None when there is none."""

    verdict: Verdict
    account: AccountRow | None


def attempt(store: Store, *, engine: Engine, clock: Clock, person: str, password: str) -> Attempt:
    """Verify a password: one verification in every case, against nobody's where there is none."""
    person = person.replace("\0", "\ufffd")  # which no store can hold, and nobody is called
    with store.read() as session:
        office = Office(session, engine, now=clock())
        policy = AccountPolicy.of(office.settings)
        found = office.person(person)
        account = read_account(session, person)
    known = account.password_hash if account is not None else None
    if found is None or SERVICE in found.groups:
        known = None
    is_right = engine.passwords.verify(known, password)
    is_outdated = is_right and known is not None and engine.passwords.is_outdated(known)
    renewed = engine.passwords.hash(password) if is_outdated else None
    return Attempt(person, found, known, is_right, renewed, policy)


def judge(
    session: Session, tried: Attempt, *, engine: Engine, clock: Clock, address: str = ""
) -> Judged:
    """Hold the account, and count the attempt when it was wrong.

    A password changed since it was read makes the attempt wrong, and it is not counted.
    """
    account = hold_account(session, tried.person_id) if tried.known is not None else None
    if account is None or account.password_hash != tried.known:
        return Judged(Verdict.WRONG, None)
    if is_locked(account, clock()):
        return Judged(Verdict.LOCKED, account)
    if not tried.is_right:
        count_wrong(session, account, tried, engine=engine, clock=clock, address=address)
        return Judged(Verdict.WRONG, account)
    if tried.renewed is not None:
        account = replace(account, password_hash=tried.renewed)
    return Judged(Verdict.RIGHT, account)


def count_wrong(
    session: Session,
    account: AccountRow,
    tried: Attempt,
    *,
    engine: Engine,
    clock: Clock,
    address: str = "",
) -> None:
    """Count a wrong password or code; a lock is recorded, by the system: nobody proved anything."""
    now = clock()
    counted = after_wrong(account, tried.policy, now)
    put_account(session, counted)
    if counted.locks > account.locks:
        record(
            session,
            "account_locked",
            engine=engine,
            at=now,
            actor=SYSTEM,
            person=account.person,
            until=counted.locked_until,
            address=address,
        )


def proved(judged: Judged) -> AccountRow | EngineError:
    """Return the account of somebody signed in, or what to tell them once the count is kept."""
    account = judged.account
    if judged.verdict is Verdict.LOCKED and account is not None and account.locked_until:
        return locked(account.locked_until)
    if judged.verdict is not Verdict.RIGHT or account is None:
        return wrong_password()
    return account
