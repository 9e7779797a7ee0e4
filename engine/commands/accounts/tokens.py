"""Tokens by which programs act as a person: issued, listed, revoked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from engine.commands.accounts.credentials import digest, token_secret
from engine.commands.accounts.events import record
from engine.commands.accounts.holders import managed, own
from engine.commands.accounts.policy import AccountPolicy
from engine.commands.accounts.scopes import checked_scopes
from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.requests import command
from engine.commands.results import Recorded
from engine.identity import SERVICE
from engine.model.case import Actor, Clock
from engine.model.counts import counted
from engine.model.errors import FieldError, InvalidArgument, NotFound, NotPermitted
from engine.model.values import Value
from engine.store.account_rows import TokenRow
from engine.store.api_tokens import find_token, insert_token, revoke_token_row, tokens_of
from engine.store.store import Session

MAX_NAME = 100


@dataclass(frozen=True, slots=True)
class TokenIssued(Recorded):
    """A token was issued; `secret` is given this once: the same request again has it no more."""

    token: str
    person: str
    name: str
    secret: str | None = field(default=None, repr=False)

    def to_keep(self) -> dict[str, Value]:
        """Return what an idempotency key keeps: everything but the secret."""
        return asdict(replace(self, secret=None))


@dataclass(frozen=True, slots=True)
class TokenSeen:
    """A token as a list shows it."""

    id: str
    person: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    created_by: str
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@command(TokenIssued)
def issue_token(  # noqa: PLR0913 - one name for each thing a caller says
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime,
    person: str | None = None,
    idempotency_key: str | None = None,
) -> TokenIssued:
    """Issue a token for oneself, or by an administrator for a service person.

    A token never allows more than its person may do; scopes allow less. Raise InvalidArgument
    for an unknown scope, and for an expiry that is past or too far away.
    """
    del idempotency_key  # taken by the decorator
    now = clock()
    office = Office(session, engine, now=now)
    whose = _whose(session, office, engine=engine, actor=actor, person=person)
    words = checked_scopes(scopes)
    _expect_valid(name, expires_at, now, AccountPolicy.of(office.settings))
    secret = token_secret(engine)
    row = TokenRow(
        id=str(engine.new_id()),
        person=whose,
        name=name.strip(),
        secret_hash=digest(secret),
        scopes=words,
        created_at=now,
        created_by=actor.person,
        expires_at=expires_at,
    )
    insert_token(session, row)
    recorded = record(
        session,
        "token_issued",
        engine=engine,
        at=now,
        actor=actor,
        person=whose,
        token=row.id,
        name=row.name,
        scopes=list(words),
        expires_at=expires_at,
    )
    return TokenIssued("", 0, "", recorded.seq, row.id, whose, row.name, secret)


def _whose(
    session: Session, office: Office, *, engine: Engine, actor: Actor, person: str | None
) -> str:
    if person is None or person == actor.person:
        return own(actor)
    entry = managed(session, office, engine=engine, actor=actor, person=person)
    found = office.person(entry.id)
    if not actor.is_system and (found is None or SERVICE not in found.groups):
        raise NotPermitted(
            "管理员只能为系统对接账户签发令牌，其他人的令牌由本人签发。",
            en="Expected a service person: a token of anybody else is theirs to issue.",
            code="own_account_only",
        )
    return entry.id


def _expect_valid(name: str, expires_at: datetime, now: datetime, policy: AccountPolicy) -> None:
    wrong = []
    if not 0 < len(name.strip()) <= MAX_NAME or not name.isprintable():
        wrong.append(
            FieldError("name", f"名称应为1至{MAX_NAME}个可见字符。", f"1 to {MAX_NAME} characters.")
        )
    if expires_at.tzinfo is None or not now < expires_at <= now + policy.token:
        days = policy.token.days
        wrong.append(
            FieldError(
                "expires_at",
                f"有效期应从现在起，最长{days}天。",
                f"An aware instant within {counted(days, 'day')} from now.",
            )
        )
    if wrong:
        raise InvalidArgument(
            wrong[0].zh, en=wrong[0].en, code="invalid_token", errors=tuple(wrong)
        )


@command(Recorded)
def revoke_token(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    token: str,
    idempotency_key: str | None = None,
) -> Recorded:
    """Revoke a token of one's own, or of another by an administrator; NotFound for any other."""
    del idempotency_key  # taken by the decorator
    now = clock()
    row = find_token(session, token)
    if row is None or not _may_revoke(session, row, engine=engine, clock=clock, actor=actor):
        raise _unknown_token()
    if not revoke_token_row(session, token, now=now):
        raise _unknown_token()
    return record(
        session,
        "token_revoked",
        engine=engine,
        at=now,
        actor=actor,
        person=row.person,
        token=token,
        name=row.name,
    )


def _may_revoke(
    session: Session, row: TokenRow, *, engine: Engine, clock: Clock, actor: Actor
) -> bool:
    if row.person == actor.person:
        return own(actor) == row.person
    office = Office(session, engine, now=clock())
    try:
        managed(session, office, engine=engine, actor=actor, person=row.person)
    except (NotPermitted, NotFound):
        return False  # whether there is such a token is not theirs to know
    return True


def _unknown_token() -> NotFound:
    return NotFound("没有这一令牌，或者已经撤销。", en="Expected a token that is not revoked.")


def list_tokens(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, person: str | None = None
) -> tuple[TokenSeen, ...]:
    """Return all tokens of oneself, or of another for an administrator, the first one first."""
    if person is None or person == actor.person:
        whose = own(actor)
    else:
        office = Office(session, engine, now=clock())
        whose = managed(session, office, engine=engine, actor=actor, person=person).id
    return tuple(
        TokenSeen(
            row.id,
            row.person,
            row.name,
            row.scopes,
            row.created_at,
            row.created_by,
            row.expires_at,
            row.last_used_at,
            row.revoked_at,
        )
        for row in tokens_of(session, whose)
    )
