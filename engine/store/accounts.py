"""Accounts: read, held while they are changed, written as a whole."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from sqlalchemy import bindparam, func, select

from engine.store.account_rows import AccountListed, AccountRow
from engine.store.statements import Statement
from engine.store.step_statements import columns_of, setting
from engine.store.store import Session
from engine.store.tables import account, person, unit_ancestor

_BY_PERSON = select(account).where(account.c.person == bindparam("person"))
_READ = Statement(_BY_PERSON, ["person"])
_HOLD = Statement(_BY_PERSON.with_for_update(), ["person"])  # SQLite's writers take turns anyway
_PUT = setting(account, [column.key for column in account.columns], ("person",))
_LISTED = (
    select(
        person.c.id,
        person.c.name,
        person.c.unit,
        person.c.is_active,
        account.c.password_hash.is_not(None).label("has_password"),
        func.coalesce(account.c.must_change, False).label("must_change"),
        account.c.changed_at,
        account.c.totp_secret.is_not(None).label("has_totp"),
        func.coalesce(account.c.failures, 0).label("failures"),
        account.c.locked_until,
    )
    .select_from(person.outerjoin(account, account.c.person == person.c.id))
    .order_by(person.c.id)
)
_cells = columns_of(AccountRow)


def read_account(session: Session, person_id: str) -> AccountRow | None:
    """Return the account of a person; None when they have none."""
    return session.one(AccountRow, _READ, person_id)


def hold_account(session: Session, person_id: str) -> AccountRow | None:
    """Return the account of a person, which nobody else changes until this unit of work ends."""
    return session.one(AccountRow, _HOLD, person_id)


def put_account(session: Session, row: AccountRow) -> None:
    """Write an account as it is now."""
    session.run(_PUT, *_cells(row))


def account_listed(session: Session, person_id: str) -> AccountListed | None:
    """Return a person with their account, None for somebody unknown."""
    row = session.execute(_LISTED.where(person.c.id == person_id)).first()
    return None if row is None else AccountListed(*cast("tuple[Any, ...]", row))


def accounts_after(
    session: Session, person_id: str, *, below: Collection[str] | None, limit: int
) -> list[AccountListed]:
    """Return people with their accounts, by id, those after this one, at most so many.

    `below` names the units in which, or below which, they are; None stands for everybody.
    """
    query = _LISTED.where(person.c.id > person_id).limit(limit)
    if below is not None:
        reached = select(unit_ancestor.c.unit).where(unit_ancestor.c.ancestor.in_(below))
        query = query.where(person.c.unit.in_(reached))
    return [AccountListed(*cast("tuple[Any, ...]", row)) for row in session.execute(query)]
