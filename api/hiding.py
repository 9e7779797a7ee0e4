"""Refusals that say nothing of what somebody may not see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from api.asking import look
from engine.commands.over import TASK_OVER
from engine.commands.reading.seeing import (
    expect_case_seen,
    expect_entry_seen,
    expect_incident_seen,
    expect_work_seen,
)
from engine.model.errors import EngineError

_SEEN: dict[str, Callable[..., None]] = {
    "case_id": expect_case_seen,
    "work_id": expect_work_seen,
    "incident_id": expect_incident_seen,
    "entry": expect_entry_seen,
}


@contextmanager
def hiding(**named: Any) -> Iterator[None]:  # noqa: ANN401 - the name of a thing, by its kind
    """Let a command about a thing refuse as if it did not exist, where the actor may not see it.

    Looked up only after a refusal, so that what is allowed costs nothing. Who was a candidate and
    came too late is told so, although the case may be none of their business any more.
    """
    try:
        yield
    except EngineError as refusal:
        if refusal.code != TASK_OVER:
            for kind, name in named.items():
                look(_SEEN[kind], **{kind: name})
        raise
