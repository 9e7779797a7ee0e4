"""Changing one's password, and giving somebody one to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.commands.accounts.credentials import readable
from engine.commands.accounts.events import record
from engine.commands.accounts.holders import managed, own
from engine.commands.accounts.lockout import after_right
from engine.commands.accounts.password_rules import expect_password
from engine.commands.accounts.proving import attempt, judge, proved
from engine.commands.accounts.refusals import no_account, service_account
from engine.commands.accounts.sessions import start_over
from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.requests import command
from engine.commands.results import Recorded
from engine.identity import SERVICE
from engine.model.case import SYSTEM, Actor, Clock
from engine.model.errors import EngineError, FieldError, InvalidArgument
from engine.store.account_rows import AccountRow
from engine.store.accounts import hold_account, put_account, read_account
from engine.store.sign_ins import end_sessions
from engine.store.store import Session, Store


@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """A password was changed; `secret` is the renewed one of the session it was changed in."""

    person: str
    secret: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class PasswordSet:
    """Somebody was given a password, which they must change when they sign in."""

    person: str
    password: str = field(repr=False)


def change_password(
    store: Store,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    old: str,
    new: str,
    secret: str | None = None,
) -> PasswordChanged:
    """Change one's own password; all other sessions end, and the secret of this one is renewed.

    A wrong old password counts as a wrong sign-in does: InvalidArgument, `wrong_password`, or
    InvalidState, `account_locked`.
    """
    person = own(actor)
    tried = attempt(store, engine=engine, clock=clock, person=person, password=old)
    # Judged and hashed whatever the old one is: nothing tells a right guess during a lock.
    expect_password(new, person=person, name="" if tried.person is None else tried.person.name)
    _expect_another(old, new)
    made = engine.passwords.hash(new)
    with store.begin() as session:
        account = proved(judge(session, tried, engine=engine, clock=clock))
        if not isinstance(account, EngineError):
            now = clock()
            changed = replace(
                after_right(account), password_hash=made, must_change=False, changed_at=now
            )
            put_account(session, changed)
            renewed = start_over(session, engine=engine, now=now, person=person, secret=secret)
            record(session, "password_changed", engine=engine, at=now, actor=actor, person=person)
            return PasswordChanged(person, renewed)
    raise account


def _expect_another(old: str, new: str) -> None:
    if new == old:
        zh, en = "新密码应与原密码不同。", "Expected another password than the present one."
        raise InvalidArgument(
            zh, en=en, code="invalid_password", errors=(FieldError("new", zh, en),)
        )


def set_password(
    store: Store,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    person: str,
    password: str | None = None,
) -> PasswordSet:
    """Give somebody a password to begin with, made here unless one is given, and sign them out.

    For an administrator or the command line. The person must change it when they sign in with
    it; until then their tokens do nothing either. A lock is lifted.
    """
    with store.read() as session:
        office = Office(session, engine, now=clock())
        entry = managed(session, office, engine=engine, actor=actor, person=person)
        found = office.person(person)
    if found is not None and SERVICE in found.groups:
        raise service_account()
    given = readable(engine) if password is None else password
    expect_password(given, person=person, name=entry.name)
    made = engine.passwords.hash(given)
    with store.begin() as session:
        now = clock()
        account = hold_account(session, person) or AccountRow(person)
        put_account(
            session,
            replace(after_right(account), password_hash=made, must_change=True, changed_at=now),
        )
        end_sessions(session, whose=person, kept="", now=now)
        record(session, "password_set", engine=engine, at=now, actor=actor, person=person)
    return PasswordSet(person, given)


def give_first_password(
    session: Session, *, engine: Engine, clock: Clock, people: Sequence[str], password_hash: str
) -> tuple[str, ...]:
    """Give the same password to those of some people who have no account; return who got it.

    For demonstrations alone: nobody has to change it.
    """
    now = clock()
    given = tuple(each for each in people if read_account(session, each) is None)
    for person in given:
        put_account(session, AccountRow(person, password_hash, changed_at=now))
    if given:
        record(
            session,
            "first_passwords_given",
            engine=engine,
            at=now,
            actor=SYSTEM,
            person=" ".join(given),
        )
    return given


@command(Recorded)
def unlock_account(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    person: str,
    idempotency_key: str | None = None,
) -> Recorded:
    """Lift the lock of somebody's account, and forget the wrong attempts; for an administrator."""
    del idempotency_key  # taken by the decorator
    now = clock()
    office = Office(session, engine, now=now)
    managed(session, office, engine=engine, actor=actor, person=person)
    account = hold_account(session, person)
    if account is None:
        raise no_account(person)
    put_account(session, after_right(account))
    return record(
        session,
        "account_unlocked",
        engine=engine,
        at=now,
        actor=actor,
        person=person,
        locked_until=account.locked_until,
        failures=account.failures,
    )
