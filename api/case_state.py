"""Commands that change one case, and may say which state of it they mean (If-Match)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request

from api.asking import KEY, asked, expect_text, service
from api.hiding import hiding
from api.preconditions import quoted, seen_tag
from api.problems import PRECONDITION_FAILED
from engine.commands import Result
from engine.commands.requests import is_answered
from engine.model.errors import Conflict
from engine.store import Session
from engine.store.reads import lock_case_version, lock_version_of_work

Answer = tuple[object, int, Mapping[str, str]]
R = TypeVar("R", bound=Result)


@dataclass(frozen=True, slots=True)
class Meant:
    """What a command is about: a case or open work, by its id, and how its case is locked."""

    kind: str
    id: str
    lock: Callable[[Session, str], int | None]


def the_case(case_id: str) -> Meant:
    """Return a case as what a command is about."""
    return Meant("case_id", expect_text(case_id), lock_case_version)


def the_work(work_id: str) -> Meant:
    """Return open work as what a command is about; the version is that of its case."""
    return Meant("work_id", expect_text(work_id), lock_version_of_work)


def act_on_case(command: Callable[..., Result], case_id: str, **arguments: Any) -> Answer:  # noqa: ANN401 - each command its own
    """Give a command on a case and answer with its new version as ETag; If-Match is honoured."""
    return _answer(command, the_case(case_id), arguments)


def act_on_work(command: Callable[..., Result], work_id: str, **arguments: Any) -> Answer:  # noqa: ANN401 - each command its own
    """Do the same with a command on open work; the version is that of its case."""
    return _answer(command, the_work(work_id), arguments)


def give_seen(
    command: Callable[..., R],
    meant: Meant,
    *,
    seen: str | None,
    key: str | None,
    **arguments: Any,  # noqa: ANN401 - each command its own
) -> R:
    """Give a command on a case, or on work in one, that was at version `seen`; None asks nothing.

    The case is locked before it is looked at, so nobody comes between. A request that was answered
    before, under this key, is answered again, whatever the version has become by it. Conflict with
    the code `precondition_failed` otherwise.
    """
    own = service()
    with hiding(**{meant.kind: meant.id}), own.store.begin() as session:
        found = None if seen is None else meant.lock(session, meant.id)
        is_other = found is not None and str(found) != seen  # of what is not there it says so
        if is_other and not is_answered(session, asked().actor, key):
            raise Conflict(
                "该案件已有新的进展，与您所见的不一致，请重新读取。",
                en="The case was changed since it was read.",
                code=PRECONDITION_FAILED,
            )
        return command(
            session,
            engine=own.engine,
            clock=own.clock,
            actor=asked().actor,
            idempotency_key=key,
            **{meant.kind: meant.id},
            **arguments,
        )


def _answer(command: Callable[..., Result], meant: Meant, arguments: dict[str, Any]) -> Answer:
    key = request.headers.get(KEY)
    result = give_seen(command, meant, seen=seen_tag(), key=key, **arguments)
    return result, 200, quoted(result.version)
