"""Accounts: people who are who they say they are, and programs that act for them.

Three ways of calling, by what a command needs. Those that verify or make a password (`sign_in`,
`change_password`, `set_password`, `begin_codes`, `remove_codes`) take the *store*: a hash takes a
tenth of a second and must hold no unit of work, and a failure must be kept. They take no
idempotency key, because their answers carry secrets. All others take a session, as every command
does. Identifying only reads; `touch` and `rotate` are asked for by what it answers.

Over HTTP: cookie → `identify_session`, header `Authorization: Bearer dudao_…` → `identify_token`;
then `expect_ready` and `expect_scope`; for a session that changes something, compare `csrf`; for
passwords, codes and new tokens, `expect_session`.
"""

from __future__ import annotations

from engine.commands.accounts.identities import (
    Identity,
    expect_ready,
    expect_scope,
    expect_session,
    identify_session,
    identify_token,
    touch,
)
from engine.commands.accounts.listing import list_accounts
from engine.commands.accounts.own_account import OwnAccount, read_own_account
from engine.commands.accounts.passwords import (
    PasswordChanged,
    PasswordSet,
    change_password,
    give_first_password,
    set_password,
    unlock_account,
)
from engine.commands.accounts.scopes import AREAS, SCOPES
from engine.commands.accounts.second_factor import (
    CodesBegun,
    CodesConfirmed,
    CodesRemoved,
    begin_codes,
    clear_codes,
    confirm_codes,
    remove_codes,
)
from engine.commands.accounts.sessions import (
    SessionSeen,
    SignedIn,
    begin_session,
    forget_sessions,
    list_sessions,
    rotate,
    sign_out,
    sign_out_everywhere,
)
from engine.commands.accounts.signing_in import sign_in
from engine.commands.accounts.tokens import (
    TokenIssued,
    TokenSeen,
    issue_token,
    list_tokens,
    revoke_token,
)

__all__ = [
    "AREAS",
    "SCOPES",
    "CodesBegun",
    "CodesConfirmed",
    "CodesRemoved",
    "Identity",
    "OwnAccount",
    "PasswordChanged",
    "PasswordSet",
    "SessionSeen",
    "SignedIn",
    "TokenIssued",
    "TokenSeen",
    "begin_codes",
    "begin_session",
    "change_password",
    "clear_codes",
    "confirm_codes",
    "expect_ready",
    "expect_scope",
    "expect_session",
    "forget_sessions",
    "give_first_password",
    "identify_session",
    "identify_token",
    "issue_token",
    "list_accounts",
    "list_sessions",
    "list_tokens",
    "read_own_account",
    "remove_codes",
    "revoke_token",
    "rotate",
    "set_password",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "touch",
    "unlock_account",
]
