"""What happened to an account, in the chain of what belongs to no case; never with a secret."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.results import Recorded
from engine.definitions.system_chain import record_change
from engine.model.case import Actor
from engine.model.values import Value
from engine.store.store import Session


def record(
    session: Session,
    type: str,  # noqa: A002 - the word of the glossary
    *,
    engine: Engine,
    at: datetime,
    actor: Actor,
    person: str,
    **data: Value,
) -> Recorded:
    """Record an event about a person's account; what has no value is left out."""
    said: Mapping[str, Value] = {
        "account": person,
        **{name: value for name, value in data.items() if value not in (None, "")},
    }
    seq = record_change(session, type, new_salt=engine.new_salt, at=at, actor=actor, data=said)
    return Recorded("", 0, "", seq)
