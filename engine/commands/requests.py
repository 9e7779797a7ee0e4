"""The same request sent twice does its work once and is answered the same (Idempotency-Key).

A request is a command with its arguments; its key belongs to the person who sends it. Requests
with the same key take turns, so the second one finds what the first one was answered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import text

from engine.commands.results import Result
from engine.model.canonical_json import canonical_json
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidArgument
from engine.model.values import Value, to_json
from engine.store.batch import StepBatch
from engine.store.idempotency import has_result, kept_result
from engine.store.rows import KeptResult
from engine.store.store import Session

P = ParamSpec("P")
R = TypeVar("R", bound=Result)
MAX_KEY = 200
_WITHOUT_MEANING = frozenset({"engine", "clock", "actor", "idempotency_key"})


def command(
    answer: type[R], *, worked_out: Collection[str] = ()
) -> Callable[[Callable[Concatenate[Session, P], R]], Callable[Concatenate[Session, P], R]]:
    """Let a command take an `idempotency_key`; `answer` is the class of its result.

    `worked_out` names arguments that nobody sends: what the others lead to at the time. The same
    request sent again may lead to something else and is the same request all the same.
    """

    def decorate(
        carry_out: Callable[Concatenate[Session, P], R],
    ) -> Callable[Concatenate[Session, P], R]:
        @wraps(carry_out)
        def once(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> R:
            key = kwargs.get("idempotency_key")
            if key is None:
                return carry_out(session, *args, **kwargs)
            sent = {name: each for name, each in kwargs.items() if name not in worked_out}
            request = _Request(session, carry_out.__name__, expect_key(key), sent)
            kept = request.kept()
            if kept is not None:
                return answer(**cast("Mapping[str, Value]", kept))  # type: ignore[arg-type]  # kept as the fields of this very class
            result = carry_out(session, *args, **kwargs)
            request.keep(result)
            return result

        return once

    return decorate


def expect_key(key: object) -> str:
    """Return a key that can name a request; raise InvalidArgument for any other."""
    if isinstance(key, str) and 0 < len(key) <= MAX_KEY and key.isprintable():
        return key
    raise InvalidArgument(
        f"请求标识应为1至{MAX_KEY}个可见字符。",
        en=f"Expected an idempotency key of 1 to {MAX_KEY} printable characters.",
        code="invalid_idempotency_key",
    )


def is_answered(session: Session, actor: Actor, key: str | None) -> bool:
    """Say whether a request of the actor with this key was carried out before, whatever it was."""
    return key is not None and has_result(session, person=actor.person, key=key)


class _Request:
    """One request with a key: what was answered before, and what is answered now."""

    def __init__(
        self, session: Session, name: str, key: str, arguments: Mapping[str, object]
    ) -> None:
        self._session = session
        self._name = name
        self._key = key
        self._person = cast("Actor", arguments["actor"]).person
        self._now = cast("Clock", arguments["clock"])()
        asked = {name: each for name, each in arguments.items() if name not in _WITHOUT_MEANING}
        if (absent := cast("Actor", arguments["actor"]).on_behalf_of) is not None:
            asked["actor"] = absent  # the same request for somebody else is another one
        self._hash = hashlib.sha256(_written(asked)).digest()

    def kept(self) -> Value:
        """Return what the same request was answered; None when it is new."""
        if self._session.kind == "postgresql":  # SQLite's writers take turns anyway
            place = f"{self._person}\n{self._key}"
            lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:place, 0))")
            self._session.execute(lock.bindparams(place=place))
        kept = kept_result(
            self._session,
            person=self._person,
            key=self._key,
            command=self._name,
            request_hash=self._hash,
        )
        return None if kept is None else kept.result

    def keep(self, result: Result) -> None:
        """Keep what is answered, in the same unit of work."""
        batch = StepBatch()
        batch.keep_result(
            KeptResult(
                person=self._person,
                key=self._key,
                command=self._name,
                request_hash=self._hash,
                result=result.to_keep(),
                created_at=self._now,
            )
        )
        batch.flush(self._session)


def _written(asked: Mapping[str, object]) -> bytes:
    """Write the arguments in one way only, whatever the order they came in."""
    try:
        plain = {name: _plain(each) for name, each in asked.items()}
        return canonical_json(cast("Value", plain)).encode()
    except RecursionError:
        raise InvalidArgument(
            "提交的内容嵌套过深。", en="Expected less nesting.", code="invalid_form"
        ) from None


def _plain(value: object) -> object:
    match value:
        case float():
            return Decimal(repr(value))
        case Mapping():
            return {str(name): _plain(each) for name, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
    try:
        return to_json(value)
    except TypeError:  # no value of ours: the command itself will refuse it
        return repr(value)
