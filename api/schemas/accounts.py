"""What is said to and of accounts, sessions and tokens."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.schemas.derived import answer_of
from api.schemas.parts import an_id
from engine.commands.accounts import SCOPES, SessionSeen, TokenSeen
from engine.commands.reading.directory import PersonView
from engine.commands.reading.names import Named
from engine.identity import MAX_PASSWORD
from engine.store.account_rows import AccountListed

_LONGEST_CODE = 40


def a_password(description: str) -> fields.String:
    """Return the field of a password; what makes a good one is judged by the command."""
    return fields.String(
        required=True,
        load_only=True,
        validate=validate.Length(1, MAX_PASSWORD),
        metadata={"description": description, "format": "password"},
    )


def a_code(*, is_required: bool) -> fields.String:
    """Return the field of a one-time code or a recovery code."""
    return fields.String(
        required=is_required,
        validate=validate.Length(1, _LONGEST_CODE),
        metadata={"description": "动态验证码或备用码"},
    )


class SignIn(Schema):
    """Who one is, and the proof."""

    person = an_id("用户名（人员编号）")
    password = a_password("密码")
    code = a_code(is_required=False)


class SignedIn(Schema):
    """Somebody is signed in; the session itself is in the cookie."""

    person = fields.String(required=True)
    must_change = fields.Boolean(required=True, metadata={"description": "须先修改密码"})
    csrf = fields.String(required=True, metadata={"description": "此后修改时放在 X-CSRF-Token 中"})


class NewPassword(Schema):
    """The present password and another one."""

    old = a_password("现密码")
    new = a_password("新密码，10 至 128 个字符")


class Proof(Schema):
    """The present password once more."""

    password = a_password("现密码")


class Code(Schema):
    """A one-time code."""

    code = a_code(is_required=True)


class CodesBegun(Schema):
    """The secret for an authenticator, as address and as picture; shown this once."""

    uri = fields.String(required=True)
    svg = fields.String(required=True, metadata={"description": "二维码"})


class CodesConfirmed(Schema):
    """Codes for when the authenticator is lost, each good once; shown this once."""

    recovery_codes = fields.List(fields.String(), required=True)


class Me(Schema):
    """Who the caller is to the interface."""

    person = fields.Nested(answer_of(PersonView), required=True)
    kind = fields.String(
        required=True, metadata={"description": "session 为登录，token 为访问令牌"}
    )
    scopes = fields.List(fields.String(), required=True)
    must_change = fields.Boolean(required=True)
    csrf = fields.String(required=True)
    acting_for = fields.List(
        fields.Nested(answer_of(Named)),
        required=True,
        metadata={"description": "今日可以代理的人员，供 On-Behalf-Of 使用"},
    )


class Sessions(Schema):
    """The sessions of the caller."""

    items = fields.List(fields.Nested(answer_of(SessionSeen)), required=True)


class Tokens(Schema):
    """Tokens, without their secrets."""

    items = fields.List(fields.Nested(answer_of(TokenSeen)), required=True)


class NewToken(Schema):
    """A token to be issued."""

    name = fields.String(
        required=True, validate=validate.Length(1, 100), metadata={"description": "用途"}
    )
    scopes = fields.List(
        fields.String(validate=validate.OneOf(sorted(SCOPES))),
        required=True,
        validate=validate.Length(1, len(SCOPES)),
        metadata={"description": "权限范围，如 cases:read"},
    )
    expires_at = fields.AwareDateTime(required=True, metadata={"description": "何时失效，带时区"})
    person = an_id("系统对接账户；不填则为本人", is_required=False)


class Issued(Schema):
    """A token; its secret is shown this once and not again for the same Idempotency-Key."""

    token = fields.String(required=True)
    person = fields.String(required=True)
    name = fields.String(required=True)
    secret = fields.String(required=True, allow_none=True)


class Everywhere(Schema):
    """What to end."""

    tokens = fields.Boolean(load_default=False, metadata={"description": "同时吊销访问令牌"})


class AccountsQuery(Schema):
    """Which part of the list."""

    after = an_id("上一页最后一人的编号", is_required=False)
    limit = fields.Integer(
        load_default=200, validate=validate.Range(1, 500), metadata={"description": "每页人数"}
    )


class Accounts(Schema):
    """People with the state of their accounts."""

    items = fields.List(fields.Nested(answer_of(AccountListed)), required=True)
    next = fields.String(required=True, allow_none=True)


class FirstPassword(Schema):
    """A password to begin with; without one it is made."""

    password = fields.String(
        load_default=None,
        allow_none=True,
        load_only=True,
        validate=validate.Length(1, MAX_PASSWORD),
        metadata={"description": "初始密码；不填则由系统生成", "format": "password"},
    )


class PasswordGiven(Schema):
    """The password to hand to its person; shown this once."""

    person = fields.String(required=True)
    password = fields.String(required=True)
