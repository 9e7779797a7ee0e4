"""Commands that change one case, and may say which state of it they mean (If-Match)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

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
Lock = Callable[[Session, str], int | None]


def act_on_case(command: Callable[..., Result], case_id: str, **arguments: Any) -> Answer:  # noqa: ANN401 - each command its own
    """Give a command on a case and answer with its new version as ETag.

    With If-Match the case must still be at that version; it is locked before it is looked at, so
    nobody comes between. A request that was answered before is answered again, whatever the
    version has become by it. Conflict with the code `precondition_failed` otherwise.
    """
    return _act(command, lock_case_version, "case_id", case_id, arguments)


def act_on_work(command: Callable[..., Result], work_id: str, **arguments: Any) -> Answer:  # noqa: ANN401 - each command its own
    """Do the same with a command on open work; the version is that of its case."""
    return _act(command, lock_version_of_work, "work_id", work_id, arguments)


def _act(
    command: Callable[..., Result], lock: Lock, name: str, named: str, arguments: dict[str, Any]
) -> Answer:
    named = expect_text(named)
    own, seen = service(), seen_tag()
    with hiding(**{name: named}), own.store.begin() as session:
        found = None if seen is None else lock(session, named)
        is_other = found is not None and str(found) != seen  # of what is not there it says so
        if is_other and not is_answered(session, asked().actor, request.headers.get(KEY)):
            raise Conflict(
                "该案件已有新的进展，与您所见的不一致，请重新读取。",
                en="The case was changed since it was read.",
                code=PRECONDITION_FAILED,
            )
        result = command(
            session,
            engine=own.engine,
            clock=own.clock,
            actor=asked().actor,
            idempotency_key=request.headers.get(KEY),
            **{name: named},
            **arguments,
        )
    return result, 200, quoted(result.version)
