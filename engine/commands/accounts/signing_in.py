"""Signing in with a name, a password and, where enrolled, a one-time code."""

from __future__ import annotations

from engine.commands.accounts.codes import use_code
from engine.commands.accounts.lockout import after_right
from engine.commands.accounts.proving import Attempt, Verdict, attempt, count_wrong, judge
from engine.commands.accounts.refusals import code_refused, code_required, sign_in_refused
from engine.commands.accounts.sessions import SignedIn, begin_session
from engine.commands.engine import Engine
from engine.model.case import Clock
from engine.model.errors import NotAuthenticated
from engine.store.accounts import put_account
from engine.store.store import Session, Store


def sign_in(
    store: Store,
    *,
    engine: Engine,
    clock: Clock,
    person: str,
    password: str,
    code: str | None = None,
    address: str = "",
    agent: str = "",
) -> SignedIn:
    """Sign a person in, or raise NotAuthenticated with one of three codes.

    `sign_in_refused` is the same for an unknown or inactive person, one without a password, a
    wrong password and a locked account; `code_required` and `code_refused` answer only the right
    password. It takes the store itself, because a failure must be kept and a hash must hold no
    unit of work.
    """
    tried = attempt(store, engine=engine, clock=clock, person=person, password=password)
    with store.begin() as session:
        answer = _answer(session, tried, engine, clock, code, address, agent)
    if isinstance(answer, NotAuthenticated):
        raise answer
    return answer


def _answer(
    session: Session,
    tried: Attempt,
    engine: Engine,
    clock: Clock,
    code: str | None,
    address: str,
    agent: str,
) -> SignedIn | NotAuthenticated:
    judged = judge(session, tried, engine=engine, clock=clock, address=address)
    account, means = judged.account, "password"
    if judged.verdict is not Verdict.RIGHT or account is None:
        return sign_in_refused()
    if account.totp_secret is not None:
        if not code:
            return code_required()
        used = use_code(account, code, clock())
        if used is None:
            count_wrong(session, account, tried, engine=engine, clock=clock, address=address)
            return code_refused()
        account, means = used[0], f"password+{used[1]}"
    put_account(session, after_right(account))
    return begin_session(
        session,
        engine=engine,
        clock=clock,
        person=account.person,
        means=means,
        address=address,
        agent=agent,
    )
