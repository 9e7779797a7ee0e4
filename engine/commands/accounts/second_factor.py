"""Enrolling an application that shows one-time codes, and doing without it again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pyotp
import segno

from engine.commands.accounts.codes import DIGITS, matching_step, recovery_hashes
from engine.commands.accounts.credentials import readable, totp_secret
from engine.commands.accounts.events import record
from engine.commands.accounts.holders import managed, own
from engine.commands.accounts.lockout import after_right
from engine.commands.accounts.proving import attempt, judge, proved
from engine.commands.accounts.refusals import no_account
from engine.commands.accounts.sessions import start_over
from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.requests import command
from engine.commands.results import Recorded
from engine.model.case import Actor, Clock
from engine.model.errors import EngineError, FieldError, InvalidArgument, InvalidState
from engine.store.account_rows import AccountRow
from engine.store.accounts import hold_account, put_account
from engine.store.store import Session, Store

ISSUER = "督导"
RECOVERY_CODES = 10


@dataclass(frozen=True, slots=True)
class CodesBegun:
    """What the application on the phone must be given, as an address and as its picture."""

    uri: str = field(repr=False)
    svg: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CodesConfirmed:
    """Codes are required from now on; the recovery codes are shown this once."""

    recovery_codes: tuple[str, ...] = field(repr=False)
    secret: str | None = field(repr=False)
    """The renewed secret of the session it was confirmed in."""


@dataclass(frozen=True, slots=True)
class CodesRemoved:
    """No codes are required any more."""

    secret: str | None = field(repr=False)
    """The renewed secret of the session it was done in."""


def begin_codes(
    store: Store, *, engine: Engine, clock: Clock, actor: Actor, password: str
) -> CodesBegun:
    """Make a secret for an application that shows codes; it counts once `confirm_codes` is given one.

    The password is asked for again: whoever found a screen unlocked must not lock its owner out.
    """
    tried = attempt(store, engine=engine, clock=clock, person=own(actor), password=password)
    with store.begin() as session:
        account = proved(judge(session, tried, engine=engine, clock=clock))
        if not isinstance(account, EngineError):
            made = totp_secret(engine)
            put_account(session, replace(after_right(account), totp_pending=made))
            uri = pyotp.TOTP(made).provisioning_uri(name=account.person, issuer_name=ISSUER)
            return CodesBegun(uri, segno.make(uri, error="m").svg_inline(scale=4, border=4))
    raise account


def confirm_codes(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    code: str,
    secret: str | None = None,
) -> CodesConfirmed:
    """Require codes from now on, once one shows that the application has the secret.

    All other sessions end. Raise InvalidState when nothing was begun, InvalidArgument,
    `wrong_code`, for a wrong code.
    """
    person, now = own(actor), clock()
    account = hold_account(session, person)
    if account is None or account.totp_pending is None:
        raise InvalidState(
            "请先开始绑定动态验证码。", en="Expected enrolment to have begun.", code="not_begun"
        )
    given = "".join(code.split())[: DIGITS + 1]
    step = None
    if given.isascii():
        step = matching_step(account.totp_pending, given, now, after=None)
    if step is None:
        zh, en = "验证码不正确。请核对手机时间后重新输入。", "Wrong code; check the phone's clock."
        raise InvalidArgument(zh, en=en, code="wrong_code", errors=(FieldError("code", zh, en),))
    codes = tuple(readable(engine) for _ in range(RECOVERY_CODES))
    enrolled = replace(
        account,
        totp_secret=account.totp_pending,
        totp_pending=None,
        totp_step=step,
        recovery_hashes=recovery_hashes(codes),
    )
    put_account(session, enrolled)
    renewed = start_over(session, engine=engine, now=now, person=person, secret=secret)
    record(session, "codes_enrolled", engine=engine, at=now, actor=actor, person=person)
    return CodesConfirmed(codes, renewed)


def remove_codes(
    store: Store,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    password: str,
    secret: str | None = None,
) -> CodesRemoved:
    """Stop requiring codes of oneself; the password is asked for again, other sessions end."""
    person = own(actor)
    tried = attempt(store, engine=engine, clock=clock, person=person, password=password)
    with store.begin() as session:
        account = proved(judge(session, tried, engine=engine, clock=clock))
        if not isinstance(account, EngineError):
            now = clock()
            put_account(session, _without(after_right(account)))
            renewed = start_over(session, engine=engine, now=now, person=person, secret=secret)
            record(session, "codes_removed", engine=engine, at=now, actor=actor, person=person)
            return CodesRemoved(renewed)
    raise account


@command(Recorded)
def clear_codes(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    person: str,
    idempotency_key: str | None = None,
) -> Recorded:
    """Stop requiring codes of somebody who lost their phone; for an administrator."""
    del idempotency_key  # taken by the decorator
    now = clock()
    office = Office(session, engine, now=now)
    managed(session, office, engine=engine, actor=actor, person=person)
    account = hold_account(session, person)
    if account is None:
        raise no_account(person)
    put_account(session, _without(account))
    start_over(session, engine=engine, now=now, person=person, secret=None)
    return record(session, "codes_removed", engine=engine, at=now, actor=actor, person=person)


def _without(account: AccountRow) -> AccountRow:
    return replace(account, totp_secret=None, totp_pending=None, totp_step=None, recovery_hashes=())
